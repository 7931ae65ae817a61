import {
  type ActorId,
  BoardDocument,
  characterCount,
  checkOps,
  DOCUMENT_LIMITS,
  type Element,
  type ElementId,
  fold,
  type GestureId,
  isTextProperty,
  isTextSequence,
  type NewElement,
  type Op,
  opToValue,
  own,
  pack,
  packOps,
  plainText,
  REQUIRED_PROPERTIES,
  spliceTo,
  type TextProperty,
  unitIndex,
  unpackOps,
} from '@inkwire/board'
import { batchDigest } from '@inkwire/protocol'
import { type Refolded, refolded } from '../log/refold.ts'
import { foldedDocument, type StoredDocument } from '../log/stored-document.ts'

export interface CopyRequest {
  readonly document: StoredDocument
  /** Whose batches the copy's log begins with. */
  readonly actor: ActorId
  readonly gesture: GestureId
}

/** A document as the beginning of another board's log. */
export interface DocumentCopy {
  /** Packed ops of the batches 1, 2, 3 …, each within the limits; none for an empty document. */
  readonly batches: readonly Uint8Array[]
  /** Of the last batch. */
  readonly digest: Uint8Array
  /** The fold of all of them. */
  readonly snapshot: Refolded
}

/** Bytes that a list of ops has besides its ops, at most. */
const LIST_BYTES = 8

/**
 * Writes a document as batches that put its elements, texts as plain strings. Folded they give the same elements under the same
 * ids. The hash is the original's where nothing is written on it; with texts it differs, as characters are known by the batch
 * that made them, and tombstones are left behind.
 */
export function copyDocument({ document, actor, gesture }: CopyRequest): DocumentCopy {
  const original = foldedDocument(document)
  const writer = new BatchWriter(actor)
  for (const name of Object.keys(original.meta)) {
    writer.add({ op: 'meta', props: Object.fromEntries([[name, own(original.meta, name)]]) })
  }
  for (const element of original.elements()) addElement(writer, element)
  writer.flush()

  // What the log will give, from its bytes: not what this thread believes that it has written.
  const copy = new BoardDocument()
  for (const [i, bytes] of writer.batches.entries()) fold(copy, { actor, number: i + 1, ops: unpackOps(bytes) })
  if (copy.hash !== writer.document.hash) throw new Error('the copy of a board and a refold of its batches differ')
  const last = writer.batches.at(-1)
  return {
    batches: writer.batches,
    digest: last ? batchDigest(gesture, last) : new Uint8Array(),
    snapshot: refolded(copy),
  }
}

/** An element in one op where that fits, else in several: what grew by many changes can be larger than one of them may be. */
function addElement(writer: BatchWriter, element: Element): void {
  const texts = new Map<TextProperty, string>()
  const props = Object.fromEntries(
    Object.keys(element).map((name) => {
      const value = own(element, name)
      if (!isTextProperty(name) || !isTextSequence(value)) return [name, value]
      const text = plainText(value)
      texts.set(name, text)
      return [name, text.slice(0, unitIndex(text, DOCUMENT_LIMITS.textCharacters))]
    }),
  ) as NewElement
  const put: Op = { op: 'put', element: props }
  if (writer.fits(put)) writer.add(put)
  else {
    const needed = new Set(['id', 'type', 'order', ...requiredOf(element.type)])
    const some = Object.fromEntries(Object.entries(props).filter(([name]) => needed.has(name))) as NewElement
    writer.add({ op: 'put', element: some })
    for (const [name, value] of Object.entries(props)) {
      if (!needed.has(name)) writer.add({ op: 'set', id: element.id, props: Object.fromEntries([[name, value]]) })
    }
  }
  for (const [name, text] of texts) addRestOfText(writer, element.id, name, text)
}

function addRestOfText(writer: BatchWriter, id: ElementId, prop: TextProperty, text: string): void {
  const length = characterCount(text)
  for (let done = DOCUMENT_LIMITS.textCharacters; done < length; done += DOCUMENT_LIMITS.textCharacters) {
    writer.flush()
    const element = writer.document.get(id)
    const before = element && own(element, prop)
    const next = text.slice(0, unitIndex(text, done + DOCUMENT_LIMITS.textCharacters))
    const splice = isTextSequence(before) ? spliceTo(before, next) : undefined
    if (splice) writer.add({ op: 'splice', id, prop, ...splice })
  }
}

function requiredOf(type: string): readonly string[] {
  const table: { readonly [type: string]: readonly string[] } = REQUIRED_PROPERTIES
  return Object.hasOwn(table, type) ? (table[type] ?? []) : []
}

/** Collects ops into batches within the limits, and folds them as they are written. */
class BatchWriter {
  readonly batches: Uint8Array[] = []
  /** The fold of all batches that are written. */
  readonly document = new BoardDocument()
  private ops: Op[] = []
  private bytes = LIST_BYTES

  constructor(private readonly actor: ActorId) {}

  /** Whether an op fits into a batch at all. */
  fits(op: Op): boolean {
    return sizeOf(op) + LIST_BYTES <= DOCUMENT_LIMITS.batchBytes
  }

  add(op: Op): void {
    const size = sizeOf(op)
    if (this.ops.length >= DOCUMENT_LIMITS.opsPerBatch || this.bytes + size > DOCUMENT_LIMITS.batchBytes) this.flush()
    this.ops.push(op)
    this.bytes += size
  }

  /** Ends the batch that is being collected. */
  flush(): void {
    if (this.ops.length === 0) return
    const bytes = packOps(this.ops)
    const checked = checkOps(bytes)
    if (!checked.ok) throw new Error(`a board can't be copied: ${checked.problem}`)
    this.batches.push(bytes)
    fold(this.document, { actor: this.actor, number: this.batches.length, ops: this.ops })
    this.ops = []
    this.bytes = LIST_BYTES
  }
}

const sizeOf = (op: Op): number => pack(opToValue(op)).length
