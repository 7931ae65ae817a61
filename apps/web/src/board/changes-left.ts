import { type BoardId, PackError, unpackOps } from '@inkwire/board'
import { type Refusal, refusal } from '@inkwire/protocol'
import { indexedDbOutbox, type StoredBatch } from '@inkwire/sync'
import { keeper } from '../account/keeper.ts'
import type { KeptChange } from './refused-export.ts'

/** What was done on a board in this browser and could not be sent any more. `why` is what stands in the way. */
export async function changesLeft(board: BoardId, why: Refusal | null): Promise<readonly KeptChange[]> {
  const outbox = indexedDbOutbox(keeper)
  const batches = await outbox.batches(board)
  outbox.release()
  return batches.flatMap((batch) => changeOf(batch, why ?? refusal('server.fault')))
}

function changeOf({ at, gesture, ops }: StoredBatch, why: Refusal): readonly KeptChange[] {
  try {
    return [{ at: at ?? 0, gesture, refusal: why, ops: unpackOps(ops) }]
  } catch (error) {
    // Of a newer page: that one can send it.
    if (error instanceof PackError) return []
    throw error
  }
}
