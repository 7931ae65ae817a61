import type { BoardId } from '@inkwire/board'
import type { Found } from '../access/access.ts'
import type { Member, Room } from '../room/room.ts'
import type { Connection } from './connection.ts'
import type { GatewayParts } from './gateway.ts'

/**
 * What a connection's person may do on a board now. Who has nothing to do there may have become somebody else: a guest who signed in
 * to an account in another tab. Then the connection is closed, and its page connects again as whoever it is by then.
 */
export async function findRole(
  connection: Connection,
  board: BoardId,
  { access, sessions }: Pick<GatewayParts, 'access' | 'sessions'>,
  key?: string,
): Promise<Found | { readonly kind: 'signed-out' }> {
  const { person, session } = connection.data
  const found = await access.find(board, person.id, key)
  if (found.kind === 'granted' || !(await sessions.whichAreOver([session])).has(session)) return found
  connection.conn.close()
  return { kind: 'signed-out' }
}

/** Gives a connection's page the role that was found, and says so where it is another one. Undefined: it left the board meanwhile. */
export function takeRole(
  connection: Connection,
  room: Room,
  { role, accessVersion }: Extract<Found, { readonly kind: 'granted' }>,
): Member | undefined {
  const before = connection.data.boards.get(room.board)
  if (!before) return undefined
  const member = { ...before, role, accessVersion }
  connection.data.boards.set(room.board, member)
  room.members.set(connection.id, member)
  if (before.role !== role) {
    connection.emit('access', { room: room.number, role, reason: 'Your role on this board has changed.' })
  }
  return member
}
