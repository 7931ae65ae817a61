import { type BoardId, PackError } from '@inkwire/board'
import { Decoder, LIMITS, LIVE, unpackLive, unpackLiveMessage } from '@inkwire/protocol'
import { allows, EVENT_NEEDS, LIVE_NEEDS } from '../access/needs.ts'
import type { Connection } from './connection.ts'
import type { GatewayParts } from './gateway.ts'
import type { GatewayLimits } from './limits.ts'

/**
 * Socket.IO's decoder for a server that takes live messages from the engine (`takeLive`): the way of an event through Socket.IO's layers costs more than
 * all that is done with it here.
 */
export class EventDecoder extends Decoder {
  override add(message: unknown): void {
    if (!(message instanceof Uint8Array && message[0] === LIVE)) super.add(message)
  }
}

/** Takes a live message, as it comes over the wire. */
export function takeLive(
  connection: Connection,
  message: Uint8Array,
  parts: GatewayParts,
  limits: GatewayLimits,
): void {
  let live: { readonly board: string; readonly bytes: Uint8Array }
  try {
    live = unpackLiveMessage(message)
  } catch (error) {
    if (!(error instanceof PackError)) throw error
    parts.watch.metrics.liveDropped('invalid')
    return
  }
  showLive(connection, live.board, live.bytes, parts, limits)
}

/** Live goes to everybody on the board with the next tick. What is too much, too large or not valid is dropped: live may get lost. */
export function showLive(
  connection: Connection,
  board: unknown,
  message: unknown,
  { rooms, watch: { metrics } }: GatewayParts,
  limits: GatewayLimits,
): void {
  if (typeof board !== 'string' || !(message instanceof Uint8Array) || message.length > LIMITS.liveBytes) {
    metrics.liveDropped('invalid')
    return
  }
  // Whatever else the text is, it is none of these boards.
  const id = board as BoardId
  const member = connection.data.boards?.get(id)
  const room = rooms.peek(id)
  if (!member || !room || !allows(member.role, EVENT_NEEDS.live)) return
  if (!limits.live.take(connection.id)) {
    metrics.liveDropped('rate')
    return
  }
  try {
    const { parts } = unpackLive(message)
    for (const part of parts) if (!allows(member.role, LIVE_NEEDS[part.kind])) return
  } catch (error) {
    if (!(error instanceof PackError)) throw error
    metrics.liveDropped('invalid')
    return
  }
  room.showed({ actor: member.actor, bytes: message }, connection.id)
}
