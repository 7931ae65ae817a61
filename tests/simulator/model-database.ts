import {
  type ActorId,
  BoardDocument,
  type BoardId,
  type ElementId,
  type Epoch,
  fold,
  type PersonId,
  packOps,
  packSnapshot,
  unpackOps,
} from '@inkwire/board'
import type { BatchRecord } from '@inkwire/protocol'
import type { Head, StoredSnapshot, Verdict, WaitingBatch } from '@inkwire/realtime/log/log.ts'
import { withoutErased } from '@inkwire/realtime/upkeep/erased-ops.ts'

interface BoardRow {
  epoch: Epoch
  /** What was acknowledged under these holds: since the last backup that was brought back. */
  readonly lineage: Set<Epoch>
  readonly erased: Set<ElementId>
  accessVersion: number
  readonly batches: BatchRecord[]
  readonly digests: Uint8Array[]
  readonly actors: Map<ActorId, ActorRow>
  snapshots: StoredSnapshot[]
  /** Pruned up to here: `batches` keeps what is below for the verdict, and gives it to nobody. */
  floor: number
  /** All floors that there were: a batch that is sent again is answered with the floor of its day. */
  readonly floors: Set<number>
}

interface ActorRow {
  readonly person: PersonId
  lastNumber: number
  readonly seqs: Map<number, number>
}

function remember(
  { actors }: BoardRow,
  seq: number,
  { actor, person, number }: Pick<BatchRecord, 'actor' | 'person' | 'number'>,
): void {
  const kept: ActorRow = actors.get(actor) ?? { person, lastNumber: 0, seqs: new Map() }
  kept.lastNumber = number
  kept.seqs.set(number, seq)
  actors.set(actor, kept)
}

/** Ways in which the model can be wrong on purpose. */
export interface DatabaseFlaws {
  /** What was sent again counts as new. */
  readonly forgetsNumbers?: boolean
  /** An actor's batches are taken in whatever order they come. */
  readonly forgetsOrder?: boolean
  /** What was pruned counts as never sent. */
  readonly forgetsPruned?: boolean
}

/** What PostgreSQL holds, and what `commit_group` (prisma/migrations) does there, in memory. Nothing here fails or waits. */
export class ModelDatabase {
  readonly boards = new Map<BoardId, BoardRow>()

  /** Breaks it on purpose. */
  flaws: DatabaseFlaws = {}

  create(board: BoardId, epoch: Epoch): void {
    const empty = { batches: [], digests: [], actors: new Map(), snapshots: [], floor: 0, floors: new Set<number>() }
    this.boards.set(board, { epoch, lineage: new Set([epoch]), erased: new Set(), accessVersion: 1, ...empty })
  }

  commitGroup(batches: readonly WaitingBatch[], at: number): Verdict[] {
    return batches.map((batch) => this.commit(batch, at))
  }

  heads(boards: readonly BoardId[]): ReadonlyMap<BoardId, Head> {
    const heads = new Map<BoardId, Head>()
    for (const board of boards) {
      const row = this.boards.get(board)
      if (!row) continue
      const { epoch, floor, accessVersion } = row
      heads.set(board, { epoch, head: row.batches.length, floor, accessVersion })
    }
    return heads
  }

  records(board: BoardId, epoch: Epoch, after: number, limit: number): BatchRecord[] {
    const row = this.boards.get(board)
    return row?.epoch === epoch && row.floor <= after ? row.batches.slice(after, after + limit) : []
  }

  snapshot(board: BoardId, epoch: Epoch, atMost = Number.POSITIVE_INFINITY): StoredSnapshot | undefined {
    return this.boards
      .get(board)
      ?.snapshots.filter((snapshot) => snapshot.epoch === epoch && snapshot.seq <= atMost)
      .toSorted((a, b) => a.seq - b.seq)
      .at(-1)
  }

  keepSnapshot(board: BoardId, snapshot: StoredSnapshot): void {
    const row = this.boards.get(board)
    if (row?.epoch !== snapshot.epoch || row.snapshots.some(({ seq }) => seq === snapshot.seq)) return
    row.snapshots.push(snapshot)
  }

