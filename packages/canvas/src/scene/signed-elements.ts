import { type Element, type ElementId, own } from '@inkwire/board'

/** The few elements that have a sign over the canvas, so that they needn't be looked for among all. */
export class SignedElements {
  readonly frames = new Set<ElementId>()
  readonly links = new Set<ElementId>()

  /** Takes in that `id` is this element now, or gone. */
  update(id: ElementId, element: Element | undefined): void {
    keep(this.frames, id, element?.type === 'frame')
    keep(this.links, id, element !== undefined && own(element, 'link') !== undefined)
  }
}

function keep(ids: Set<ElementId>, id: ElementId, has: boolean): void {
  if (has) ids.add(id)
  else if (ids.size > 0) ids.delete(id)
}
