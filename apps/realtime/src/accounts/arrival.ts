import type { Database } from '../database/database.ts'
import type { Prisma } from '../generated/client.ts'
import { touchBoardsOf } from './boards-of-person.ts'

/** A guest who came to thousands of boards takes a while to move. */
const MOVE_MS = 60_000
const PATIENCE_MS = 10_000

/**
 * A guest has signed up, or signed in to an account. Of a new account the guest is the person: nothing changes but how they sign in. An
 * account that has a person already takes over what is the guest's: what gives them rights, what counts for their limits, what they
 * arranged. Who did something stays as it was written down: the guest's row stays, and people.ts tells who is behind it.
 *
 * @param guestUser of the library, as is `user`
 */
export async function guestArrives(database: Database, guestUser: string, user: string): Promise<void> {
  await database.$transaction(
    async (transaction) => {
      const guest = await transaction.person.findUnique({ where: { userId: guestUser } })
      if (!guest || guestUser === user) return
      // In one with what moves: whoever is found without access then is known to have another session by now.
      await transaction.session.deleteMany({ where: { userId: guestUser } })
      const person = await transaction.person.findUnique({ where: { userId: user } })
      if (person) await merge(transaction, guest.id, person.id)
      else await transaction.person.update({ where: { id: guest.id }, data: { userId: user } })
    },
    { timeout: MOVE_MS, maxWait: PATIENCE_MS },
  )
}

/**
 * Whoever come to a board at once have its grants and places locked in the order of their persons (access/access.ts, boards/places.ts). So
 * the guest's rows are locked before the person's where they come first there; else what follows takes the person's first anyway. Boards are
 * taken in order, as another guest may become the same person meanwhile.
 */
async function merge(transaction: Prisma.TransactionClient, guest: string, person: string): Promise<void> {
  await touchBoardsOf(transaction, guest)
  await transaction.board.updateMany({ where: { ownerId: guest }, data: { ownerId: person } })
  await transaction.$executeRaw`
    INSERT INTO "Member" ("boardId", "personId", "role")
    SELECT "boardId", ${person}, "role" FROM "Member" WHERE "personId" = ${guest}
    ON CONFLICT ("boardId", "personId") DO UPDATE SET "role" = CASE
      WHEN array_position(ARRAY['viewer', 'commenter', 'editor'], EXCLUDED."role")
        > array_position(ARRAY['viewer', 'commenter', 'editor'], "Member"."role") THEN EXCLUDED."role"
      ELSE "Member"."role" END`
  await transaction.member.deleteMany({ where: { personId: guest } })
  await transaction.$executeRaw`
    SELECT FROM "Grant" WHERE "personId" = ${guest} AND "personId" < ${person} FOR UPDATE`
  await transaction.$executeRaw`
    INSERT INTO "Grant" ("boardId", "personId", "linkVersion", "createdAt")
    SELECT "boardId", ${person}, "linkVersion", "createdAt" FROM "Grant" WHERE "personId" = ${guest}
    ON CONFLICT ("boardId", "personId") DO UPDATE SET "linkVersion" = GREATEST("Grant"."linkVersion", EXCLUDED."linkVersion")`
  await transaction.grant.deleteMany({ where: { personId: guest } })
  await transaction.folder.updateMany({ where: { personId: guest }, data: { personId: person } })
  await transaction.$executeRaw`
    SELECT FROM "Place" WHERE "personId" = ${guest} AND "personId" < ${person} FOR UPDATE`
  await transaction.$executeRaw`
    INSERT INTO "Place" ("boardId", "personId", "starred", "folderId", "openedAt")
    SELECT "boardId", ${person}, "starred", "folderId", "openedAt" FROM "Place" WHERE "personId" = ${guest}
    ORDER BY "boardId" ON CONFLICT ("boardId", "personId") DO UPDATE SET "starred" = "Place"."starred" OR EXCLUDED."starred",
      "folderId" = coalesce("Place"."folderId", EXCLUDED."folderId"),
      "openedAt" = GREATEST("Place"."openedAt", EXCLUDED."openedAt")`
  await transaction.place.deleteMany({ where: { personId: guest } })
  await transaction.actor.updateMany({ where: { person: guest }, data: { person } })
  await transaction.boardAsset.updateMany({ where: { personId: guest }, data: { personId: person } })
  await transaction.person.updateMany({ where: { mergedInto: guest }, data: { mergedInto: person } })
  await transaction.person.update({ where: { id: guest }, data: { userId: null, mergedInto: person } })
}
