import { performance } from 'node:perf_hooks'

/** Pauses between two ticks of a room; the next longer one is taken as the process fills its core. In ms. */
const STEPS = [16, 33, 50, 100] as const
/** Share of a core that the process may use before ticks get rarer. */
const BUSY = 0.7
/** Share of the time in which the event loop may be at work. On a machine that gives the process less than a core it is full before the core is. */
const FULL = 0.95
/** Below these shares ticks become more frequent again. */
const CALM = 0.4
const EMPTY = 0.8
/** The load is looked at so often. */
const LOOK_MS = 500

/** How long a room waits between two ticks, ms. */
export interface Pace {
  readonly ms: number
}

/** How long rooms wait between ticks: grows as the process fills its core or its event loop, and shrinks again. One for the whole instance. */
export class TickPace implements Pace {
  private step = 0
  private last = { at: performance.now(), cpu: process.cpuUsage(), loop: performance.eventLoopUtilization() }
  private readonly timer: NodeJS.Timeout

  constructor() {
    this.timer = setInterval(() => this.look(), LOOK_MS)
    this.timer.unref()
  }

  get ms(): number {
    return STEPS[this.step] ?? STEPS[0]
  }

  close(): void {
    clearInterval(this.timer)
  }

  private look(): void {
    const at = performance.now()
    const { user, system } = process.cpuUsage(this.last.cpu)
    const used = (user + system) / 1_000 / Math.max(1, at - this.last.at)
    const loop = performance.eventLoopUtilization()
    const full = performance.eventLoopUtilization(loop, this.last.loop).utilization
    this.last = { at, cpu: process.cpuUsage(), loop }
    if (used > BUSY || full > FULL) this.step = Math.min(this.step + 1, STEPS.length - 1)
    else if (used < CALM && full < EMPTY) this.step = Math.max(this.step - 1, 0)
  }
}

/** Rooms whose ticks are due within so many ms of each other tick together: their process wakes up once for all of them. */
const TOGETHER_MS = 4

/** The timers of all rooms of an instance, as one: thousands of ticks a second must not take as many timers. */
export class TickClock {
  private soon: TickTimer[] = []
  private immediate: NodeJS.Immediate | undefined
  private readonly later = new Set<TickTimer>()
  private timer: NodeJS.Timeout | undefined
  private wakesAt = Number.POSITIVE_INFINITY
  private wokeAt = Number.NEGATIVE_INFINITY

  constructor(readonly pace: Pace) {}

  /** Not in this turn of the event loop, but after it: what arrives together leaves together. */
  runSoon(timer: TickTimer): void {
    this.soon.push(timer)
    this.immediate ??= setImmediate(() => {
      this.immediate = undefined
      const { soon } = this
      this.soon = []
      for (const one of soon) one.fire()
    })
  }

  /** When `timer.due` has come, give or take half of what is taken together. */
  runLater(timer: TickTimer): void {
    this.later.add(timer)
    this.wakeAt(timer.due)
  }

  forget(timer: TickTimer): void {
    this.later.delete(timer)
    this.soon = this.soon.filter((one) => one !== timer)
  }

  close(): void {
    clearTimeout(this.timer)
    clearImmediate(this.immediate)
  }

  private wakeAt(due: number): void {
    const at = Math.max(due, this.wokeAt + TOGETHER_MS)
    if (at >= this.wakesAt) return
    clearTimeout(this.timer)
    this.wakesAt = at
    this.timer = setTimeout(() => this.wake(), at - performance.now())
  }

  private wake(): void {
    this.wokeAt = performance.now()
    this.wakesAt = Number.POSITIVE_INFINITY
    const until = this.wokeAt + TOGETHER_MS / 2
    let next = Number.POSITIVE_INFINITY
    for (const timer of this.later) {
      if (timer.due > until) next = Math.min(next, timer.due)
      else {
        this.later.delete(timer)
        timer.fire()
      }
    }
    if (next < Number.POSITIVE_INFINITY) this.wakeAt(next)
  }
}

/** Runs `tick` at once when something comes after a pause, then at most once per pace; never while nothing comes. */
export class TickTimer {
  private waits = false
  private lastTick = Number.NEGATIVE_INFINITY
  private wokenAt = 0

  constructor(
    private readonly clock: TickClock,
    /** Told when what it has waited longest with came, in ms of `performance.now()`. */
    private readonly tick: (since: number) => void,
  ) {}

  /** From when on it may tick again, by performance.now(). */
  get due(): number {
    return this.lastTick + this.clock.pace.ms
  }

  /** Something waits to be sent. */
  wake(): void {
    if (this.waits) return
    this.waits = true
    this.wokenAt = performance.now()
    if (this.due <= this.wokenAt) this.clock.runSoon(this)
    else this.clock.runLater(this)
  }

  stop(): void {
    this.waits = false
    this.clock.forget(this)
  }

  /** The clock's to call. */
  fire(): void {
    this.waits = false
    this.lastTick = performance.now()
    this.tick(this.wokenAt)
  }
}
