import { BoardDocument, fold, packSnapshot, SNAPSHOT_SCHEMA, unpackOps, unpackSnapshot } from '@inkwire/board'
import { type BatchRecord, unpackRecords } from '@inkwire/protocol'

/** A snapshot's bytes and the packed records after it, in seq order without a hole. */
export interface RefoldRequest {
  readonly snapshot: Uint8Array | undefined
  readonly records: Uint8Array
}

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

/** The snapshot that follows from an older one and the records after it. */
export function refold({ snapshot, records }: RefoldRequest): Refolded {
  const document = snapshot ? unpackSnapshot(snapshot) : new BoardDocument()
  foldRecords(document, unpackRecords(records))
  return {
    schema: SNAPSHOT_SCHEMA,
    hash: document.hash,
    elements: document.size,
    bytes: packSnapshot(document),
  }
}
