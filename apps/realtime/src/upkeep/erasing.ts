import { randomBytes } from 'node:crypto'
import type { BoardId, ElementId, Epoch } from '@inkwire/board'
import * as z from 'zod'
import type { Assets } from '../assets/assets.ts'
import type { ChangedBatch } from '../documents/erasure.ts'
import { eraseFromRecords } from '../documents/erasure.ts'
import type { Prisma } from '../generated/client.ts'
import type { Head } from '../log/log.ts'
import type { PostgresLog } from '../log/postgres-log.ts'
import { OvertakenError, Rewriting, type RewritingParts } from './rewriting.ts'

/** Batches that are written anew while the board's commits wait: some ms. */
const LAST_BATCHES = 500
/** Batches that one statement replaces. */
const ROWS_AT_A_TIME = 1_000
/** Elements that ten thousand batches have changed take a second; their board waits for so long at most. */
const REPLACEMENT_MS = 60_000
/** What holds a transaction's place in the queue for a connection. */
const PATIENCE_MS = 10_000
/** How often it begins anew when somebody else replaces or prunes the log meanwhile. */
const TRIES = 3
/** How often it catches up with a board on which much is drawn. */
const ROUNDS = 100

/** What an erasure did. */
export interface ErasedLog {
  /** Batches that lost something. */
  readonly batches: number
  /** Images that the board no longer shows. */
  readonly images: number
}

export interface ErasingParts extends RewritingParts {
  readonly log: PostgresLog
  readonly assets: Pick<Assets, 'removeIfUnused'>
}

/**
 * Takes elements out of a board's log for good. The log is written anew under another epoch: first all of it beside, while people go
 * on; then what came meanwhile, under the lock that commits take, and in the same transaction the new takes the place of the old.
 * A crash leaves the old log or the new one. Batches keep their seqs, and the digests of what was sent: so one that is
 * sent again is still a duplicate.
 */
export class Erasing {
  constructor(private readonly parts: ErasingParts) {}

  /** Resolves when it is done; undefined: no such board. Rejects when the database can't be reached, or the log is replaced again and again. */
  async erase(board: BoardId, elements: readonly ElementId[]): Promise<ErasedLog | undefined> {
    for (let tries = 1; ; tries++) {
      const from = (await this.parts.log.heads([board])).get(board)
      if (!from) return undefined
      const epoch = randomBytes(16).toString('base64url') as Epoch
      try {
        return await this.rewrite(board, from, epoch, elements)
      } catch (error) {
        // Of an instance that dies here they stay, unread, until the board's next erasure or its end.
        await this.parts.database.snapshot.deleteMany({ where: { board, epoch } }).catch(() => {})
        if (!(error instanceof OvertakenError) || tries >= TRIES) throw error
      }
    }
  }

  private async rewrite(board: BoardId, from: Head, epoch: Epoch, elements: readonly ElementId[]): Promise<ErasedLog> {
    const { log, assets } = this.parts
    const rewriting = new Rewriting(board, from, epoch, elements, this.parts)
    await rewriting.begin()
    for (let round = 0; ; round++) {
      const now = (await log.heads([board])).get(board)
      if (now?.epoch !== from.epoch || round >= ROUNDS) throw new OvertakenError('the log was replaced meanwhile')
      await rewriting.reach(now.head)
      if (await this.replace(board, from, epoch, elements, rewriting)) break
    }
    await log.thinSnapshots(board, epoch)
    const gone = imagesOf(rewriting)
    for (const asset of gone) await assets.removeIfUnused(asset)
    return { batches: rewriting.changed.length, images: gone.length }
  }

  /** Puts the new log in the place of the old one. False: it has grown by more than can be done while its commits wait. */
  private replace(
    board: BoardId,
    from: Head,
    epoch: Epoch,
    elements: readonly ElementId[],
    rewriting: Rewriting,
  ): Promise<boolean> {
    return this.parts.database.$transaction(
      async (transaction) => {
        await transaction.$executeRaw`
          SELECT set_config(name, '60000', true)
          FROM unnest(ARRAY['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout']) AS name`
        const [now] = heads.parse(
          await transaction.$queryRaw`SELECT "epoch", "floor", "head" FROM "BoardHead" WHERE "board" = ${board} FOR UPDATE`,
        )
        if (now?.epoch !== from.epoch || now.floor !== from.floor)
          throw new OvertakenError('the log was changed meanwhile')
        if (now.head - rewriting.seq > LAST_BATCHES) return false

        const last = await transaction.batch.findMany({
          where: { board, seq: { gt: rewriting.seq } },
          select: { seq: true, ops: true },
        })
        rewriting.note(
          eraseFromRecords(
            last.map(({ seq, ops }) => ({ seq: Number(seq), ops })),
            elements,
          ),
        )
        await replaceBatches(transaction, board, rewriting.changed)
        await transaction.snapshot.deleteMany({ where: { board, epoch: { not: epoch } } })
        await transaction.erased.createMany({
          data: elements.map((element) => ({ board, element })),
          skipDuplicates: true,
        })
        await transaction.boardAsset.deleteMany({ where: { boardId: board, assetId: { in: imagesOf(rewriting) } } })
        await transaction.boardHead.update({ where: { board }, data: { epoch } })
        return true
      },
      { timeout: REPLACEMENT_MS, maxWait: PATIENCE_MS },
    )
  }
}

/** Images that only erased elements have shown. */
function imagesOf({ erasedAssets, keptAssets }: Rewriting): string[] {
  return [...erasedAssets].filter((asset) => !keptAssets.has(asset))
}

async function replaceBatches(
  transaction: Prisma.TransactionClient,
  board: BoardId,
  changed: readonly ChangedBatch[],
): Promise<void> {
  for (let from = 0; from < changed.length; from += ROWS_AT_A_TIME) {
    const some = changed.slice(from, from + ROWS_AT_A_TIME)
    await transaction.$executeRaw`
      UPDATE "Batch" b SET "ops" = changed.ops,
        "digest" = coalesce(b."digest", substring(sha256(convert_to(b."gesture", 'UTF8') || b."ops") FROM 1 FOR 16))
      FROM unnest(${some.map(({ seq }) => BigInt(seq))}::bigint[], ${some.map(({ ops }) => Buffer.from(ops))}::bytea[])
        AS changed (seq, ops)
      WHERE b."board" = ${board} AND b."seq" = changed.seq`
  }
}

const seq = z.coerce.number()
const heads = z.array(z.object({ epoch: z.string(), floor: seq, head: seq }))
