import type { Clock } from './clock.ts'

/** A clock for tests that stands still until it is told. */
export class TestClock implements Clock {
  private time = 0
  private timers: { readonly at: number; readonly run: () => void }[] = []

  now(): number {
    return this.time
  }

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.time + ms, run }
    this.timers.push(timer)
    return () => {
      this.timers = this.timers.filter((other) => other !== timer)
    }
  }

  /** Lets so many ms pass: what is due then runs at its time, in order. */
  pass(ms: number): void {
    const until = this.time + ms
    for (;;) {
      const [next] = this.timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)
      if (!next) break
      this.timers = this.timers.filter((other) => other !== next)
      this.time = Math.max(this.time, next.at)
      next.run()
    }
    this.time = until
  }

  get waiting(): number {
    return this.timers.length
  }
}
