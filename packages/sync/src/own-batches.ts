import type { ActorId, BoardId, Epoch, GestureId, Op, Random, UndoOutcome } from '@inkwire/board'
import type { Clock } from './clock.ts'
import { newActor, newGesture, type RandomBytes } from './ids.ts'
import type { LoggedBatches } from './logged-batches.ts'
import { Outbox, type OutboxBatch, type RefusedBatch } from './outbox.ts'
import type { OutboxStorage } from './outbox-storage.ts'
import type { Replica } from './replica.ts'
import { type Shown, targetOf } from './shown.ts'
import { splitOps } from './split-ops.ts'
import { storedBatch } from './stored-batch.ts'
import type { Link } from './transport.ts'
import type { Origin, Undo } from './undo.ts'

export interface OwnBatchesOptions {
  readonly board: BoardId
  readonly storage: OutboxStorage
  readonly logged: LoggedBatches
  readonly replica: Replica
  readonly shown: Shown
  readonly undo: Undo
  readonly clock: Clock
  readonly random: Random
  readonly randomBytes: RandomBytes
  readonly listener: {
    /** Ops of mine are a batch now. */
    committed(ops: readonly Op[]): void
    refused(actor: ActorId, batches: readonly RefusedBatch[]): void
    /** Nothing more can be sent before the board is joined anew. */
    rejoin(): void
    /** What is shown may have changed. */
    settle(): void
    /** How many wait, or whether the server can save, may have changed. */
    changed(): void
  }
}

/** What this page does: its batches are shown at once, kept on the disk, and sent. */
export class OwnBatches {
  readonly outbox: Outbox
  /** Proves to the server that the actor is ours; the first join brings it. */
  token: string | undefined
  /** Batches that wait and could not be kept on the disk, by actor and number. */
  private readonly unkept = new Set<string>()
  /** Batches of an actor before this one are being kept as this one's. */
  private replacing: Promise<unknown> | undefined

  constructor(private readonly options: OwnBatchesOptions) {
    const { board, clock, random, randomBytes, storage, listener } = options
    this.outbox = new Outbox(newActor(randomBytes), {
      board,
      clock,
      random,
      listener: {
        acknowledged: (batch, seq) => this.acknowledged(batch, seq),
        refused: (batches) => this.rollBack(batches),
        rejoin: () => listener.rejoin(),
        changed: () => listener.changed(),
      },
    })
    storage.hold(this.actor)
  }

  get actor(): ActorId {
    return this.outbox.actor
  }

  /** Whether closing the tab loses none of what waits. */
  get outlives(): boolean {
    return this.unkept.size === 0
  }

  perform(gesture: GestureId, ops: readonly Op[], origin: Origin): readonly OutboxBatch[] {
    const { undo, shown, listener } = this.options
    const batches = splitOps(ops).map(({ ops: some, packed }) => {
      undo.record(shown, gesture, { actor: this.actor, number: this.outbox.next, ops: some }, origin)
      const batch = this.outbox.add(gesture, some, packed)
      shown.add(batch)
      this.keep(batch)
      return batch
    })
    listener.committed(ops)
    this.outbox.send()
    listener.changed()
    listener.settle()
    return batches
  }

  takeBack(origin: 'undo' | 'redo'): UndoOutcome {
    const { undo, shown, randomBytes } = this.options
    const inverse = undo.take(origin, shown)
    if (inverse.ops.length === 0) {
      return inverse.kept > 0 ? { kind: 'done', touched: [], kept: inverse.kept } : { kind: 'nothing' }
    }
    undo.taken(inverse, this.perform(newGesture(randomBytes), inverse.ops, origin))
    const touched = new Set(inverse.ops.flatMap((op) => targetOf(op) ?? []))
    return { kind: 'done', touched: [...touched], kept: inverse.kept }
  }

  /** Sends what waits, once it is kept as it is sent: else a later page would send what it was before, too. */
  async connect(link: Link, epoch: Epoch, current: () => boolean): Promise<void> {
    while (this.replacing) {
      await this.replacing
      if (!current()) return
    }
    this.outbox.connect(link, epoch)
  }

  /** The base document holds this batch of ours, which is at this seq. */
  folded(number: number, seq: number): void {
    const batch = this.outbox.folded(number)
    if (!batch) return
    this.options.shown.drop(batch.actor, number)
    if (batch.state.kind !== 'acknowledged') this.forget(batch, seq)
  }

  /** The base document jumped to another seq. */
  reached(seq: number): void {
    for (const batch of this.outbox.reached(seq)) this.options.shown.drop(batch.actor, batch.number)
  }

  /** Our actor is somebody else's: takes a fresh one. */
  startOver(): void {
    const { board, storage, shown, undo, replica, randomBytes, listener } = this.options
    const { old, batches, renames } = this.outbox.startOver(newActor(randomBytes))
    storage.hold(this.actor)
    this.token = undefined
    for (const { actor, number } of old) shown.drop(actor, number)
    for (const batch of batches) shown.add(batch)
    undo.rename(renames)
    const { epoch } = replica
    if (epoch !== null) {
      const stored = batches.map((batch) => storedBatch(batch, undefined, epoch))
      const replacing = storage.replaceBatches(board, old, stored).then((kept) => {
        if (this.replacing === replacing) this.replacing = undefined
        for (const batch of old) this.unkept.delete(nameOf(batch))
        this.noteKept(batches, kept)
      })
      this.replacing = replacing
    }
    listener.settle()
  }

  private keep(batch: OutboxBatch): void {
    const { board, storage, replica } = this.options
    // Who can edit has a document, of some log.
    if (replica.epoch === null) return
    void storage
      .putBatch(board, storedBatch(batch, this.token, replica.epoch))
      .then((kept) => this.noteKept([batch], kept))
  }

  private noteKept(batches: readonly OutboxBatch[], kept: boolean): void {
    if (kept) return
    const waiting = new Set(this.outbox.unsaved)
    for (const batch of batches) if (waiting.has(batch)) this.unkept.add(nameOf(batch))
    this.options.listener.changed()
  }

  private acknowledged(batch: OutboxBatch, seq: number): void {
    const { replica, listener } = this.options
    this.forget(batch, seq)
    // A snapshot may have brought it before its answer came.
    if (seq > replica.seq) replica.expect(seq)
    else {
      this.reached(replica.seq)
      listener.settle()
    }
  }

  private forget({ actor, number }: OutboxBatch, seq: number): void {
    this.unkept.delete(nameOf({ actor, number }))
    this.options.logged.add({ actor, number, seq })
  }

  private rollBack(batches: readonly RefusedBatch[]): void {
    const { shown, listener } = this.options
    for (const { number } of batches) {
      shown.drop(this.actor, number)
      this.unkept.delete(nameOf({ actor: this.actor, number }))
    }
    listener.refused(this.actor, batches)
  }
}

const nameOf = ({ actor, number }: Pick<OutboxBatch, 'actor' | 'number'>): string => `${actor}/${number}`
