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

/** Runs `tick` at once when something comes after a pause, then at most once per pace; never while nothing comes. */
export class TickTimer {
  private timer: NodeJS.Timeout | undefined
  private immediate: NodeJS.Immediate | undefined
  private lastTick = Number.NEGATIVE_INFINITY
  private wokenAt = 0

  constructor(
    private readonly pace: Pace,
    /** Told when what it has waited longest with came, in ms of `performance.now()`. */
    private readonly tick: (since: number) => void,
  ) {}

  /** Something waits to be sent. */
  wake(): void {
    if (this.timer || this.immediate) return
    this.wokenAt = performance.now()
    const left = this.lastTick + this.pace.ms - this.wokenAt
    // Not at once even after a pause, but after this turn of the event loop: what arrives together leaves together.
    if (left <= 0) this.immediate = setImmediate(() => this.fire())
    else this.timer = setTimeout(() => this.fire(), left)
  }

  stop(): void {
    clearTimeout(this.timer)
    clearImmediate(this.immediate)
    this.timer = undefined
    this.immediate = undefined
  }

  private fire(): void {
    this.stop()
    this.lastTick = performance.now()
    this.tick(this.wokenAt)
  }
}
