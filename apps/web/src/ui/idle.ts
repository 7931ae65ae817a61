/** The page has so long for itself, ms: what is drawn first goes first. */
const HEAD_START_MS = 500
/** A page that is never idle has to find the time after so long, ms. */
const LONGEST_MS = 5_000

/** Does something when the page has time for it. Returns how to give it up. */
export function whenIdle(act: () => void): () => void {
  let idle: number | undefined
  const timer = setTimeout(() => {
    // Safari has no such callback.
    if (typeof requestIdleCallback === 'undefined') act()
    else idle = requestIdleCallback(act, { timeout: LONGEST_MS })
  }, HEAD_START_MS)
  return () => {
    clearTimeout(timer)
    if (idle !== undefined) cancelIdleCallback(idle)
  }
}
