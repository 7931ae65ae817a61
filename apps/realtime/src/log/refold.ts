import { type BoardDocument, fold, packSnapshot, SNAPSHOT_SCHEMA, unpackOps } from '@inkwire/board'
import type { BatchRecord } from '@inkwire/protocol'

/** A document as a snapshot. */
export interface Refolded {
  readonly schema: number
  readonly hash: string
  readonly elements: number
  readonly bytes: Uint8Array
}

/** Folds records into a document. */
export function foldRecords(document: BoardDocument, records: readonly BatchRecord[]): void {
  for (const record of records) fold(document, { ...record, ops: unpackOps(record.ops) })
}

export function refolded(document: BoardDocument): Refolded {
  return {
    schema: SNAPSHOT_SCHEMA,
    hash: document.hash,
    elements: document.size,
    bytes: packSnapshot(document),
  }
}
