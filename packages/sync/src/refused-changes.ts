import { type ActorId, type BoardId, type Op, PackError, packOps, unpackOps } from '@inkwire/board'
import type { RefusedChange } from './client-state.ts'
import type { RefusedBatch } from './outbox.ts'
import type { OutboxStorage, StoredRefused } from './outbox-storage.ts'

/** My changes on a board that were finally refused: kept in the storage until the person has seen them. */
export class RefusedChanges {
  private all: readonly RefusedChange[] = []
  private closed = false

  constructor(
    private readonly board: BoardId,
    private readonly storage: OutboxStorage,
    private readonly changed: (all: readonly RefusedChange[]) => void,
  ) {
    void storage.refused(board).then((earlier) => {
      if (!this.closed) this.show(earlier.flatMap((stored) => readable(stored) ?? []))
    })
  }

  /** These batches of an actor were refused just now: they are taken out of the outbox, too. */
  add(actor: ActorId, batches: readonly RefusedBatch[]): void {
    const at = Date.now()
    const refused = batches.map(({ number, ...batch }) => ({ ...batch, id: `${actor}/${number}`, at }))
    const stored = refused.map(({ ops, ...one }) => ({ ...one, ops: packOps(ops) }))
    const gone = batches.map(({ number }) => ({ actor, number }))
    void this.storage.refuse(this.board, gone, stored)
    this.show(refused)
  }

  /** All of them, or those that are named. */
  dismiss(ids?: readonly string[]): void {
    const gone = this.all.filter(({ id }) => !ids || ids.includes(id))
    if (gone.length === 0) return
    const names = gone.map(({ id }) => id)
    void this.storage.dismiss(this.board, names)
    this.all = this.all.filter(({ id }) => !names.includes(id))
    this.changed(this.all)
  }

  close(): void {
    this.closed = true
  }

  private show(more: readonly RefusedChange[]): void {
    if (more.length === 0) return
    const byId = new Map([...this.all, ...more].map((one) => [one.id, one]))
    this.all = [...byId.values()].sort((a, b) => a.at - b.at)
    this.changed(this.all)
  }
}

function readable({ ops, ...one }: StoredRefused): RefusedChange | undefined {
  let unpacked: readonly Op[]
  try {
    unpacked = unpackOps(ops)
  } catch (error) {
    if (!(error instanceof PackError)) throw error
    return undefined
  }
  return { ...one, ops: unpacked }
}
