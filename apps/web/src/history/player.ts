import type { HistoryBoard } from './history-board.ts'
import type { Past } from './past.ts'

/** How long all of a history plays at normal speed, ms: each batch takes BATCH_MS, within these. */
const SHORTEST_MS = 10_000
const LONGEST_MS = 60_000
const BATCH_MS = 150
/** More batches than this in a second are not folded one by one: whole documents are shown, as fast as they come. */
const MOST_FOLDED_PER_S = 1_000
/** Records are asked for so long before they are played, ms. */
const AHEAD_MS = 3_000
/** A frame that took longer (a tab in the background, a large document) counts as so long, ms. */
const LONGEST_FRAME_MS = 1_000
/** After a failure the server is asked again so much later, ms. */
const RETRY_MS = 2_000

export const SPEEDS = [0.5, 1, 2, 4] as const
export type Speed = (typeof SPEEDS)[number]

export interface PlayerState {
  /** What is to be shown. */
  readonly seq: number
  /** What is shown; it lags behind while it loads. */
  readonly shown: number
  readonly playing: boolean
  readonly speed: Speed
  /** Why nothing came, for people; the server is asked again by and by. */
  readonly problem: string | null
}

/** What a player needs of a page: tests have their own. */
export interface PlayerTime {
  /** ms */
  now(): number
  /** Calls back before the next frame. Returns how to stop it. */
  frame(callback: () => void): () => void
  later(callback: () => void, ms: number): () => void
}

/** Goes through the past of a board: to any seq, step by step, or by itself. What it shows is always a document that there was. */
export class Player {
  private current: PlayerState
  private readonly listeners = new Set<() => void>()
  private loading = false
  private closed = false
  private stopFrame: (() => void) | undefined
  private stopRetry: (() => void) | undefined
  /** Where playing is, in batches; between two of them most of the time. */
  private position = 0
  private framedAt = 0

  constructor(
    private readonly board: HistoryBoard,
    private readonly past: Past,
    seq: number,
    private readonly time: PlayerTime,
  ) {
    this.current = { seq, shown: -1, playing: false, speed: 1, problem: null }
    this.settle()
  }

