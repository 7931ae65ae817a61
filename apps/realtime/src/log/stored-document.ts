import { BoardDocument, type BoardId, type Epoch, unpackSnapshot } from '@inkwire/board'
import { type BatchRecord, packRecords, unpackRecords } from '@inkwire/protocol'
import type { Log } from './log.ts'
import { foldRecords } from './refold.ts'

/** Records read from the log at a time. */
const PAGE = 1_000

/** A document as the log has it, ready to go to another thread: a snapshot's bytes and the packed records after it, without a hole. */
export interface StoredDocument {
  readonly snapshot: Uint8Array | undefined
  /** Of the snapshot; 0: there is none. */
  readonly snapshotSeq: number
  readonly records: Uint8Array
}

/** Reads what a board's document at a seq is folded from: no room has to be open for it. Rejects when the database can't be reached. */
export async function storedDocument(
  log: Pick<Log, 'snapshot' | 'records'>,
  board: BoardId,
  epoch: Epoch,
  seq: number,
): Promise<StoredDocument> {
  const snapshot = await log.snapshot(board, epoch, seq)
  const snapshotSeq = snapshot?.seq ?? 0
  const records: BatchRecord[] = []
  for (let last = snapshotSeq; last < seq; ) {
    const page = await log.records(board, epoch, last, Math.min(PAGE, seq - last))
    const newest = page.at(-1)
    if (!newest) throw new Error(`the log of ${board} ends at ${last}, before ${seq}`)
    records.push(...page)
    last = newest.seq
  }
  return { snapshot: snapshot?.bytes, snapshotSeq, records: packRecords(records) }
}

/** The document that is stored so. */
export function foldedDocument({ snapshot, records }: StoredDocument): BoardDocument {
  const document = snapshot ? unpackSnapshot(snapshot) : new BoardDocument()
  foldRecords(document, unpackRecords(records))
  return document
}
