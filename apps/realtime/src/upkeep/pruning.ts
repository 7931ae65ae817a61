import type { BoardId, Epoch } from '@inkwire/board'
import { packRecords } from '@inkwire/protocol'
import * as z from 'zod'
import type { Database } from '../database/database.ts'
import { oneAtATime } from '../expiry/one-at-a-time.ts'
import type { PostgresLog } from '../log/postgres-log.ts'
import type { Refolded } from '../log/refold.ts'
import { type StoredDocument, storedDocument } from '../log/stored-document.ts'

/** Rows of the log that one statement notes or removes: some ms, and a commit waits no longer. */
const ROWS_AT_A_TIME = 1_000
/** Any number that nothing else takes. */
const PRUNING_LOCK = 72_707_371

/** Where the log of a board stood when its pruning began. */
export interface PrunedFrom {
  readonly board: BoardId
  readonly epoch: Epoch
  readonly floor: number
  readonly head: number
}

/** Something else has changed the log meanwhile: nothing of it was pruned, and the next look tries again. */
export class PruningOvertakenError extends Error {
  override name = 'PruningOvertakenError'
}

/**
 * Removes what is older than a setting says from the logs, below a snapshot that holds it: the floor. What each actor has sent
 * stays known, so a batch that is sent again is still a duplicate. Named versions keep a snapshot of their own.
 */
export class Pruning {
  constructor(
    private readonly database: Database,
    private readonly log: PostgresLog,
    /** Folds a stored document anew, off this thread. */
    private readonly refold: (document: StoredDocument) => Promise<Refolded>,
  ) {}

  /**
   * Prunes one board whose oldest batch is from before `due` of what is from before `cutoff`, or goes on where an instance died.
   *
   * @returns whether there was one, and no other instance was at it
   */
  async pruneOne(cutoff: Date, due: Date): Promise<boolean> {
    const pruned = await oneAtATime(this.database, PRUNING_LOCK, async () => {
      const from = await this.next(due)
      if (!from) return false
      await this.removeRows(from.board, from.floor)
      const target = await this.lastBefore(from, cutoff)
      if (target > from.floor) await this.pruneTo(from, target)
      return true
    })
    return pruned ?? false
  }

  /**
   * Prunes one board of all that is from before `cutoff`.
   *
   * @returns how many batches went
   */
  async pruneBoard(board: BoardId, cutoff: Date): Promise<number | 'unknown' | 'busy'> {
    const pruned = await oneAtATime(this.database, PRUNING_LOCK, async () => {
      const head = (await this.log.heads([board])).get(board)
      if (!head) return 'unknown'
      const from = { board, ...head }
      const target = await this.lastBefore(from, cutoff)
      if (target > from.floor) await this.pruneTo(from, target)
      return target - from.floor
    })
    return pruned ?? 'busy'
  }

  /** Prunes a board's log up to a seq. Rejects with PruningOvertakenError, or when the database can't be reached. */
  async pruneTo(from: PrunedFrom, target: number): Promise<void> {
    const { board, epoch, floor } = from
    for (const { seq } of await this.versions(board, floor, target)) await this.pin(board, epoch, Number(seq))
    await this.pin(board, epoch, target)
    for (let seq = floor; seq < target; seq += ROWS_AT_A_TIME) {
      await this.noteNumbers(board, seq, Math.min(target, seq + ROWS_AT_A_TIME))
    }
    await this.raiseFloor(from, target)
    await this.removeRows(board, target)
  }

  /** One that can't be pruned must not keep the others from it: so any one. */
  private async next(due: Date): Promise<PrunedFrom | undefined> {
    const [row] = heads.parse(
      await this.database.$queryRaw`
        SELECT h."board", h."epoch", h."floor", h."head" FROM "BoardHead" h
        WHERE EXISTS (SELECT FROM "Batch" b WHERE b."board" = h."board" AND b."seq" = h."floor" + 1 AND b."at" < ${due})
          OR h."floor" > 0 AND EXISTS (SELECT FROM "Batch" b WHERE b."board" = h."board" AND b."seq" <= h."floor")
        ORDER BY random() LIMIT 1`,
    )
    return row
  }

