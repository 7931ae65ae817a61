import { boardId, type ClientToServerEvents, type ErrorCode } from '@inkwire/protocol'
import { allows, EVENT_NEEDS, isRole, type Need } from '../access/needs.ts'
import type { Connection } from './connection.ts'

/**
 * Why a connection may not do what an event asks, by the table of needs. Undefined: it may.
 *
 * @param first what came with the event: a board's id, or a request that names a board
 */
export function eventRefusal(
  { data }: Pick<Connection, 'data'>,
  event: keyof ClientToServerEvents,
  first: unknown,
): ErrorCode | undefined {
  const need: Need = EVENT_NEEDS[event]
  // Whoever is connected has a session; who comes with a key is looked at where the key is.
  if (!isRole(need)) return undefined
  const named = boardId.safeParse(typeof first === 'object' && first !== null && 'board' in first ? first.board : first)
  if (!named.success) return 'request.invalid'
  const member = data.boards.get(named.data)
  // Joining comes first; after a moment without connection the client joins and sends again.
  if (!member) return 'access.changed'
  return allows(member.role, need) ? undefined : 'access.denied'
}
