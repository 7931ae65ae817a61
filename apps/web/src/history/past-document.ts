import {
  type DocumentLayer,
  type DocumentView,
  type Element,
  type ElementId,
  equalProps,
  fold,
  type Props,
  readSnapshot,
  unpackOps,
} from '@inkwire/board'
import type { BatchRecord } from '@inkwire/protocol'

/** What a board showed at a seq. */
export class PastDocument implements DocumentView, DocumentLayer {
  private constructor(
    public seq: number,
    private readonly byId: Map<ElementId, Element>,
    public meta: Props,
  ) {}

  static empty(): PastDocument {
    return new PastDocument(0, new Map(), {})
  }

  /** A document of now: its elements are never changed in place, so they can be shared. */
  static of(document: DocumentView, seq: number): PastDocument {
    return new PastDocument(seq, byId(document.elements()), document.meta)
  }

  /** The document of a snapshot. Throws PackError when the bytes are damaged or of a newer schema. */
  static read(bytes: Uint8Array, seq: number): PastDocument {
    const { meta, elements } = readSnapshot(bytes)
    return new PastDocument(seq, byId(elements), meta)
  }

  copy(): PastDocument {
    return new PastDocument(this.seq, new Map(this.byId), this.meta)
  }

  /** Folds the next record of the log. Returns the ids of the elements that are now another object, or gone. */
  fold(record: BatchRecord): Set<ElementId> {
    this.seq = record.seq
    return fold(this, { actor: record.actor, number: record.number, ops: unpackOps(record.ops) })
  }

  /**
   * Takes over the element objects of a document that was shown before, where they are equal: only what differs is painted anew.
   *
   * @returns the ids of the elements that differ, or are gone
   */
  takeOver(before: PastDocument): Set<ElementId> {
    const changed = new Set<ElementId>()
    for (const [id, element] of this.byId) {
      const old = before.get(id)
      if (old === element) continue
      if (old && equalProps(old, element)) this.byId.set(id, old)
      else changed.add(id)
    }
    for (const { id } of before.elements()) if (!this.byId.has(id)) changed.add(id)
    return changed
  }

  get(id: ElementId): Element | undefined {
    return this.byId.get(id)
  }

  elements(): Iterable<Element> {
    return this.byId.values()
  }

  get size(): number {
    return this.byId.size
  }

  put(element: Element): void {
    this.byId.set(element.id, element)
  }

  remove(id: ElementId): void {
    this.byId.delete(id)
  }

  setMeta(meta: Props): void {
    this.meta = meta
  }
}

const byId = (elements: Iterable<Element>): Map<ElementId, Element> => {
  const map = new Map<ElementId, Element>()
  for (const element of elements) map.set(element.id, element)
  return map
}
