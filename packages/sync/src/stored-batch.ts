import { type Epoch, FOLD_VERSION } from '@inkwire/board'
import type { OutboxBatch } from './outbox.ts'
import type { StoredBatch } from './outbox-storage.ts'

/** A batch of an outbox as it is kept, for the log of an epoch. `token` proves whose its actor is; there is none before the first join. */
export function storedBatch(
  { actor, number, gesture, packed }: OutboxBatch,
  token: string | undefined,
  epoch: Epoch,
): StoredBatch {
  const whose = token === undefined ? {} : { token }
  return { actor, number, ...whose, epoch, at: Date.now(), gesture, foldVersion: FOLD_VERSION, ops: packed }
}
