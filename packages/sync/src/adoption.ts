import type { ActorId } from '@inkwire/board'
import type { Refusal } from '@inkwire/protocol'
import type { EarlierPages, EarlierPagesOptions, LoggedRecord } from './earlier-pages.ts'
import type { Orphans, OutboxStorage } from './outbox-storage.ts'

/** This page's own changes wait no longer for those of earlier pages while none of these is taken, in ms. */
const PATIENCE_MS = 30_000
/** Code that could not be had is asked for again, in ms. */
const LOAD_AGAIN_MS = 2_000

/** Brings the code that sends what earlier pages left: few pages need it. */
export type LoadEarlierPages = () => Promise<{ readonly EarlierPages: typeof EarlierPages }>

export interface AdoptionOptions extends Omit<EarlierPagesOptions, 'listener'> {
  readonly storage: OutboxStorage
  readonly load: LoadEarlierPages
  readonly listener: Omit<EarlierPagesOptions['listener'], 'progress'>
}

/**
 * Looks for what earlier pages of this person left in the storage, as soon as the document stands: it is shown and sent. What this
 * page does may build on it, so it goes after all of that.
 */
export class Adoption {
  private earlier: EarlierPages | undefined
  private state: 'new' | 'looking' | 'taken' | 'closed' = 'new'
  /** Of each actor the last record that the base document is known to hold, until what was left is taken. */
  private readonly logged = new Map<ActorId, LoggedRecord>()
  private impatient = false
  private cancelPatience: (() => void) | undefined

  constructor(private readonly options: AdoptionOptions) {}

  /** How many batches of earlier pages are not acknowledged yet. */
  get size(): number {
    return this.earlier?.size ?? 0
  }

  /** Whether this page's own batches may go. */
  get idle(): boolean {
    return this.impatient || (this.state === 'taken' && !this.earlier?.sending)
  }

  get why(): Refusal | null {
    return this.earlier?.why ?? null
  }

  get full(): boolean {
    return this.earlier?.full ?? false
  }

  /** When something was last acknowledged, or taken, in ms of the clock. */
  get waitingSince(): number {
    return this.earlier ? Math.max(this.earlier.since, this.earlier.savedAt) : Number.NEGATIVE_INFINITY
  }

  /** The document stands. Only the first time counts: what another page leaves later is for the next visit. */
  start(): void {
    if (this.state !== 'new') return
    this.state = 'looking'
    const { storage, board } = this.options
    void storage.orphans(board).then((orphans) => this.take(orphans))
  }

  /** This page is on the board: from now on its own batches wait. */
  joined(): void {
    this.left()
    this.impatient = false
    if (this.idle) return
    this.cancelPatience = this.options.clock.after(PATIENCE_MS, () => {
      this.impatient = true
      this.options.listener.changed()
    })
  }

  left(): void {
    this.cancelPatience?.()
    this.cancelPatience = undefined
  }

  /** The base document holds this record now. */
  folded(record: LoggedRecord): void {
    if (this.state === 'new' || this.state === 'looking') {
      const { actor, number, seq } = record
      this.logged.set(actor, { actor, number, seq })
    }
    this.earlier?.folded(record)
  }

  /** The base document jumped. */
  reached(seq: number): void {
    this.earlier?.reached(seq)
  }

  /** The log is another one: it may never bring what the one before had taken. */
  otherLog(): void {
    this.reached(Number.POSITIVE_INFINITY)
  }

  close(): void {
    this.state = 'closed'
    this.left()
    this.earlier?.close()
  }

  private async take(orphans: readonly Orphans[]): Promise<void> {
    const { load, clock, listener } = this.options
    const code = orphans.length > 0 ? await load().catch(() => undefined) : undefined
    if (this.state === 'closed') return
    if (orphans.length > 0 && !code) {
      clock.after(LOAD_AGAIN_MS, () => void this.take(orphans))
      return
    }
    this.state = 'taken'
    if (code) {
      const progress = () => {
        if (this.cancelPatience) this.joined()
      }
      this.earlier = new code.EarlierPages({ ...this.options, listener: { ...listener, progress } })
      this.earlier.take(orphans, this.logged)
    }
    this.logged.clear()
    listener.changed()
  }
}
