import { type BoardId, boardId, type PersonId, personId } from '@inkwire/board'
import type { Database } from '../database/database.ts'
import { AdminError } from './admin-error.ts'

/** Stands before an id that begins like an option. */
const MARK = 'id:'

/** One id in 64 begins with `-`: marked, it is not taken for an option. */
export function markedId(word: string): string {
  return word.startsWith('-') && boardId.safeParse(word).success ? `${MARK}${word}` : word
}

const unmarked = (word: string): string => (word.startsWith(MARK) ? word.slice(MARK.length) : word)

/** The id of a board that is named by its id or its link. Throws AdminError. */
export function boardNamed(text: string): BoardId {
  const id = boardId.safeParse(/\/b\/([\w-]+)/.exec(text)?.[1] ?? unmarked(text))
  if (!id.success)
    throw new AdminError(`"${unmarked(text)}" is no board: name it by its id (21 characters) or its link.`)
  return id.data
}

/** The id of a person who is named by an account's e-mail address or an id. Throws AdminError. */
export async function personNamed(database: Database, text: string): Promise<PersonId> {
  const where = text.includes('@') ? { user: { email: text.trim().toLowerCase() } } : { id: unmarked(text) }
  const row = await database.person.findFirst({ where, select: { id: true } })
  if (!row)
    throw new AdminError(
      `Nobody is known as "${unmarked(text)}": name a person by an account's e-mail address, or by an id.`,
    )
  return personId.parse(row.id)
}
