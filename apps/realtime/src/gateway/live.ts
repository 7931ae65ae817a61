import { PackError } from '@inkwire/board'
import { boardId, LIMITS, unpackLive } from '@inkwire/protocol'
import { allows, LIVE_NEEDS } from '../access/needs.ts'
import type { Connection } from './connection.ts'
import type { GatewayParts } from './gateway.ts'
import type { GatewayLimits } from './limits.ts'

/** `live`: goes to everybody on the board with the next tick. What is too much, too large or not valid is dropped: live may get lost. */
export function showLive(
  connection: Connection,
  board: unknown,
  message: unknown,
  { rooms, watch: { metrics } }: GatewayParts,
  limits: GatewayLimits,
): void {
  const parsed = boardId.safeParse(board)
  if (!parsed.success || !(message instanceof Uint8Array) || message.length > LIMITS.liveBytes) {
    metrics.liveDropped('invalid')
    return
  }
  const member = connection.data.boards?.get(parsed.data)
  const room = rooms.peek(parsed.data)
  if (!member || !room) return
  if (!limits.live.take(connection.id)) {
    metrics.liveDropped('rate')
    return
  }
  try {
    // Whoever may only look is not seen doing it, either.
    if (member.role === 'viewer') return
    const { parts } = unpackLive(message)
    if (!parts.every((part) => allows(member.role, LIVE_NEEDS[part.kind]))) return
  } catch (error) {
    if (!(error instanceof PackError)) throw error
    metrics.liveDropped('invalid')
    return
  }
  room.showed({ actor: member.actor, bytes: message })
}
