/** Lets `burst` things through at once and `perSecond` in the long run. */
export class Pace {
  private tokens: number
  private at = 0

  constructor(
    private readonly perSecond: number,
    private readonly burst: number,
  ) {
    this.tokens = burst
  }

  /** Takes leave for one. Returns 0, or how many ms to wait before asking again. `now` in ms. */
  take(now: number): number {
    this.tokens = Math.min(this.burst, this.tokens + (Math.max(0, now - this.at) * this.perSecond) / 1_000)
    this.at = now
    if (this.tokens < 1) return Math.ceil(((1 - this.tokens) * 1_000) / this.perSecond)
    this.tokens--
    return 0
  }
}
