import type { Person, PersonId } from '@inkwire/board'
import type { Database } from '../database/database.ts'

/**
 * Who stands behind ids of persons that the log and its versions name for ever: behind a guest's that of the account that they signed
 * in to. By the id that was asked for; ids of nobody are left out. Rejects when the database can't be reached.
 */
export async function peopleBehind(database: Database, ids: Iterable<string>): Promise<ReadonlyMap<string, Person>> {
  const asked = [...new Set(ids)]
  if (asked.length === 0) return new Map()
  const rows = await rowsOf(database, asked)
  const accounts = new Map(
    (await rowsOf(database, [...new Set(rows.flatMap(({ mergedInto }) => mergedInto ?? []))])).map((row) => [
      row.id,
      row,
    ]),
  )
  return new Map(
    rows.map((row) => {
      const { id, name, color } = accounts.get(row.mergedInto ?? '') ?? row
      return [row.id, { id: id as PersonId, name, color }]
    }),
  )
}

const rowsOf = async (database: Database, ids: string[]) =>
  ids.length === 0
    ? []
    : database.person.findMany({
        where: { id: { in: ids } },
        select: { id: true, name: true, color: true, mergedInto: true },
      })
