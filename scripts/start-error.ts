/** Something that a person has to mend before Inkwire can start; `message` is one clear line. */
export class StartError extends Error {
  override readonly name = 'StartError'
}

/** The code of a system error, such as EACCES; null for anything else. */
export function errorCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null
}
