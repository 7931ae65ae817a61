/** What an operator can do something about: one clear line, shown without a stack. */
export class AdminError extends Error {
  override name = 'AdminError'
}
