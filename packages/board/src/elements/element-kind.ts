import type { Area } from '../area.ts'
import type { Box, Placement, Point } from '../box.ts'
import type { Element } from '../element.ts'
import type { GeometryContext, PaintContext } from '../geometry-context.ts'
import type { Primitive } from '../primitives.ts'
import type { Stretch } from '../stretch.ts'
import type { Props } from '../value.ts'

/**
 * How one type of element looks and feels. None of it throws, whatever stands in the element: the log outlives the version
 * that wrote it.
 */
export interface ElementKind {
  /** Where its ink is: bounds and hit-testing follow from it. None: it can be neither seen nor hit. */
  areas(element: Element, context: GeometryContext): readonly Area[]
  /** A box that holds all its ink, not much larger than it must be: only of types whose areas take long to find. */
  around?(element: Element): Box | undefined
  /** What it is painted with, without its opacity. */
  primitives(element: Element, context: PaintContext): readonly Primitive[]
  /** The properties that move it. */
  translated(element: Element, dx: number, dy: number): Props
  /** The properties that make it larger or smaller. */
  stretched(element: Element, stretch: Stretch, context: GeometryContext): Props
  /** The properties that carry it around a centre by an angle, radians clockwise on screen, and turn it with that. */
  rotated(element: Element, centre: Point, angle: number, context: GeometryContext): Props
  /** Its corners only pull evenly: the height of a text follows from its width, a picture would be distorted. */
  readonly keepsRatio?: true
  /** It stays upright when it is carried around a centre. */
  readonly upright?: true
  /** Opacity where the element says none. */
  readonly opacity?: number
  /** Its box, for types that have one. */
  placement?(element: Element, context: GeometryContext): Placement
  /** The closed polygon at which bound arrows end; only of types that arrows can be bound to. */
  outline?(element: Element, context: GeometryContext): readonly Point[]
}
