/** Something that dies at a moment, and all of its timers with it: a process, a tab. */
export class Owner {
  alive = true

  constructor(readonly name: string) {}
}

interface Due {
  readonly at: number
  readonly order: number
  readonly owner: Owner
  readonly run: () => void
  cancelled: boolean
}

/** Timers of the platform that the simulated code calls, as they were before. */
interface Platform {
  readonly setTimeout: typeof setTimeout
  readonly clearTimeout: typeof clearTimeout
  readonly setInterval: typeof setInterval
  readonly clearInterval: typeof clearInterval
  readonly setImmediate: typeof setImmediate
  readonly clearImmediate: typeof clearImmediate
  readonly dateNow: typeof Date.now
}

/** 2026-01-01: any moment, but always the same. */
const EPOCH_MS = 1_767_225_600_000

/**
 * Time that passes only when nothing is left to do: it takes the place of the platform's timers and clocks, so that the real code
 * runs in it unchanged. Everything that happens belongs to an owner; what follows from it (promises, new timers) belongs to the same.
 */
export class VirtualTime {
  now = 0
  /** Whoever acts at the moment. */
  private current: Owner
  private readonly queue: Due[] = []
  private order = 0
  private restore = () => {}
  private readonly platform: Platform = {
    setTimeout: globalThis.setTimeout,
    clearTimeout: globalThis.clearTimeout,
    setInterval: globalThis.setInterval,
    clearInterval: globalThis.clearInterval,
    setImmediate: globalThis.setImmediate,
    clearImmediate: globalThis.clearImmediate,
    dateNow: Date.now,
  }

  constructor(readonly world: Owner) {
    this.current = world
  }

  /** Events that have happened. */
  happened = 0

  /** Takes the platform's place until `uninstall`. */
  install(): void {
    const after = (ms: unknown, run: () => void) => this.timer(Number(ms) || 0, run)
    const clear = (timer: unknown) => {
      if (timer instanceof Timer) timer.due.cancelled = true
    }
    const fakes = {
      setTimeout: (run: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) => after(ms, () => run(...args)),
      setImmediate: (run: (...args: unknown[]) => void, ...args: unknown[]) => after(0, () => run(...args)),
      setInterval: (run: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) => {
        const every = Math.max(1, Number(ms) || 0)
        const timer = after(every, function again() {
          run(...args)
          if (!timer.due.cancelled) timer.due = after(every, again).due
        })
        return timer
      },
      clearTimeout: clear,
      clearInterval: clear,
      clearImmediate: clear,
    }
    Object.assign(globalThis, fakes)
    Date.now = () => EPOCH_MS + Math.floor(this.now)
    Object.defineProperty(performance, 'now', { value: () => this.now, configurable: true, writable: true })
    this.restore = () => {
      const { dateNow, ...timers } = this.platform
      Object.assign(globalThis, timers)
      Date.now = dateNow
      Reflect.deleteProperty(performance, 'now')
    }
  }

  uninstall(): void {
    this.restore()
  }

  /** Calls back in so many ms, unless the owner is dead by then. Returns how to stop it. */
  after(owner: Owner, ms: number, run: () => void): () => void {
    const due = this.push(owner, ms, run)
    return () => {
      due.cancelled = true
    }
  }

  /** A promise that settles as `work` does, for its owner, in so many ms. */
  answer<Result>(owner: Owner, ms: number, work: () => Result): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.after(owner, ms, () => {
        try {
          resolve(work())
        } catch (error) {
          reject(error)
        }
      })
    })
  }

  /** Runs something as an owner: what follows from it is that owner's. */
  as<Result>(owner: Owner, run: () => Result): Result {
    const before = this.current
    this.current = owner
    try {
      return run()
    } finally {
      this.current = before
    }
  }

  /** Lets everything happen that is due within so many ms. */
  async pass(ms: number): Promise<void> {
    const until = this.now + ms
    await this.settle()
    for (;;) {
      const due = this.queue[0]
      if (!due || due.at > until) break
      this.pop()
      if (due.cancelled || !due.owner.alive) continue
      this.now = Math.max(this.now, due.at)
      this.happened++
      this.current = due.owner
      due.run()
      await this.settle()
      this.current = this.world
    }
    this.now = until
  }

  /** Promises that can go on go on. */
  private settle(): Promise<void> {
    return new Promise((resolve) => void this.platform.setImmediate(resolve))
  }

  private timer(ms: number, run: () => void): Timer {
    return new Timer(this.push(this.current, ms, run))
  }

  private push(owner: Owner, ms: number, run: () => void): Due {
    const due: Due = { at: this.now + Math.max(0, ms), order: this.order++, owner, run, cancelled: false }
    // A binary heap: thousands of timers wait at a time.
    let at = this.queue.push(due) - 1
    while (at > 0) {
      const above = (at - 1) >> 1
      const parent = this.queue[above]
      if (!parent || !before(due, parent)) break
      this.queue[at] = parent
      at = above
    }
    this.queue[at] = due
    return due
  }

  private pop(): void {
    const last = this.queue.pop()
    if (!last || this.queue.length === 0) return
    let at = 0
    for (;;) {
      const [left, right] = [this.queue[2 * at + 1], this.queue[2 * at + 2]]
      const less = left && right && before(right, left) ? right : left
      if (!less || !before(less, last)) break
      this.queue[at] = less
      at = less === left ? 2 * at + 1 : 2 * at + 2
    }
    this.queue[at] = last
  }
}

const before = (a: Due, b: Due): boolean => a.at < b.at || (a.at === b.at && a.order < b.order)

/** What setTimeout answers with in Node. */
class Timer {
  constructor(public due: Due) {}

  unref(): this {
    return this
  }

  ref(): this {
    return this
  }
}
