import type { DocumentView, Element, ElementId, Props } from '@inkwire/board'
import { canvasMeasure, Scene } from '@inkwire/canvas/testing'

/** A document that is no more than its elements, with a scene over it. */
export class Sheet implements DocumentView {
  readonly meta: Props = {}
  readonly scene: Scene
  private readonly byId = new Map<ElementId, Element>()

  constructor(elements: Iterable<Element> = []) {
    for (const element of elements) this.byId.set(element.id, element)
    this.scene = new Scene(this, measure)
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

  /** The scene has to be told. */
  put(element: Element): void {
    this.byId.set(element.id, element)
  }

  /** The scene has to be told. */
  remove(id: ElementId): void {
    this.byId.delete(id)
  }
}

const measure = canvasMeasure()
