import { type BoardDocument, FOLD_VERSION, fold, packSnapshot, SNAPSHOT_SCHEMA, unpackOps } from '@inkwire/board'
import type { BatchRecord } from '@inkwire/protocol'

/** A document as a snapshot. */
export interface Refolded {
  readonly schema: number
  readonly hash: string
  readonly elements: number
  readonly bytes: Uint8Array
}

/** A newer version has written into this log: it can't be folded here, and is left alone. */
export class NewerLogError extends Error {
  override name = 'NewerLogError'
}

/** Folds records into a document. Throws NewerLogError. */
export function foldRecords(document: BoardDocument, records: readonly BatchRecord[]): void {
  for (const record of records) {
    checkFoldable(record)
    fold(document, { ...record, ops: unpackOps(record.ops) })
  }
}

/** Throws NewerLogError. */
export function checkFoldable({ seq, foldVersion }: BatchRecord): void {
  if (foldVersion > FOLD_VERSION)
    throw new NewerLogError(`batch ${seq} needs a newer Inkwire (fold version ${foldVersion})`)
}

export function refolded(document: BoardDocument): Refolded {
  return {
    schema: SNAPSHOT_SCHEMA,
    hash: document.hash,
    elements: document.size,
    bytes: packSnapshot(document),
  }
}
