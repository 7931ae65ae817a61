import { type Refusal, refusal } from '@inkwire/protocol'
import type { Clock } from './clock.ts'

/** What the person is told about their changes. 'stuck': the server answers, and can't save. */
export type SaveState = 'saved' | 'saving' | 'offline' | 'stuck'

/** A connection that is gone for less is not worth a word, in ms. */
const OFFLINE_MS = 2_000
/** When nothing was acknowledged for longer the server is said not to save, in ms. */
const STUCK_MS = 3_000

/** What the save state follows from. */
export interface SaveFacts {
  /** Whether a link is up and the board is joined. */
  readonly connected: boolean
  /** Batches that are not acknowledged. */
  readonly waiting: number
  /** Since when nothing was acknowledged that waits, in ms of the clock. */
  readonly waitingSince: number
  /** The server answers, and said why it can't save, or can't take us in. */
  readonly why: Refusal | null
}

interface Standing {
  readonly state: SaveState
  /** Of 'stuck'. */
  readonly why: Refusal | null
}

const standing = (state: SaveState, why: Refusal | null = null): Standing => ({ state, why })

/** Follows the facts, and time: says when the state becomes another one. */
export class SaveWatch {
  private standing = standing('saved')
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

  get state(): SaveState {
    return this.standing.state
  }

  get why(): Refusal | null {
    return this.standing.why
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
    const { inMs, ...next } = this.next(facts, now)
    this.standing = next
    if (inMs !== undefined) {
      this.cancelTimer = this.clock.after(inMs, () => {
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
  private next(facts: SaveFacts, now: number): Standing & { readonly inMs?: number } {
    if (!facts.connected) {
      const left = this.since + OFFLINE_MS - now
      if (left <= 0) return facts.why ? standing('stuck', facts.why) : standing('offline')
      return { ...standing(facts.waiting > 0 ? 'saving' : 'saved'), inMs: left }
    }
    if (facts.waiting === 0) return standing('saved')
    // What was made while there was no connection gets its time from when there is one.
    const left = Math.max(facts.waitingSince, this.since) + STUCK_MS - now
    if (facts.why || left <= 0) return standing('stuck', facts.why ?? refusal('server.busy'))
    return { ...standing('saving'), inMs: left }
  }
}
