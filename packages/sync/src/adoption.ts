import { Courier, type CourierOptions } from './courier.ts'
import type { RefusedBatch } from './outbox.ts'
import type { StoredBatch } from './outbox-storage.ts'
import type { Transport } from './transport.ts'

export interface AdoptionOptions extends Omit<CourierOptions, 'transport' | 'listener'> {
  /** A new connection for each courier. */
  readonly newTransport: () => Transport
  readonly refused: (batches: readonly RefusedBatch[]) => void
  readonly changed: () => void
}

/** Looks for what earlier pages of this person left in the storage, once this page is on the board, and has it sent. */
export class Adoption {
  private readonly couriers = new Set<Courier>()
  private started = false
  private closed = false

  constructor(private readonly options: AdoptionOptions) {}

  /** How many batches of earlier pages are not acknowledged yet. */
  get size(): number {
    let size = 0
    for (const courier of this.couriers) size += courier.size
    return size
  }

  /** This page is on the board. Only the first time counts: what another page leaves later is for the next visit. */
  start(): void {
    if (this.started) return
    this.started = true
    const { storage, board } = this.options
    void storage.orphans(board).then((orphans) => {
      for (const batches of orphans) if (!this.closed) this.send(batches)
    })
  }

  close(): void {
    this.closed = true
    for (const courier of [...this.couriers]) courier.close()
  }

  private send(batches: readonly [StoredBatch, ...StoredBatch[]]): void {
    const { newTransport, refused, changed } = this.options
    const courier = new Courier(batches, {
      ...this.options,
      transport: newTransport(),
      listener: {
        refused,
        changed,
        done: () => {
          this.couriers.delete(courier)
          changed()
        },
      },
    })
    this.couriers.add(courier)
    changed()
  }
}
