import type { Prisma } from '../generated/client.ts'

/**
 * Raises the access version of all boards that a person is on, as their owner, a member or by a link: what was checked before is checked
 * again. Locks their heads in the order in which a commit does.
 */
export async function touchBoardsOf(transaction: Prisma.TransactionClient, person: string): Promise<void> {
  await transaction.$executeRaw`
    WITH touched AS (
      SELECT "board" FROM "BoardHead" WHERE "board" IN (
        SELECT "id" FROM "Board" WHERE "ownerId" = ${person}
        UNION SELECT "boardId" FROM "Member" WHERE "personId" = ${person}
        UNION SELECT "boardId" FROM "Grant" WHERE "personId" = ${person}
      ) ORDER BY "board" FOR NO KEY UPDATE
    )
    UPDATE "BoardHead" h SET "accessVersion" = h."accessVersion" + 1 FROM touched WHERE h."board" = touched."board"`
}