  getState(): PlayerState {
    return this.current
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Shows a seq, the nearest that there is, as soon as it can. */
  show(seq: number): void {
    this.pause()
    this.ask(seq)
  }

  /** Goes on by a gesture, or back. */
  step(direction: 1 | -1): void {
    this.pause()
    const { seq } = this.current
    this.ask(direction > 0 ? this.endAfter(seq) : this.beginBefore(seq))
  }

  play(): void {
    const { past, current } = this
    if (current.playing || past.head === past.floor) return
    if (current.seq >= past.head || current.seq < past.floor) this.ask(past.floor)
    this.position = this.current.seq
    this.framedAt = this.time.now()
    this.set({ playing: true })
    this.nextFrame()
  }

  pause(): void {
    this.stopFrame?.()
    this.stopFrame = undefined
    if (this.current.playing) this.set({ playing: false, seq: this.past.nearestTo(this.current.shown) })
  }

  setSpeed(speed: Speed): void {
    this.set({ speed })
  }

  close(): void {
    this.closed = true
    this.stopFrame?.()
    this.stopRetry?.()
  }

  private ask(seq: number): void {
    this.set({ seq: this.past.nearestTo(seq) })
    this.settle()
  }

  /** Shows what is to be shown, or loads what it needs; of what is asked for meanwhile only the newest counts. */
  private settle(): void {
    const { past } = this
    const { seq, shown } = this.current
    if (this.closed || seq === shown) return
    const known = this.known(seq)
    if (known) known()
    if (this.loading || (known && (seq <= past.floor || past.record(seq)))) return
    this.load(() => past.load(seq))
  }

  /** How to show a seq without asking anybody, if that can be. */
  private known(seq: number): (() => void) | undefined {
    const { board, past } = this
    const here = this.current.shown
    const ahead = here >= 0 && seq > here ? past.between(here, seq) : undefined
    const document = ahead ? undefined : past.at(seq)
    if (!ahead && !document) return undefined
    return () => {
      if (ahead) board.advance(ahead)
      else if (document) board.show(document)
      this.set({ shown: seq })
    }
  }

  private load(work: () => Promise<void>): void {
    this.loading = true
    work().then(
      () => {
        this.loading = false
        if (this.closed) return
        this.set({ problem: null })
        if (!this.current.playing) this.settle()
      },
      (error: unknown) => {
        if (this.closed) return
        this.set({ problem: error instanceof Error ? error.message : String(error) })
        this.stopRetry = this.time.later(() => {
          this.loading = false
          if (!this.current.playing) this.settle()
        }, RETRY_MS)
      },
    )
  }

  // Playing.

  private nextFrame(): void {
    this.stopFrame = this.time.frame(() => this.frame())
  }

  private frame(): void {
    const { past, time } = this
    const now = time.now()
    const passed = Math.min(LONGEST_FRAME_MS, now - this.framedAt)
    this.framedAt = now
    const perMs = this.batchesPerMs()
    const to = Math.min(past.head, this.position + passed * perMs)
    if (perMs * 1_000 <= MOST_FOLDED_PER_S) this.foldTo(to, perMs)
    else this.jumpTo(to)
    if (this.current.shown >= past.head) this.pause()
    else if (this.current.playing && !this.closed) this.nextFrame()
  }

  private batchesPerMs(): number {
    const { floor, head } = this.past
    const length = Math.max(1, head - floor)
    const ms = Math.min(LONGEST_MS, Math.max(SHORTEST_MS, length * BATCH_MS))
    return (length / ms) * this.current.speed
  }

  /** Folds the records up to a position, and waits where they have not come yet. */
  private foldTo(to: number, perMs: number): void {
    const seq = Math.floor(to)
    if (this.showWhilePlaying(seq)) this.position = to
    const { shown } = this.current
    const begun = shown >= 0 && shown <= seq
    const needed = Math.min(this.past.head, Math.ceil(this.position + perMs * this.current.speed * AHEAD_MS))
    const known = this.past.knownUpTo(seq)
    if (this.loading || (begun && known >= needed)) return
    this.load(() => (begun || this.past.at(seq) ? this.past.loadAfter(known) : this.past.load(seq)))
  }

  /** Time goes on while a document loads: the next one is of the moment when this one has come. */
  private jumpTo(to: number): void {
    this.position = to
    const seq = Math.floor(to)
    if (this.loading) return
    this.load(async () => {
      await this.past.load(seq)
      if (this.current.playing) this.showWhilePlaying(seq)
    })
  }

  private showWhilePlaying(seq: number): boolean {
    if (seq === this.current.shown) return true
    const known = this.known(seq)
    known?.()
    if (known) this.set({ seq })
    return known !== undefined
  }

  // Gestures.

  /** The seq at which the gesture after one has ended, as far as its batches follow each other and are known here. */
  private endAfter(seq: number): number {
    const first = this.past.record(seq + 1)
    let end = Math.min(this.past.head, seq + 1)
    while (first && this.past.record(end + 1)?.gesture === first.gesture) end++
    return end
  }

  /** The seq at which the gesture that ended with one had not begun. */
  private beginBefore(seq: number): number {
    const last = this.past.record(seq)
    let begin = Math.max(this.past.floor, seq - 1)
    while (last && begin > this.past.floor && this.past.record(begin)?.gesture === last.gesture) begin--
    return begin
  }

  private set(change: Partial<PlayerState>): void {
    const next = { ...this.current, ...change }
    const keys = Object.keys(change) as (keyof PlayerState)[]
    if (keys.every((key) => next[key] === this.current[key])) return
    this.current = next
    for (const listener of this.listeners) listener()
  }
}

/** Of the page. */
export const pageTime: PlayerTime = {
  now: () => performance.now(),
  frame(callback) {
    const request = requestAnimationFrame(callback)
    return () => cancelAnimationFrame(request)
  },
  later(callback, ms) {
    const timer = setTimeout(callback, ms)
    return () => clearTimeout(timer)
  },
}
