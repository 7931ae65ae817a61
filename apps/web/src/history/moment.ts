const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const WEEK = 7 * DAY

const RELATIVE = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })

/**
 * "3 minutes ago", for people; undefined where a date says more.
 *
 * @param at ms since 1970, by the server's clock
 * @param now by this machine's clock, which may be behind: what lies ahead of it counts as now
 */
export function ago(at: number, now: number): string | undefined {
  const passed = now - at
  if (passed < MINUTE) return 'just now'
  if (passed < HOUR) return RELATIVE.format(-Math.floor(passed / MINUTE), 'minute')
  if (passed < DAY) return RELATIVE.format(-Math.floor(passed / HOUR), 'hour')
  return passed < WEEK ? RELATIVE.format(-Math.floor(passed / DAY), 'day') : undefined
}

/** Date and time as this person writes them. */
export function dateAndTime(at: number, locale?: string): string {
  return new Date(at).toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'short' })
}

/** When something was, in as few words as tell it. */
export const when = (at: number, now: number): string => ago(at, now) ?? `on ${dateAndTime(at)}`
