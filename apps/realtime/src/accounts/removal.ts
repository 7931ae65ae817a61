import type { PersonId } from '@inkwire/board'
import type { Database } from '../database/database.ts'
import { touchBoardsOf } from './boards-of-person.ts'

/** Somebody who was on thousands of boards takes a while. */
const REMOVE_MS = 60_000
const PATIENCE_MS = 10_000
/** Since when such boards are in the trash: for longer than anything is kept there, so they are removed with all that belongs to them. */
const LONG_AGO = new Date(0)
/** What is left of a person is a row that the logs of others' boards name. */
const NOBODY = { name: 'Deleted person', color: '#7A766E' }

/**
 * Deletes a person: account and sessions, memberships, grants, and their boards for everyone. What they drew on boards of others stays
 * there, under no name.
 */
export async function removePerson(database: Database, person: PersonId): Promise<void> {
  await database.$transaction(
    async (transaction) => {
      await touchBoardsOf(transaction, person)
      const row = await transaction.person.findUniqueOrThrow({ where: { id: person } })
      await transaction.board.updateMany({
        where: { ownerId: person },
        data: { deletedAt: LONG_AGO, linkAccess: 'none', name: '' },
      })
      await transaction.member.deleteMany({ where: { personId: person } })
      await transaction.grant.deleteMany({ where: { personId: person } })
      await transaction.place.deleteMany({ where: { personId: person } })
      await transaction.folder.deleteMany({ where: { personId: person } })
      await transaction.person.updateMany({ where: { OR: [{ id: person }, { mergedInto: person }] }, data: NOBODY })
      // Sessions and ways to sign in go with it.
      if (row.userId) await transaction.user.delete({ where: { id: row.userId } })
    },
    { timeout: REMOVE_MS, maxWait: PATIENCE_MS },
  )
}
