import { BoardDocument } from './document.ts'
import type { Element } from './element.ts'
import { PackError, PackReader, PackWriter } from './pack.ts'
import type { Props, Value } from './value.ts'

/** Version of the bytes below. */
export const SNAPSHOT_SCHEMA = 1

/** The whole document in binary: schema, meta, count, elements. Immutable; what epoch and seq it stands for is kept beside it. */
export function packSnapshot(document: BoardDocument): Uint8Array<ArrayBuffer> {
  const packing = packingSnapshot(document, Number.POSITIVE_INFINITY)
  for (;;) {
    const { done, value } = packing.next()
    if (done) return value
  }
}

/** As `packSnapshot`, with a pause after each so many elements. The document may go on: it is packed as it was at the first step. */
export function* packingSnapshot(document: BoardDocument, every: number): Generator<void, Uint8Array<ArrayBuffer>> {
  // Elements are never changed in place.
  const elements = [...document.elements()]
  const writer = new PackWriter(1024 + elements.length * 64)
  writer.varint(SNAPSHOT_SCHEMA)
  writer.value(document.meta as Value)
  writer.varint(elements.length)
  for (const [i, element] of elements.entries()) {
    if (i > 0 && i % every === 0) yield
    writer.value(element as Value)
  }
  return writer.finish()
}

/** The document of a snapshot. Throws PackError when the bytes are damaged or of a newer schema. */
export function unpackSnapshot(bytes: Uint8Array): BoardDocument {
  const { reader, meta, count } = begun(bytes)
  const document = new BoardDocument()
  document.setMeta(meta)
  for (let i = 0; i < count; i++) {
    const from = reader.at
    const element = readElement(reader)
    // Only canonical bytes can be read, so these are what the element would be packed to.
    document.putPacked(element, bytes, from, reader.at)
  }
  end(reader)
  return document
}

/** What is in a snapshot; its elements are read one by one as they are asked for. Throws PackError as `unpackSnapshot` does, in between too. */
export function readSnapshot(bytes: Uint8Array): { readonly meta: Props; readonly elements: Iterable<Element> } {
  const { reader, meta, count } = begun(bytes)
  return { meta, elements: counted(reader, count) }
}

function begun(bytes: Uint8Array): { readonly reader: PackReader; readonly meta: Props; readonly count: number } {
  const reader = new PackReader(bytes)
  const schema = reader.varint()
  if (schema !== SNAPSHOT_SCHEMA) throw new PackError(`a snapshot of schema ${schema} needs a newer version of Inkwire`)
  return { reader, meta: readProps(reader), count: reader.count(2) }
}

/** Elements that were packed one after the other, with nothing around. Throws PackError. */
export function* readElements(bytes: Uint8Array): Generator<Element> {
  const reader = new PackReader(bytes)
  while (!reader.done) yield readElement(reader)
}

function* counted(reader: PackReader, count: number): Generator<Element> {
  for (let i = 0; i < count; i++) yield readElement(reader)
  end(reader)
}

function end(reader: PackReader): void {
  if (!reader.done) throw new PackError('bytes are left over after the snapshot')
}

function readProps(reader: PackReader): Props {
  const value = reader.value()
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array || Array.isArray(value)) {
    throw new PackError('the snapshot holds something else than elements')
  }
  return value as Props
}

function readElement(reader: PackReader): Element {
  const props = readProps(reader)
  if (typeof props.id !== 'string') throw new PackError('an element of the snapshot has no id')
  return props as Element
}
