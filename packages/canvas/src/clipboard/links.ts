/** The address that a text is, and nothing else; only of kinds that can't run anything. */
export function linkIn(text: string): string | undefined {
  const word = text.trim()
  if (!/^(https?:\/\/|mailto:)\S+$/i.test(word) || word.length > 2_000) return undefined
  return URL.canParse(word) ? word : undefined
}

/** Opens the link of an element in a new tab that knows nothing of this one. */
export function openLink(link: string): void {
  if (linkIn(link)) window.open(link, '_blank', 'noopener,noreferrer')
}
