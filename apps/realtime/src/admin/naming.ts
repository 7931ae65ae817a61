import { type BoardId, boardId, type PersonId, personId } from '@inkwire/board'
import type { Database } from '../database/database.ts'
import { AdminError } from './admin-error.ts'

/** The id of a board that is named by its id or its link. Throws AdminError. */
export function boardNamed(text: string): BoardId {
  const id = boardId.safeParse(/\/b\/([\w-]+)/.exec(text)?.[1] ?? text)
  if (!id.success) throw new AdminError(`"${text}" is no board: name it by its id (21 characters) or its link.`)
  return id.data
}

/** The id of a person who is named by an account's e-mail address or an id. Throws AdminError. */
export async function personNamed(database: Database, text: string): Promise<PersonId> {
  const where = text.includes('@') ? { user: { email: text.trim().toLowerCase() } } : { id: text }
  const row = await database.person.findFirst({ where, select: { id: true } })
  if (!row)
    throw new AdminError(`Nobody is known as "${text}": name a person by an account's e-mail address, or by an id.`)
  return personId.parse(row.id)
}
