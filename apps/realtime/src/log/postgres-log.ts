import type { ActorId, BoardId, ElementId, Epoch, GestureId, PersonId } from '@inkwire/board'
import type { BatchRecord } from '@inkwire/protocol'
import { type Database, sqlState } from '../database/database.ts'
import { DiskFullError, isDiskFull } from '../disk/disk-full.ts'
import type { DiskSpace } from '../disk/disk-space.ts'
import type { Batch as BatchRow } from '../generated/client.ts'
import { commitGroup } from './commit-group.ts'
import { GroupCommit } from './group-commit.ts'
import { superfluous } from './kept-snapshots.ts'
import type { Head, Log, NewSnapshot, StoredSnapshot, Verdict, WaitingBatch } from './log.ts'

type HeadRow = { readonly [name in 'board' | 'epoch' | 'head' | 'floor']: string } & { readonly accessVersion: number }

const HEADS = 'SELECT "board", "epoch", "head", "floor", "accessVersion" FROM "BoardHead" WHERE "board" = ANY($1)'

/** The log in PostgreSQL (docs/ARCHITECTURE.md). */
export class PostgresLog implements Log {
  private readonly group: GroupCommit

  constructor(
    private readonly database: Database,
    report: (message: string, error: unknown) => void,
    /** The database's disk, where it is on this machine. */
    private readonly disk: Pick<DiskSpace, 'full'> = { full: false },
  ) {
    this.group = new GroupCommit((batches) => commitGroup(database, batches), isDataError, report, isDiskFull)
  }

  commit(batch: WaitingBatch): Promise<Verdict> {
    return this.disk.full ? Promise.resolve({ kind: 'full' }) : this.group.commit(batch)
  }

  /** Batches that wait for the database. */
  get waiting(): number {
    return this.group.depth
  }

  async heads(boards: readonly BoardId[]): Promise<ReadonlyMap<BoardId, Head>> {
    const rows = await this.database.ask<HeadRow>(HEADS, [boards])
    return new Map(
      rows.map(({ board, epoch, head, floor, accessVersion }) => [
        board as BoardId,
        { epoch: epoch as Epoch, head: Number(head), floor: Number(floor), accessVersion },
      ]),
    )
  }

  async records(board: BoardId, epoch: Epoch, after: number, limit: number): Promise<BatchRecord[]> {
    // One statement: between two the log could be replaced by another one, or pruned.
    const rows = await this.database.$queryRaw<BatchRow[]>`
      SELECT "seq", "actor", "number", "person", "at", "foldVersion", "gesture", "ops" FROM "Batch"
      WHERE "board" = ${board} AND "seq" > ${after}::bigint
        AND EXISTS (SELECT FROM "BoardHead"
          WHERE "board" = ${board} AND "epoch" = ${epoch} AND "floor" <= ${after}::bigint)
      ORDER BY "seq" LIMIT ${limit}::int`
    return rows.map((row) => ({
      seq: Number(row.seq),
      actor: row.actor as ActorId,
      number: row.number,
      person: row.person as PersonId,
      at: row.at.getTime(),
      foldVersion: row.foldVersion,
      gesture: row.gesture as GestureId,
      ops: row.ops,
    }))
  }

  async snapshot(board: BoardId, epoch: Epoch, atMost?: number): Promise<StoredSnapshot | undefined> {
    const row = await this.database.snapshot.findFirst({
      where: { board, epoch, ...(atMost === undefined ? {} : { seq: { lte: atMost } }) },
      orderBy: { seq: 'desc' },
    })
    return row ? { epoch, seq: Number(row.seq), hash: row.hash, bytes: row.bytes } : undefined
  }

  async erased(board: BoardId): Promise<ReadonlySet<ElementId>> {
    const rows = await this.database.erased.findMany({ where: { board }, select: { element: true } })
    return new Set(rows.map(({ element }) => element as ElementId))
  }

  async keepSnapshot(board: BoardId, snapshot: NewSnapshot): Promise<void> {
    if (this.disk.full) throw new DiskFullError()
    await this.pinSnapshot(board, snapshot)
    await this.thinSnapshots(board, snapshot.epoch)
  }

  /** Removes snapshots that nobody needs: those below the floor are the pruning's to keep (upkeep/pruning.ts). */
  async thinSnapshots(board: BoardId, epoch: Epoch): Promise<void> {
    const floor = (await this.heads([board])).get(board)?.floor ?? 0
    const rows = await this.database.snapshot.findMany({
      where: { board, epoch, seq: { gt: floor } },
      select: { seq: true },
    })
    const seqs = superfluous(rows.map(({ seq }) => Number(seq)))
    if (seqs.length > 0) await this.database.snapshot.deleteMany({ where: { board, epoch, seq: { in: seqs } } })
  }

  /** Keeps a snapshot, and removes none. */
  async pinSnapshot(board: BoardId, snapshot: NewSnapshot): Promise<void> {
    const { epoch, seq, schema, hash, elements } = snapshot
    // The lock of its head lasts until this is written: a board that is removed for good leaves no snapshot behind.
    await this.database.$executeRaw`
      INSERT INTO "Snapshot" ("board", "epoch", "seq", "schema", "hash", "elements", "bytes")
      SELECT ${board}, ${epoch}, ${seq}::bigint, ${schema}::int, ${hash}, ${elements}::int, ${Buffer.from(snapshot.bytes)}::bytea
      FROM "BoardHead" WHERE "board" = ${board} AND "epoch" = ${epoch} FOR KEY SHARE
      ON CONFLICT DO NOTHING`
  }
}

/** Classes 22 (data exception) and 23 (constraint violation): the same batch would fail for ever. */
function isDataError(error: unknown): boolean {
  const state = sqlState(error)
  return state !== undefined && (state.startsWith('22') || state.startsWith('23'))
}
