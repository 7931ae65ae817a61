import { type ActorId, PackError, unpackOps } from '@inkwire/board'
import type { BatchRecord, Refusal } from '@inkwire/protocol'
import { Courier, type CourierOptions, type LeftBehind } from './courier.ts'
import type { LoggedBatches } from './logged-batches.ts'
import type { OutboxBatch, RefusedBatch } from './outbox.ts'
import type { Orphans } from './outbox-storage.ts'
import type { PendingBatch } from './shown.ts'
import type { Transport } from './transport.ts'

/** Where in the log a batch stands. */
export type LoggedRecord = Pick<BatchRecord, 'actor' | 'number' | 'seq'>

export interface EarlierPagesOptions extends Omit<CourierOptions, 'transport' | 'listener'> {
  readonly logged: LoggedBatches
  /** A new connection for each courier. */
  readonly newTransport: () => Transport
  /** Up to where the base document has come. */
  readonly seq: () => number
  readonly listener: {
    /** Batches of earlier pages, in the order in which they were made: to be shown beneath this page's own. */
    taken(batches: readonly PendingBatch[]): void
    /** The base document holds this one, or it will never be sent. */
    gone(actor: ActorId, number: number): void
    /** What is shown may have changed. */
    settle(): void
    refused(actor: ActorId, batches: readonly RefusedBatch[]): void
    /** How many wait, whether the server can save, or whether any is being sent, may have changed. */
    changed(): void
    /** The server took something. */
    progress(): void
  }
}

/** What earlier pages left: shown, and sent one page after the other. */
export class EarlierPages {
  /** In the order in which they are sent; those that are done stay while the base document lacks some of theirs. */
  private couriers: Courier[] = []
  private courier: Courier | undefined
  private closed = false
  /** When they were taken, in ms of the clock. */
  readonly since: number

  constructor(private readonly options: EarlierPagesOptions) {
    this.since = options.clock.now()
  }

  /** How many batches are not acknowledged yet. */
  get size(): number {
    return this.couriers.reduce((size, { outbox }) => size + outbox.size, 0)
  }

  get sending(): boolean {
    return this.courier !== undefined
  }

  get why(): Refusal | null {
    return this.courier?.outbox.why ?? null
  }

  get full(): boolean {
    return this.courier?.outbox.full ?? false
  }

  /** When something was last acknowledged, in ms of the clock. */
  get savedAt(): number {
    return Math.max(...this.couriers.map(({ outbox }) => outbox.savedAt), Number.NEGATIVE_INFINITY)
  }

  /** Shows and sends them, but for what the base document holds. `logged`: of each actor the last record that it is known to hold. */
  take(all: readonly Orphans[], logged: ReadonlyMap<ActorId, LoggedRecord>): void {
    const shown: PendingBatch[] = []
    for (const orphans of all) {
      const [{ actor }] = orphans
      const last = logged.get(actor)
      // That the log held it was not heard any more, or not noted.
      if (last)
        for (const { number } of orphans) if (number <= last.number) this.options.logged.add({ ...last, number })
      const left = readable(orphans, last?.number ?? 0)
      if (left.batches.length === 0) continue
      this.couriers.push(this.courierOf(left))
      for (const { number, ops } of left.batches) shown.push({ actor, number, ops })
    }
    this.options.listener.taken(shown)
    this.next()
  }

  /** The base document holds this record now. */
  folded({ actor, number, seq }: LoggedRecord): void {
    const courier = this.couriers.find(({ outbox }) => outbox.actor === actor)
    const batch = courier?.outbox.folded(number)
    if (!batch) return
    this.gone(batch)
    if (batch.state.kind !== 'acknowledged') this.options.logged.add({ actor, number, seq })
    this.tidy()
  }

  /** The base document jumped. */
  reached(seq: number): void {
    for (const { outbox } of this.couriers) for (const batch of outbox.reached(seq)) this.gone(batch)
    this.tidy()
  }

  close(): void {
    this.closed = true
    for (const courier of this.couriers) courier.close()
    this.couriers = []
    this.courier = undefined
  }

  private next(): void {
    this.courier = this.couriers.find(({ outbox }) => outbox.size > 0)
    this.courier?.start()
    this.options.listener.changed()
  }

  private courierOf(left: LeftBehind): Courier {
    const { listener, newTransport, seq, logged } = this.options
    const courier: Courier = new Courier(left, {
      ...this.options,
      transport: newTransport(),
      listener: {
        acknowledged: ({ actor, number }, at) => {
          logged.add({ actor, number, seq: at })
          if (at <= seq()) {
            this.reached(seq())
            listener.settle()
          }
          listener.progress()
        },
        refused: (actor, batches) => {
          for (const { number } of batches) listener.gone(actor, number)
          listener.refused(actor, batches)
        },
        changed: () => listener.changed(),
        done: () => this.done(courier),
      },
    })
    return courier
  }

  private done(courier: Courier): void {
    if (this.closed) return
    // What can't be sent now stays in the storage, for a visit that may.
    const unsent = courier.outbox.unsaved
    for (const batch of unsent) this.gone(batch)
    this.options.listener.settle()
    if (unsent.length > 0) this.couriers = this.couriers.filter((other) => other !== courier)
    this.tidy()
    if (this.courier === courier) this.next()
  }

  /** Lets go of those of which nothing is left. */
  private tidy(): void {
    this.couriers = this.couriers.filter((courier) => courier === this.courier || !courier.outbox.empty)
  }

  private gone({ actor, number }: OutboxBatch): void {
    this.options.listener.gone(actor, number)
  }
}

/** What of an outbox above a number can be read: from the first on that can't, nothing may go, as the others may build on it. */
function readable(orphans: Orphans, above: number): LeftBehind {
  const [{ actor, token }] = orphans
  const batches: LeftBehind['batches'][number][] = []
  for (const { number, gesture, ops: packed } of orphans) {
    if (number <= above) continue
    try {
      batches.push({ number, gesture, packed, ops: unpackOps(packed) })
    } catch (error) {
      if (!(error instanceof PackError)) throw error
      break
    }
  }
  return { actor, token, batches }
}
