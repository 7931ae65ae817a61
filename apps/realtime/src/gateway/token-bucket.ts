/** Buckets that are full again are forgotten in sweeps of this many calls. */
const SWEEP_EVERY = 1_000

interface Bucket {
  tokens: number
  at: number
}

/** Lets `burst` things through at once and `perSecond` in the long run, for each key (a connection, a person, an address). */
export class TokenBuckets {
  private readonly buckets = new Map<string, Bucket>()
  private calls = 0

  constructor(
    private readonly perSecond: number,
    private readonly burst: number,
  ) {}

  /** Takes one token, or several at once; false when there are not as many left, and then none is taken. `now` in ms. */
  take(key: string, now = Date.now(), count = 1): boolean {
    if (++this.calls % SWEEP_EVERY === 0) this.sweep(now)
    const bucket = this.buckets.get(key) ?? { tokens: this.burst, at: now }
    bucket.tokens = Math.min(this.burst, bucket.tokens + ((now - bucket.at) * this.perSecond) / 1_000)
    bucket.at = now
    this.buckets.set(key, bucket)
    if (bucket.tokens < count) return false
    bucket.tokens -= count
    return true
  }

  forget(key: string): void {
    this.buckets.delete(key)
  }

  private sweep(now: number): void {
    for (const [key, { tokens, at }] of this.buckets) {
      if (tokens + ((now - at) * this.perSecond) / 1_000 >= this.burst) this.buckets.delete(key)
    }
  }
}
