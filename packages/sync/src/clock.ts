/** Time as this package sees it, so that a simulator can drive it. */
export interface Clock {
  /** ms from any fixed moment. */
  now(): number
  /** Calls back once, in so many ms. Returns how to stop it. */
  after(ms: number, run: () => void): () => void
}

export const realClock: Clock = {
  now: () => performance.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}
