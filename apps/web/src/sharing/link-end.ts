const HOUR_MS = 3_600_000

/** When a link can end, from now. */
export const LINK_ENDS = [
  { value: 'hour', text: 'In an hour', ms: HOUR_MS },
  { value: 'day', text: 'In a day', ms: 24 * HOUR_MS },
  { value: 'week', text: 'In a week', ms: 7 * 24 * HOUR_MS },
  { value: 'month', text: 'In 30 days', ms: 30 * 24 * HOUR_MS },
] as const

/**
 * "On 30 November, 14:05": when a link ends, for people.
 *
 * @param at ms since 1970
 */
export function linkEnd(at: number): string {
  const date = new Date(at)
  const day = date.toLocaleDateString('en-GB', { day: 'numeric', month: 'long' })
  return `On ${day}, ${date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })}`
}
