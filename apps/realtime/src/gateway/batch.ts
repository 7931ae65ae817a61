import { checkOps, FOLD_VERSION, type Op, packOps } from '@inkwire/board'
import {
  type BatchReply,
  type BatchRequest,
  batchDigest,
  batchRequest,
  type ErrorCode,
  LIMITS,
  refused,
} from '@inkwire/protocol'
import { allows, EVENT_NEEDS } from '../access/needs.ts'
import type { Verdict } from '../log/log.ts'
import type { Member, Room } from '../room/room.ts'
import { withoutErased } from '../upkeep/erased-ops.ts'
import type { Connection } from './connection.ts'
import type { GatewayParts } from './gateway.ts'
import type { GatewayLimits } from './limits.ts'
import { findRole, takeRole } from './role.ts'

/** How often a batch is tried again when access changes between check and commit. */
const RECHECKS = 3

/** `batch`: checks all that does not depend on the document, commits, answers. What it acknowledges, the database has. */
export async function commitBatch(
  connection: Connection,
  input: unknown,
  parts: GatewayParts,
  limits: GatewayLimits,
): Promise<BatchReply> {
  const parsed = batchRequest.safeParse(input)
  if (!parsed.success) return refused('request.invalid')
  const request = parsed.data
  const member = connection.data.boards.get(request.board)
  const room = parts.rooms.peek(request.board)
  // Joining comes first; after a moment without connection the client joins and sends again.
  if (!member || !room) return refused('access.changed')
  if (request.epoch !== room.epoch) return refused('board.wrong_epoch')
  if (!limits.batches.take(member.actor)) return refused('rate.limited')
  if (!limits.batchBytes.take(member.person, Date.now(), request.ops.length)) return refused('rate.limited')
  if (request.foldVersion > FOLD_VERSION) return refused('protocol.version')
  const checked = checkOps(request.ops)
  if (!checked.ok) return refused(checked.code, checked.problem)
  if (!sameBytes(request.digest, batchDigest(request.gesture, request.ops))) return refused('request.invalid')
  if (wouldOverfill(room, checked.ops)) return refused('board.full')
  // What was erased for good is not brought back, by an undo or by a page that was away: of such a batch the rest goes on.
  const ops = withoutErased(checked.ops, room.erased)
  const packed = ops === checked.ops ? request.ops : packOps(ops)
  return commit({ connection, request: { ...request, ops: packed }, room, member, ops }, parts)
}

interface Commit {
  readonly connection: Connection
  readonly request: BatchRequest
  readonly room: Room
  readonly member: Member
  readonly ops: readonly Op[]
}

async function commit({ connection, request, room, member, ops }: Commit, parts: GatewayParts): Promise<BatchReply> {
  let current = member
  for (let attempt = 0; attempt < RECHECKS; attempt++) {
    // Again, as it may have changed since the event came.
    if (!allows(current.role, EVENT_NEEDS.batch)) return refused('access.denied')
    const { actor, person, accessVersion } = current
    const { board, epoch, number, prev, digest, foldVersion, gesture } = request
    const verdict = await parts.log.commit({
      board, epoch, actor, person, number, prev, digest, accessVersion, foldVersion, gesture, ops: request.ops,
    }) // biome-ignore format: one row of names
    if (verdict.kind !== 'recheck') return settle(verdict, { request, room, member: current, ops }, parts)
    const found = await findRole(connection, board, parts)
    if (found.kind === 'signed-out') return refused('access.changed')
    if (found.kind !== 'granted') return refused('access.denied')
    // Who was rechecked here is not found by the room's own look: told here, or never.
    current = takeRole(connection, room, found) ?? { ...current, role: found.role, accessVersion: found.accessVersion }
  }
  return refused('access.changed')
}

function settle(
  verdict: Verdict,
  { request, room, member, ops }: Omit<Commit, 'connection'>,
  parts: GatewayParts,
): BatchReply {
  switch (verdict.kind) {
    case 'committed': {
      const { number, foldVersion, gesture } = request
      const { seq, at } = verdict
      room.committed(
        { seq, actor: member.actor, number, person: member.person, at, foldVersion, gesture, ops: request.ops },
        ops,
      )
      return { ok: true, seq }
    }
    case 'duplicate':
      // An earlier try was committed, but its answer got lost; then this instance may not know the batch either.
      room
        .reach(verdict.seq)
        .catch((error) => parts.report('the log could not be read yet', { board: room.board, error }))
      return { ok: true, seq: verdict.seq }
    case 'out_of_order':
      return { ...refused('batch.out_of_order'), last: verdict.last }
    default:
      return refused(CODES[verdict.kind])
  }
}

const CODES = {
  conflict: 'batch.conflict',
  foreign: 'actor.foreign',
  wrong_epoch: 'board.wrong_epoch',
  unknown: 'board.unknown',
  invalid: 'op.invalid',
  full: 'server.full',
  busy: 'server.busy',
  recheck: 'access.changed',
} as const satisfies { readonly [kind: string]: ErrorCode }

/** Soft: two people can pass the limit together, by a little. */
function wouldOverfill(room: Room, ops: readonly Op[]): boolean {
  if (room.document.size + ops.length <= LIMITS.elementsPerBoard) return false
  const added = ops.filter((op) => op.op === 'put' && !room.document.get(op.element.id)).length
  return added > 0 && room.document.size + added > LIMITS.elementsPerBoard
}

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i])
