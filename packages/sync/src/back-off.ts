import type { Random } from '@inkwire/board'

/** Waits that double up to a most, each drawn at random from nothing to the whole (full jitter): so that many clients don't come back at once. */
export class BackOff {
  private attempt = 0

  constructor(
    private readonly random: Random,
    private readonly firstMs: number,
    private readonly mostMs: number,
  ) {}

  /** ms to wait before the next attempt. */
  next(): number {
    const most = Math.min(this.mostMs, this.firstMs * 2 ** Math.min(this.attempt++, 20))
    return this.random() * most
  }

  /** It worked. */
  reset(): void {
    this.attempt = 0
  }
}
