import type { IncomingMessage } from 'node:http'

/**
 * Whether a request comes from our own pages, or from no page at all (a script, which has no cookie of a person to misuse).
 * A browser always says the origin of a page that opens a socket or changes something.
 */
export function originAllowed(request: Pick<IncomingMessage, 'headers'>, publicUrl: string | undefined): boolean {
  const { origin, host, 'sec-fetch-site': site } = request.headers
  // Without an origin a browser may still tell where a request comes from.
  if (origin === undefined) return site === undefined || site === 'same-origin' || site === 'none'
  let from: URL
  try {
    from = new URL(origin)
  } catch {
    return false
  }
  return from.host === host || (publicUrl !== undefined && from.origin === new URL(publicUrl).origin)
}