  /** Prunes a log up to a seq, of which there is a snapshot. */
  prune(board: BoardId, floor: number): void {
    const row = this.boards.get(board)
    if (!row?.snapshots.some((snapshot) => snapshot.epoch === row.epoch && snapshot.seq === floor)) return
    row.floor = floor
    row.floors.add(floor)
    row.snapshots = row.snapshots.filter(({ seq }) => seq >= floor)
  }

  /** Erases an element for good, as the upkeep does (upkeep/erasing.ts): its ops go, seqs and digests stay, the epoch is another. */
  erase(board: BoardId, element: ElementId, epoch: Epoch): void {
    const row = this.boards.get(board)
    if (!row) return
    row.erased.add(element)
    row.epoch = epoch
    row.lineage.add(epoch)
    for (const [i, record] of row.batches.entries()) {
      const ops = withoutErased(unpackOps(record.ops), row.erased)
      row.batches[i] = { ...record, ops: packOps(ops) }
    }
    row.snapshots = []
    if (row.floor > 0) this.keepSnapshotOf(board, row.floor)
  }

  /** Folds the log up to a seq, and keeps the snapshot. */
  keepSnapshotOf(board: BoardId, seq: number): void {
    const row = this.boards.get(board)
    if (!row) return
    const document = new BoardDocument()
    for (const batch of row.batches.slice(0, seq)) fold(document, { ...batch, ops: unpackOps(batch.ops) })
    this.keepSnapshot(board, { epoch: row.epoch, seq, hash: document.hash, bytes: packSnapshot(document) })
  }

  ownerOf(board: BoardId, actor: ActorId): PersonId | undefined {
    return this.boards.get(board)?.actors.get(actor)?.person
  }

  /** As after a backup was brought back: the log ends `lost` batches earlier, under another epoch. Answers with those. */
  restore(board: BoardId, lost: number, epoch: Epoch): readonly BatchRecord[] {
    const row = this.boards.get(board)
    if (!row) return []
    const left = Math.max(row.floor, row.batches.length - lost)
    row.epoch = epoch
    row.lineage.clear()
    row.lineage.add(epoch)
    const gone = row.batches.splice(left)
    row.digests.length = left
    row.snapshots = row.snapshots.filter(({ seq }) => seq <= left).map((snapshot) => ({ ...snapshot, epoch }))
    row.actors.clear()
    for (const record of row.batches) remember(row, record.seq, record)
    return gone
  }

  private commit(batch: WaitingBatch, at: number): Verdict {
    const row = this.boards.get(batch.board)
    if (!row) return { kind: 'unknown' }
    if (row.epoch !== batch.epoch) return { kind: 'wrong_epoch' }
    const actor = row.actors.get(batch.actor)
    if (actor && actor.person !== batch.person) return { kind: 'foreign' }
    const last = actor?.lastNumber ?? 0
    if (batch.number <= last && !this.flaws.forgetsNumbers) {
      const seq = actor?.seqs.get(batch.number)
      // Its row is gone, and with it what it held: only the actor's last one is remembered whole.
      if (seq !== undefined && seq <= row.floor && batch.number < last) {
        return this.flaws.forgetsPruned ? { kind: 'conflict' } : { kind: 'duplicate', seq: row.floor }
      }
      const digest = seq === undefined ? undefined : row.digests[seq - 1]
      if (seq === undefined || digest === undefined || digest.join() !== batch.digest.join())
        return { kind: 'conflict' }
      return { kind: 'duplicate', seq }
    }
    if (batch.prev !== last && !this.flaws.forgetsOrder && !this.flaws.forgetsNumbers)
      return { kind: 'out_of_order', last }
    if (row.accessVersion !== batch.accessVersion) return { kind: 'recheck' }
    const seq = row.batches.length + 1
    const { number, person, foldVersion, gesture, ops } = batch
    row.batches.push({ seq, actor: batch.actor, number, person, at, foldVersion, gesture, ops: ops.slice() })
    row.digests.push(batch.digest.slice())
    remember(row, seq, batch)
    return { kind: 'committed', seq, at }
  }
}
