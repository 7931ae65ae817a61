import type { Placement, Point } from './box.ts'
import type { Element } from './element.ts'
import type { ElementId } from './ids.ts'
import type { Path } from './path.ts'
import type { Palette } from './primitives.ts'
import type { Measure } from './text-layout.ts'

/** What geometry needs to know besides an element: the others that an arrow is bound to, and how wide text is. */
export interface GeometryContext {
  get(id: ElementId): Element | undefined
  readonly measure: Measure
  /** Frames have their names with them, as in files; on screen these lie over everything instead, at a constant size. */
  readonly frameNames?: boolean | undefined
  /** Of an element that arrows can be bound to: its outline, a closed polygon in world px. */
  outlineOf(element: Element): readonly Point[] | undefined
  /** Of an element with a box: the box. */
  placementOf(element: Element): Placement | undefined
}

/** Draws paths as if by hand. Pure: the same path and seed always give the same lines. */
export interface Sketcher {
  /** A closed path, gone around twice. */
  outline(path: Path, seed: number): Path
  ellipse(cx: number, cy: number, rx: number, ry: number, seed: number): Path
  /** Single lines (`M`, `L`), each drawn once. */
  lines(path: Path, seed: number): Path
}

export interface PaintContext extends GeometryContext {
  readonly palette: Palette
  /** Missing: what is sketchy is drawn clean. */
  readonly sketch?: Sketcher | undefined
  /** Screen px of a world px; 1 where it is missing. */
  readonly scale?: number | undefined
}
