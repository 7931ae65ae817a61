import {
  type Answer,
  type BatchRecord,
  LIMITS,
  packRecords,
  refused,
  type TailAnswer,
  tailRequest,
} from '@inkwire/protocol'
import type { Connection } from './connection.ts'
import type { GatewayParts } from './gateway.ts'
import type { GatewayLimits } from './limits.ts'

/** `tail`: the records after a seq, from memory where they are still there, else from the log; a page at a time. */
export async function sendTail(
  connection: Connection,
  input: unknown,
  { rooms, log }: GatewayParts,
  limits: GatewayLimits,
): Promise<Answer<TailAnswer>> {
  const parsed = tailRequest.safeParse(input)
  if (!parsed.success) return refused('request.invalid')
  const { board, epoch, after } = parsed.data
  const room = rooms.peek(board)
  if (!connection.data.boards.has(board) || !room) return refused('access.changed')
  if (!limits.tails.take(connection.id)) return refused('rate.limited')
  if (epoch !== room.epoch) return refused('board.wrong_epoch')
  // Who may be here is not known while the database is silent.
  if (room.silent) return refused('server.busy')
  const records = room.recent.after(after) ?? (await log.records(board, epoch, after, LIMITS.tailBatches))
  // Pruned, or replaced just now: the client joins anew, and gets a snapshot.
  if (records.length === 0 && after < room.recent.start)
    return refused('board.wrong_epoch', 'this part of its history is no longer kept')
  return { ok: true, tail: packRecords(page(records)), head: room.seq }
}

/** As many records as one message brings. */
export function page(records: readonly BatchRecord[]): readonly BatchRecord[] {
  let bytes = 0
  let count = 0
  for (const record of records) {
    bytes += record.ops.length
    if (count > 0 && (bytes > LIMITS.tailBytes || count >= LIMITS.tailBatches)) break
    count++
  }
  return records.slice(0, count)
}
