import { type ElementId, fold, packOps, unpackOps } from '@inkwire/board'
import { type BatchRecord, packRecords, unpackRecords } from '@inkwire/protocol'
import { type Refolded, refolded } from '../log/refold.ts'
import { foldedDocument, type StoredDocument } from '../log/stored-document.ts'
import { isAbout, withoutErased } from '../upkeep/erased-ops.ts'

export interface ErasureRequest {
  /** A snapshot and the records after it: a part of the log. */
  readonly document: StoredDocument
  readonly elements: readonly ElementId[]
}

/** A batch of the log, and what is left of its ops. */
export interface ChangedBatch {
  readonly seq: number
  readonly ops: Uint8Array
}

/** A part of the log as it would be had those elements never been. */
export interface Erasure {
  /** Ops of the batches that change; the others stay as they are. */
  readonly changed: readonly ChangedBatch[]
  /** The document at the end of the part. */
  readonly snapshot: Refolded
  /** Images that the elements showed, and that the rest of the part shows. */
  readonly assets: { readonly erased: readonly string[]; readonly kept: readonly string[] }
}

/** Takes all ops that make, change or remove some elements out of a part of the log, and the elements out of its snapshot. */
export function eraseElements({ document: stored, elements }: ErasureRequest): Erasure {
  const images = new Images()
  const document = foldedDocument({ ...stored, records: packRecords([]) })
  const gone = new Set(elements)
  for (const element of document.elements()) images.note(element, gone.has(element.id))
  for (const id of elements) document.remove(id)
  const changed: ChangedBatch[] = []
  for (const record of unpackRecords(stored.records)) {
    const { ops, isChanged } = erasedBatch(record, gone, images)
    if (isChanged) changed.push({ seq: record.seq, ops: packOps(ops) })
    fold(document, { ...record, ops })
  }
  return { changed, snapshot: refolded(document), assets: images.lists }
}

/** Batches of the log's end: the same without a document. */
export function eraseFromRecords(
  records: readonly Pick<BatchRecord, 'seq' | 'ops'>[],
  elements: readonly ElementId[],
): Pick<Erasure, 'changed' | 'assets'> {
  const images = new Images()
  const gone = new Set(elements)
  const changed = records.flatMap((record) => {
    const { ops, isChanged } = erasedBatch(record, gone, images)
    return isChanged ? [{ seq: record.seq, ops: packOps(ops) }] : []
  })
  return { changed, assets: images.lists }
}

function erasedBatch(record: Pick<BatchRecord, 'ops'>, gone: ReadonlySet<ElementId>, images: Images) {
  const ops = unpackOps(record.ops)
  for (const op of ops) {
    if (op.op === 'put') images.note(op.element, isAbout(op, gone) !== undefined)
    else if (op.op === 'set') images.note(op.props, isAbout(op, gone) !== undefined)
  }
  const left = withoutErased(ops, gone)
  return { ops: left, isChanged: left !== ops }
}

/** Which images elements show, or did at some time. */
class Images {
  private readonly erased = new Set<string>()
  private readonly kept = new Set<string>()

  note(props: object, erased: boolean): void {
    const asset: unknown = Reflect.get(props, 'asset')
    if (typeof asset === 'string') (erased ? this.erased : this.kept).add(asset)
  }

  get lists(): Erasure['assets'] {
    return { erased: [...this.erased], kept: [...this.kept] }
  }
}
