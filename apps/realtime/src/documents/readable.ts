import { type Element, isTextSequence, own, plainText, unpackPoints } from '@inkwire/board'
import { foldedDocument, type StoredDocument } from '../log/stored-document.ts'

/**
 * A document as JSON, in UTF-8: `{ meta, elements }`, texts as plain strings, the points of strokes as `[x, y, pressure]`, other bytes as
 * `{ base64 }`. Built in parts: a large document is longer than a string may be.
 */
export function readableDocument(document: StoredDocument): Uint8Array {
  const folded = foldedDocument(document)
  const parts = [Buffer.from(`{"meta":${JSON.stringify(folded.meta, readable)},"elements":[`)]
  let separator = '\n'
  for (const element of folded.elements()) {
    parts.push(Buffer.from(separator + JSON.stringify(plain(element), readable)))
    separator = ',\n'
  }
  parts.push(Buffer.from('\n]}\n'))
  return Buffer.concat(parts)
}

function plain(element: Element): object {
  return Object.fromEntries(
    Object.keys(element).map((name) => {
      const value = own(element, name)
      if (isTextSequence(value)) return [name, plainText(value)]
      return [name, element.type === 'stroke' && name === 'points' ? pointsOf(value) : value]
    }),
  )
}

function pointsOf(value: unknown): unknown {
  if (!(value instanceof Uint8Array)) return value
  try {
    return unpackPoints(value).map(({ x, y, pressure }) => [x, y, pressure])
  } catch {
    // Bytes of a newer kind: as they are.
    return value
  }
}

const readable = (_key: string, value: unknown): unknown =>
  value instanceof Uint8Array ? { base64: Buffer.from(value).toString('base64') } : value
