/** Boards to be shown in a frame of another page are at /embed/<board>, with the link's key behind the #. */
const EMBEDDED = /^\/embed\//

/** Origins whose pages may show the page at a path in a frame: none but on the embed route, and there those that the operator lists. */
export function framedBy(path: string, embedOrigins: string | undefined): readonly string[] {
  if (!EMBEDDED.test(path)) return []
  return (embedOrigins ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter(isOrigin)
}

/** An origin and nothing else: what stands in a policy's line must not be able to end it. */
function isOrigin(text: string): boolean {
  try {
    return new URL(text).origin === text && /^https?:/.test(text)
  } catch {
    return false
  }
}
