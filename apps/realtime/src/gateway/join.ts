import {
  type Answer,
  type BatchRecord,
  type JoinAnswer,
  joinRequest,
  PROTOCOL_VERSION,
  packRecords,
  refused,
} from '@inkwire/protocol'
import type { Room } from '../room/room.ts'
import type { Connection } from './connection.ts'
import type { GatewayParts } from './gateway.ts'
import type { GatewayLimits } from './limits.ts'
import { findRole } from './role.ts'
import { page } from './tail.ts'

/**
 * `board:join`: authorise, enter the room (ticks flow from here on, the client keeps them until the answer), answer with what it
 * lacks. Whoever loses access in between is found by the room's next look at access_version.
 */
export async function joinBoard(
  connection: Connection,
  input: unknown,
  parts: GatewayParts,
  limits: GatewayLimits,
  recheck: (connection: Connection, room: Room) => Promise<void>,
): Promise<Answer<JoinAnswer>> {
  const { access, rooms, secrets, log } = parts
  const parsed = joinRequest.safeParse(input)
  if (!parsed.success) return refused('request.invalid')
  const request = parsed.data
  const { person, address, boards } = connection.data
  if (request.protocol !== PROTOCOL_VERSION) return refused('protocol.version')
  if (limits.draining) return refused('server.busy')
  if (!limits.joins.take(person.id) || !limits.joinsOfAddress.take(address)) return refused('rate.limited')

  const [found, ownsActor] = await Promise.all([
    findRole(connection, request.board, parts, request.key),
    access.ownsActor(request.board, request.actor, person.id, request.token),
  ])
  if (found.kind === 'signed-out') return refused('access.changed')
  if (found.kind === 'unknown') return refused('board.unknown')
  if (found.kind === 'denied') return refused('access.denied')
  if (found.kind === 'password') return refused('access.password')
  if (!ownsActor) return refused('actor.foreign')
  const room = await rooms.get(request.board)
  if (!room) return refused('board.unknown')
  if (room.members.size >= limits.boardPeople && !room.members.has(connection.id)) return refused('board.crowded')
  // It may have been closed again to make room for another one, before this turn came.
  if (!connection.connected || rooms.peek(request.board) !== room) return refused('server.busy')

  const { role, accessVersion } = found
  const member = { connection: connection.id, actor: request.actor, person: person.id, role, accessVersion }
  const before = boards.get(request.board)
  if (before && before.actor !== request.actor) room.presence.leave(connection.id, before.actor)
  boards.set(request.board, member)
  room.members.set(connection.id, member)
  await connection.join(request.board)
  room.presence.enter(connection.id, { actor: request.actor, person })
  // Access may have changed since it was read, and the room's members may have been rechecked before this one was among them.
  if (room.accessVersion > accessVersion) await recheck(connection, room)
  // The client may come from an instance that has heard more than this one: only the log knows whether it is ahead of that, too.
  if (request.have && request.have.epoch === room.epoch && request.have.seq > room.seq) {
    const stored = (await log.heads([request.board])).get(request.board)
    if (stored?.epoch === room.epoch) await room.reach(stored.head)
  }
  const now = boards.get(request.board)
  if (!now) return refused('access.denied')
  parts.opened(request.board, person.id)

  return {
    ok: true,
    room: room.number,
    name: found.name,
    role: now.role,
    person,
    token: secrets.actorToken(request.board, request.actor, person.id),
    epoch: room.epoch,
    ...room.presence.answerTo(connection.id, { actor: request.actor, person }),
    ...content(room, request.have),
  }
}

/** What the client lacks: the records after its own seq, or the newest snapshot and what came after it; a page of them, it asks for the rest. */
function content(
  room: Room,
  have: { readonly epoch: string; readonly seq: number } | undefined,
): Pick<JoinAnswer, 'head' | 'snapshot' | 'tail'> {
  const head = room.seq
  if (have && have.epoch === room.epoch && have.seq <= head) {
    const tail = room.recent.packedAfter(have.seq, packedPage)
    if (tail) return { head, tail }
  }
  const { snapshotSeq } = room.recent
  const tail = room.recent.packedAfter(snapshotSeq, packedPage) ?? packRecords([])
  const snapshot = { path: `/api/v1/boards/${room.board}/snapshots/${room.epoch}/${snapshotSeq}`, seq: snapshotSeq }
  return { head, tail, ...(snapshotSeq > 0 ? { snapshot } : {}) }
}

const packedPage = (records: readonly BatchRecord[]): Uint8Array => packRecords(page(records))
