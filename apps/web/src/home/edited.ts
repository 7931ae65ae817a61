const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/**
 * "Edited 2 h ago": how long ago a board was edited, for people.
 *
 * @param at when, in ms since 1970, by the server's clock
 * @param now by this machine's clock, which may be behind: what lies ahead of it counts as now
 */
export const edited = (at: number, now: number): string => `Edited ${when(at, now)}`

/** "Opened 2 h ago": the same of when a board was opened in this browser. */
export const opened = (at: number, now: number): string => `Opened ${when(at, now)}`

function when(at: number, now: number): string {
  const ago = now - at
  if (ago < MINUTE) return 'just now'
  if (ago < HOUR) return `${Math.floor(ago / MINUTE)} min ago`
  if (ago < DAY) return `${Math.floor(ago / HOUR)} h ago`
  if (ago < 2 * DAY) return 'yesterday'
  if (ago < 7 * DAY) return `${Math.floor(ago / DAY)} days ago`
  const date = new Date(at)
  const year = date.getFullYear() === new Date(now).getFullYear() ? undefined : 'numeric'
  return `on ${date.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year })}`
}

/**
 * "Gone for ever in 29 days": when a board leaves the trash, for people.
 *
 * @param at when, in ms since 1970, by the server's clock
 * @param now by this machine's clock
 */
export function leaves(at: number, now: number): string {
  const days = Math.ceil((at - now) / DAY)
  if (days <= 1) return 'Gone for ever within a day'
  return `Gone for ever in ${days} days`
}
