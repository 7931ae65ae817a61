import type { DocumentView, Element, ElementId, Props } from '@inkwire/board'

/** The shown document as the raster knows it: no fold, no hash, only what it was told. */
export class RasterDocument implements DocumentView {
  private readonly byId = new Map<ElementId, Element>()
  readonly meta: Props = {}

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

  clear(): void {
    this.byId.clear()
  }
}
