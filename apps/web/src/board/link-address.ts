/** Longer than any address that people use; the board takes no more. */
const MOST_CHARACTERS = 2_000

/**
 * The address that somebody means by what they typed: with `https://` or `mailto:` before it if they left that out. Undefined for what is
 * no address, and for kinds that could run something.
 */
export function linkAddress(text: string): string | undefined {
  const typed = text.trim()
  if (typed === '' || /\s/.test(typed)) return undefined
  const address = completed(typed)
  if (!/^(https?:\/\/[^/]|mailto:.)/i.test(address) || address.length > MOST_CHARACTERS) return undefined
  return URL.canParse(address) ? address : undefined
}

function completed(typed: string): string {
  if (/^(https?:|mailto:)/i.test(typed)) return typed
  if (/^[^\s:/@]+@[^\s:/@]+\.[^\s:/@]+$/.test(typed)) return `mailto:${typed}`
  // A host with a dot, or one of this machine with a port.
  return /^([\p{L}\p{N}-]+\.)+[\p{L}\p{N}-]+(:\d+)?([/?#].*)?$/u.test(typed) ||
    /^localhost(:\d+)?([/?#].*)?$/.test(typed)
    ? `https://${typed}`
    : typed
}
