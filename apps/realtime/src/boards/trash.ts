import type { BoardId, PersonId } from '@inkwire/board'
import * as z from 'zod'
import type { Database } from '../database/database.ts'
import type { Prisma } from '../generated/client.ts'

/** A board stays in the trash so long. */
export const TRASH_MS = 30 * 24 * 60 * 60 * 1_000
/** Rows that are removed in one statement, so that none runs into statement_timeout. */
const BATCHES_AT_A_TIME = 5_000
const SNAPSHOTS_AT_A_TIME = 20
/** Removing a board of a million batches takes a while. */
const REMOVAL_MS = 5 * 60_000
/** What holds a transaction's place in the queue for a connection. */
const PATIENCE_MS = 10_000
/** One instance at a time removes what has expired; any number that nothing else takes. */
const EXPIRY_LOCK = 72_707_370

type Transaction = Prisma.TransactionClient

/** Deleted boards: kept for a while, restored, or removed for good. All of it locks the board's head first, as a commit does. */
export class Trash {
  constructor(private readonly database: Database) {}

  /** Moves a board into the trash: nobody can open it from now on. */
  async discard(board: BoardId): Promise<void> {
    await this.database.$transaction([
      // A batch that was checked before comes back for a new check.
      this.database.boardHead.updateMany({ where: { board }, data: { accessVersion: { increment: 1 } } }),
      this.database.board.updateMany({ where: { id: board, deletedAt: null }, data: { deletedAt: new Date() } }),
    ])
  }

  /** Whether a board of this person is in the trash. */
  async holds(board: BoardId, owner: PersonId): Promise<boolean> {
    const where = { id: board, ownerId: owner, deletedAt: { not: null } }
    return (await this.database.board.count({ where })) > 0
  }

  /** Takes a board of this person out of the trash. Returns whether it was there. */
  async restore(board: BoardId, owner: PersonId): Promise<boolean> {
    const [, { count }] = await this.database.$transaction([
      this.database.boardHead.updateMany({ where: { board }, data: { accessVersion: { increment: 1 } } }),
      this.database.board.updateMany({
        where: { id: board, ownerId: owner, deletedAt: { not: null } },
        data: { deletedAt: null },
      }),
    ])
    return count > 0
  }

  /** Removes a board of this person, with its log and all else that belongs to it. Returns whether it was in the trash. */
  remove(board: BoardId, owner: PersonId): Promise<boolean> {
    return this.database.$transaction(
      (transaction) => removeTrashed(transaction, board, { ownerId: owner, deletedAt: { not: null } }),
      { timeout: REMOVAL_MS, maxWait: PATIENCE_MS },
    )
  }

  /** Removes one board that was in the trash since before `cutoff`. Undefined: there is none, or another instance is at it. */
  removeOneExpired(cutoff: Date): Promise<string | undefined> {
    return this.database.$transaction(
      async (transaction) => {
        const locked = lockRows.parse(
          await transaction.$queryRaw`SELECT pg_try_advisory_xact_lock(${EXPIRY_LOCK}) AS locked`,
        )
        if (!locked[0]?.locked) return undefined
        const where = { deletedAt: { lt: cutoff } }
        const expired = await transaction.board.findFirst({
          where,
          orderBy: { deletedAt: 'asc' },
          select: { id: true },
        })
        return expired && (await removeTrashed(transaction, expired.id, where)) ? expired.id : undefined
      },
      { timeout: REMOVAL_MS, maxWait: PATIENCE_MS },
    )
  }
}

const lockRows = z.array(z.object({ locked: z.boolean() }))
const headRows = z.array(z.object({ head: z.coerce.number() }))

async function removeTrashed(
  transaction: Transaction,
  board: string,
  condition: { readonly ownerId?: string; readonly deletedAt: { readonly not: null } | { readonly lt: Date } },
): Promise<boolean> {
  const [head] = headRows.parse(
    await transaction.$queryRaw`SELECT "head" FROM "BoardHead" WHERE "board" = ${board} FOR UPDATE`,
  )
  // Only now: it may have been restored while this waited for the lock.
  if ((await transaction.board.count({ where: { ...condition, id: board } })) === 0) return false
  for (let seq = 0; head && seq < head.head; seq += BATCHES_AT_A_TIME) {
    await transaction.batch.deleteMany({ where: { board, seq: { gt: seq, lte: seq + BATCHES_AT_A_TIME } } })
  }
  await removeSnapshots(transaction, board)
  await transaction.actor.deleteMany({ where: { board } })
  await transaction.erased.deleteMany({ where: { board } })
  await transaction.boardHead.deleteMany({ where: { board } })
  // Members and grants go with it.
  await transaction.board.delete({ where: { id: board } })
  return true
}

async function removeSnapshots(transaction: Transaction, board: string): Promise<void> {
  for (;;) {
    const some = await transaction.snapshot.findMany({
      where: { board },
      select: { epoch: true, seq: true },
      take: SNAPSHOTS_AT_A_TIME,
    })
    if (some.length === 0) return
    await transaction.snapshot.deleteMany({ where: { board, OR: some } })
  }
}
