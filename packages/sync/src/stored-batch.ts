import { type Epoch, FOLD_VERSION } from '@inkwire/board'
import type { OutboxBatch } from './outbox.ts'
import type { StoredBatch } from './outbox-storage.ts'

/** A batch of an outbox as it is kept, for the log of an epoch. `token` proves whose its actor is. */
export function storedBatch({ actor, number, gesture, packed }: OutboxBatch, token: string, epoch: Epoch): StoredBatch {
  return { actor, number, token, epoch, gesture, foldVersion: FOLD_VERSION, ops: packed }
}
