import type { Clock } from './clock.ts'

/** What the person is told about their changes: "Saved", "Saving…", "Not saved yet", "Offline". */
export type SaveState = 'saved' | 'saving' | 'unsaved' | 'offline'

/** A connection that is gone for less is not worth a word, in ms. */
const OFFLINE_MS = 2_000
/** A change that takes longer to be acknowledged is said not to be saved, in ms. */
const UNSAVED_MS = 3_000

/** What the save state follows from. */
export interface SaveFacts {
  /** Whether a link is up and the board is joined. */
  readonly connected: boolean
  /** Batches that are not acknowledged. */
  readonly waiting: number
  /** When the oldest of them was made, in ms of the clock. */
  readonly oldestAt: number
  /** The server said that it can't save. */
  readonly stuck: boolean
}

/** Follows the facts, and time: says when the state becomes another one. */
export class SaveWatch {
  state: SaveState = 'saved'
  private connected: boolean
  /** Since when it is connected, or not. */
  private since: number
  private cancelTimer: (() => void) | undefined

  constructor(
    private readonly clock: Clock,
    private readonly facts: () => SaveFacts,
    private readonly changed: () => void,
  ) {
    this.connected = false
    this.since = clock.now()
  }

  /** Looks at the facts anew. Returns whether the state is another one. */
  update(): boolean {
    this.cancelTimer?.()
    this.cancelTimer = undefined
    const facts = this.facts()
    const now = this.clock.now()
    if (facts.connected !== this.connected) {
      this.connected = facts.connected
      this.since = now
    }
    const before = this.state
    const next = this.next(facts, now)
    this.state = next.state
    if (next.inMs !== undefined) {
      this.cancelTimer = this.clock.after(next.inMs, () => {
        if (this.update()) this.changed()
      })
    }
    return before !== this.state
  }

  close(): void {
    this.cancelTimer?.()
    this.cancelTimer = undefined
  }

  /** The state now, and in how many ms it will be another one if nothing happens. */
  private next(facts: SaveFacts, now: number): { readonly state: SaveState; readonly inMs?: number } {
    if (!facts.connected) {
      const left = this.since + OFFLINE_MS - now
      if (left <= 0) return { state: 'offline' }
      return { state: facts.waiting > 0 ? 'saving' : 'saved', inMs: left }
    }
    if (facts.waiting === 0) return { state: 'saved' }
    // What was made while there was no connection gets its time from when there is one.
    const left = Math.max(facts.oldestAt, this.since) + UNSAVED_MS - now
    if (facts.stuck || left <= 0) return { state: 'unsaved' }
    return { state: 'saving', inMs: left }
  }
}
