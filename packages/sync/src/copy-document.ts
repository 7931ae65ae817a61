import {
  BoardDocument,
  type DocumentLayer,
  type ElementId,
  FOLD_VERSION,
  fold,
  PackError,
  unpackOps,
  unpackSnapshot,
} from '@inkwire/board'
import { type BatchRecord, unpackRecords } from '@inkwire/protocol'
import type { BoardCopy } from './board-copies.ts'
import { TooOldError } from './replica.ts'

/** The document of a copy. */
export interface CopyDocument {
  readonly document: BoardDocument
  readonly seq: number
  /** Changed since the copy's snapshot. */
  readonly changed: ReadonlySet<ElementId>
  /** Folded on top of the snapshot, in order. */
  readonly records: readonly BatchRecord[]
  /** Of the records, packed. */
  readonly bytes: number
}

/** Reads a copy. Throws PackError where it is damaged, TooOldError where a newer version of the page wrote it. */
export function copyDocument({ base, tails }: BoardCopy): CopyDocument {
  const document = base.bytes ? unpackSnapshot(base.bytes) : new BoardDocument()
  if (document.hash !== base.hash) throw new PackError('the copy of the board is another one than was kept')
  const changed = new Set<ElementId>()
  const layer: DocumentLayer = {
    get: (id) => document.get(id),
    put: (element) => {
      changed.add(element.id)
      document.put(element)
    },
    remove: (id) => {
      changed.add(id)
      document.remove(id)
    },
    get meta() {
      return document.meta
    },
    setMeta: (meta) => document.setMeta(meta),
  }
  const records: BatchRecord[] = []
  let { seq } = base
  let bytes = 0
  for (const tail of tails) {
    bytes += tail.records.length
    for (const record of unpackRecords(tail.records)) {
      if (record.seq !== seq + 1) continue
      if (record.foldVersion > FOLD_VERSION) throw new TooOldError(`batch ${record.seq} of the copy`)
      fold(layer, { ...record, ops: unpackOps(record.ops) })
      records.push(record)
      seq = record.seq
    }
    if (seq === tail.to && document.hash !== tail.hash) throw new PackError('the copy of the board is damaged')
  }
  return { document, seq, changed, records, bytes }
}
