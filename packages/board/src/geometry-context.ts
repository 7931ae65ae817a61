import type { Placement, Point } from './box.ts'
import type { Element } from './element.ts'
import type { ElementId } from './ids.ts'
import type { Palette } from './primitives.ts'
import type { Measure } from './text-layout.ts'

/** What geometry needs to know besides an element: the others that an arrow is bound to, and how wide text is. */
export interface GeometryContext {
  get(id: ElementId): Element | undefined
  readonly measure: Measure
  /** Of an element that arrows can be bound to: its outline, a closed polygon in world px. */
  outlineOf(element: Element): readonly Point[] | undefined
  /** Of an element with a box: the box. */
  placementOf(element: Element): Placement | undefined
}

export interface PaintContext extends GeometryContext {
  readonly palette: Palette
}
