import type { Element } from './element.ts'
import { SumHash } from './hash.ts'
import type { ElementId } from './ids.ts'
import { PackWriter } from './pack.ts'
import type { Props } from './value.ts'

/** What can be read of a document. Elements are never changed in place: a changed element is another object. */
export interface DocumentView {
  get(id: ElementId): Element | undefined
  /** All elements, in no particular order. */
  elements(): Iterable<Element>
  /** How many elements there are. */
  readonly size: number
  readonly meta: Props
}

/** What the fold writes to. */
export interface DocumentLayer {
  get(id: ElementId): Element | undefined
  put(element: Element): void
  remove(id: ElementId): void
  readonly meta: Props
  setMeta(meta: Props): void
}

/** The elements of a board and its meta, with a hash that is kept up to date. */
export class BoardDocument implements DocumentView, DocumentLayer {
  private readonly byId = new Map<ElementId, Element>()
  private readonly sum = new SumHash()
  private readonly writer = new PackWriter(1024)
  meta: Props = {}

  get(id: ElementId): Element | undefined {
    return this.byId.get(id)
  }

  put(element: Element): void {
    this.replace(element)
    this.sum.add(this.bytes(element))
  }

  /** The same, where the element's bytes are known: they lie between `from` and `to`. */
  putPacked(element: Element, bytes: Uint8Array, from: number, to: number): void {
    this.replace(element)
    this.sum.add(bytes, from, to)
  }

  private replace(element: Element): void {
    const before = this.byId.get(element.id)
    if (before) this.sum.subtract(this.bytes(before))
    this.byId.set(element.id, element)
  }

  remove(id: ElementId): void {
    const before = this.byId.get(id)
    if (!before) return
    this.sum.subtract(this.bytes(before))
    this.byId.delete(id)
  }

  setMeta(meta: Props): void {
    if (Object.keys(this.meta).length > 0) this.sum.subtract(this.bytes(this.meta))
    this.meta = meta
    if (Object.keys(meta).length > 0) this.sum.add(this.bytes(meta))
  }

  elements(): Iterable<Element> {
    return this.byId.values()
  }

  get size(): number {
    return this.byId.size
  }

  /** Of all elements, tombstones included, and of meta: 32 hexadecimal digits, equal for equal documents in whatever order they grew. */
  get hash(): string {
    return this.sum.toString()
  }

  private bytes(props: Props): Uint8Array {
    this.writer.clear()
    this.writer.value(props as { readonly [key: string]: Exclude<Props[string], undefined> })
    return this.writer.peek()
  }
}

/** Changes that lie over a document without touching it: of each changed id its element, or undefined where it is removed. */
export class Overlay implements DocumentLayer {
  readonly changed = new Map<ElementId, Element | undefined>()
  private changedMeta: Props | undefined

  constructor(private readonly base: Pick<DocumentView, 'get' | 'meta'>) {}

  get(id: ElementId): Element | undefined {
    return this.changed.has(id) ? this.changed.get(id) : this.base.get(id)
  }

  put(element: Element): void {
    this.changed.set(element.id, element)
  }

  remove(id: ElementId): void {
    this.changed.set(id, undefined)
  }

  get meta(): Props {
    return this.changedMeta ?? this.base.meta
  }

  setMeta(meta: Props): void {
    this.changedMeta = meta
  }
}