  /** The last seq from before a time; the floor where there is none. Times follow the seqs, but for a clock that was set back. */
  private async lastBefore({ board, floor, head }: PrunedFrom, cutoff: Date): Promise<number> {
    let [before, after] = [floor, head + 1]
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2)
      const row = await this.database.batch.findUnique({
        where: { board_seq: { board, seq: middle } },
        select: { at: true },
      })
      if (row && row.at < cutoff) before = middle
      else after = middle
    }
    return before
  }

  private versions(board: BoardId, after: number, upTo: number): Promise<{ seq: bigint }[]> {
    return this.database.version.findMany({
      where: { boardId: board, seq: { gt: after, lte: upTo } },
      select: { seq: true },
      distinct: ['seq'],
    })
  }

  /** Sees to it that there is a snapshot of a seq, which folded on gives the same as the next one that there was. */
  private async pin(board: BoardId, epoch: Epoch, seq: number): Promise<void> {
    const stored = await storedDocument(this.log, board, epoch, seq)
    if (stored.snapshotSeq === seq) return
    const made = await this.refold(stored)
    const next = await this.database.snapshot.findFirst({
      where: { board, epoch, seq: { gt: seq } },
      orderBy: { seq: 'asc' },
      select: { seq: true, hash: true },
    })
    const after = next
      ? (await storedDocument(this.from(made, seq), board, epoch, Number(next.seq))).records
      : packRecords([])
    const { hash } = await this.refold({ snapshot: made.bytes, snapshotSeq: seq, records: after })
    if (hash !== (next ?? made).hash) throw new Error(`a snapshot of ${board} at ${seq} and the log after it differ`)
    await this.log.pinSnapshot(board, { epoch, seq, ...made })
  }

  /** The log as if it had this snapshot. */
  private from(made: Refolded, seq: number): Pick<PostgresLog, 'snapshot' | 'records'> {
    return {
      snapshot: async (_board, epoch) => ({ epoch, seq, ...made }),
      records: (board, epoch, after, limit) => this.log.records(board, epoch, after, limit),
    }
  }

  /** Each actor keeps up to which number its rows may be gone, and which numbers below had none. */
  private async noteNumbers(board: BoardId, after: number, upTo: number): Promise<void> {
    await this.database.$transaction([
      // As each commit does, and first: else the two could wait for each other.
      this.database.$executeRaw`SELECT 1 FROM "BoardHead" WHERE "board" = ${board} FOR NO KEY UPDATE`,
      this.database.$executeRaw`
        WITH gone AS (
          SELECT b."actor", b."number", lag(b."number", 1, a."prunedNumber") OVER (PARTITION BY b."actor" ORDER BY b."number") AS before
          FROM "Batch" b JOIN "Actor" a ON a."board" = b."board" AND a."actor" = b."actor"
          WHERE b."board" = ${board} AND b."seq" > ${after}::bigint AND b."seq" <= ${upTo}::bigint AND b."number" > a."prunedNumber"
        ), noted AS (
          SELECT "actor", max("number") AS top,
            array_agg(edge ORDER BY "number", edge) FILTER (WHERE "number" > before + 1) AS skipped
          FROM gone CROSS JOIN LATERAL (VALUES (before + 1), ("number" - 1)) AS edges (edge)
          GROUP BY "actor"
        )
        UPDATE "Actor" a SET "prunedNumber" = noted.top, "skipped" = a."skipped" || coalesce(noted.skipped, '{}')
        FROM noted WHERE a."board" = ${board} AND a."actor" = noted."actor"`,
    ])
  }

  private async raiseFloor({ board, epoch, floor }: PrunedFrom, target: number): Promise<void> {
    await this.database.$transaction(async (transaction) => {
      const [now] = heads.parse(
        await transaction.$queryRaw`
          SELECT "board", "epoch", "floor", "head" FROM "BoardHead" WHERE "board" = ${board} FOR UPDATE`,
      )
      if (now?.epoch !== epoch || now.floor !== floor) throw new PruningOvertakenError('the log was changed meanwhile')
      // A version may have been named, and a snapshot thinned out, since they were looked for.
      const [missing] = counts.parse(
        await transaction.$queryRaw`
          SELECT count(*) AS count FROM (
            SELECT "seq" FROM "Version" WHERE "boardId" = ${board} AND "seq" > ${floor}::bigint AND "seq" <= ${target}::bigint
            UNION SELECT ${target}::bigint
          ) AS needed
          WHERE NOT EXISTS (SELECT FROM "Snapshot" s WHERE s."board" = ${board} AND s."epoch" = ${epoch} AND s."seq" = needed."seq")`,
      )
      if (missing?.count !== 0) throw new PruningOvertakenError('a snapshot that has to stay is missing')
      await transaction.boardHead.update({ where: { board }, data: { floor: target } })
      await transaction.$executeRaw`
        DELETE FROM "Snapshot" s WHERE s."board" = ${board} AND s."epoch" = ${epoch} AND s."seq" < ${target}::bigint
          AND NOT EXISTS (SELECT FROM "Version" v WHERE v."boardId" = s."board" AND v."seq" = s."seq")`
    })
  }

  private async removeRows(board: BoardId, floor: number): Promise<void> {
    for (;;) {
      const oldest = await this.database.batch.findFirst({
        where: { board, seq: { lte: floor } },
        orderBy: { seq: 'asc' },
        select: { seq: true },
      })
      if (!oldest) return
      const upTo = Math.min(floor, Number(oldest.seq) + ROWS_AT_A_TIME - 1)
      await this.database.batch.deleteMany({ where: { board, seq: { lte: upTo } } })
    }
  }
}

const seq = z.coerce.number()
const heads = z.array(
  z.object({
    board: z.string().transform((id) => id as BoardId),
    epoch: z.string().transform((id) => id as Epoch),
    floor: seq,
    head: seq,
  }),
)
const counts = z.array(z.object({ count: z.coerce.number() }))
