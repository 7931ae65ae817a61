import type { ActorId, BoardId, Epoch, GestureId, PersonId } from '@inkwire/board'
import type { BatchRecord } from '@inkwire/protocol'
import { type Database, sqlState } from '../database/database.ts'
import type { Batch as BatchRow } from '../generated/client.ts'
import { commitGroup } from './commit-group.ts'
import { GroupCommit } from './group-commit.ts'
import type { Head, Log, StoredSnapshot, Verdict, WaitingBatch } from './log.ts'

/** The log in PostgreSQL (docs/ARCHITECTURE.md). */
export class PostgresLog implements Log {
  private readonly group: GroupCommit

  constructor(
    private readonly database: Database,
    report: (message: string, error: unknown) => void,
  ) {
    this.group = new GroupCommit((batches) => commitGroup(database, batches), isDataError, report)
  }

  commit(batch: WaitingBatch): Promise<Verdict> {
    return this.group.commit(batch)
  }

  async heads(boards: readonly BoardId[]): Promise<ReadonlyMap<BoardId, Head>> {
    const rows = await this.database.boardHead.findMany({
      where: { board: { in: [...boards] } },
      select: { board: true, epoch: true, head: true, accessVersion: true },
    })
    return new Map(
      rows.map(({ board, epoch, head, accessVersion }) => [
        board as BoardId,
        { epoch: epoch as Epoch, head: Number(head), accessVersion },
      ]),
    )
  }

  async records(board: BoardId, epoch: Epoch, after: number, limit: number): Promise<BatchRecord[]> {
    // One statement: between two the log could be replaced by another one.
    const rows = await this.database.$queryRaw<BatchRow[]>`
      SELECT "seq", "actor", "number", "person", "at", "foldVersion", "gesture", "ops" FROM "Batch"
      WHERE "board" = ${board} AND "seq" > ${after}::bigint
        AND EXISTS (SELECT FROM "BoardHead" WHERE "board" = ${board} AND "epoch" = ${epoch})
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

  async keepSnapshot(
    board: BoardId,
    snapshot: StoredSnapshot & { readonly elements: number; readonly schema: number },
  ): Promise<void> {
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
