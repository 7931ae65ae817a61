import { areaHit, areaMeetsBox, areasBox } from './area.ts'
import { type Box, boxHolds, boxIntersection, cornersOf, type Point } from './box.ts'
import type { Element } from './element.ts'
import { kindOf } from './elements/element-types.ts'
import { frameBox } from './elements/frame/frame.ts'
import { drawsSketchy } from './elements/shape/shape.ts'
import type { GeometryContext, PaintContext } from './geometry-context.ts'
import type { ElementId } from './ids.ts'
import { compareOrder } from './order.ts'
import type { Primitive } from './primitives.ts'
import type { Stretch } from './stretch.ts'
import type { Measure } from './text-layout.ts'
import { own, type Props } from './value.ts'

/** Ancestors looked at before a chain counts as a circle; the fold refuses circles, an overlay on a newer base may show one for a moment. */
const MAX_ANCESTORS = 100

/** What the functions below need: a document to look targets up in, and a way to measure text. */
export function geometryContext(get: (id: ElementId) => Element | undefined, measure: Measure): GeometryContext {
  const context: GeometryContext = {
    get,
    measure,
    outlineOf: (element) => kindOf(element.type).outline?.(element, context),
    placementOf: (element) => kindOf(element.type).placement?.(element, context),
  }
  return context
}

/** The upright box of all that an element paints, half its line's width included. Undefined for what paints nothing (a group). */
export function boundsOf(element: Element, context: GeometryContext): Box | undefined {
  return areasBox(kindOf(element.type).areas(element, context))
}

/** Whether a point is on an element, or nearer to its ink than `tolerance` px. What clips it is not looked at: see `clipOf`. */
export function hits(element: Element, point: Point, tolerance: number, context: GeometryContext): boolean {
  return kindOf(element.type)
    .areas(element, context)
    .some((area) => areaHit(area, point, tolerance))
}

/** Whether an element's ink meets an upright box. */
export function meetsBox(element: Element, box: Box, context: GeometryContext): boolean {
  return kindOf(element.type)
    .areas(element, context)
    .some((area) => areaMeetsBox(area, box))
}

/** The properties that move an element by (dx, dy). Bound ends move along and stay bound. */
export function translated(element: Element, dx: number, dy: number): Props {
  return kindOf(element.type).translated(element, dx, dy)
}

/** The properties that make an element larger or smaller. Bound ends stay bound. */
export function stretched(element: Element, stretch: Stretch, context: GeometryContext): Props {
  return kindOf(element.type).stretched(element, stretch, context)
}

/** The properties that carry an element around a centre by an angle (radians, clockwise on screen) and turn it with that. Bound ends stay bound. */
export function rotated(element: Element, centre: Point, angle: number, context: GeometryContext): Props {
  return kindOf(element.type).rotated(element, centre, angle, context)
}

/** The corners of what an element is made of, without the width of its lines: of its box, or all points of its line. None for a group. */
export function skeletonOf(element: Element, context: GeometryContext): readonly Point[] {
  const placement = context.placementOf(element)
  return placement ? cornersOf(placement) : (kindOf(element.type).areas(element, context)[0]?.points ?? [])
}

/** What an element is painted with, back to front, its opacity included. */
export function primitives(element: Element, context: PaintContext): readonly Primitive[] {
  const children = kindOf(element.type).primitives(element, context)
  const opacity = own(element, 'opacity')
  if (typeof opacity !== 'number' || !(opacity < 1) || children.length === 0) return children
  return [{ kind: 'group', opacity: Math.max(0, opacity), children }]
}

/** What of the context an element looks different by, besides its palette: primitives made for one such value can be kept for it. */
export function lookOf(element: Element, context: PaintContext): number {
  return Number(drawsSketchy(element, context))
}

/** Whether arrows can be bound to an element: it has an outline. Lines, arrows, strokes, frames and groups have none. */
export function isBindable(element: Element): boolean {
  return kindOf(element.type).outline !== undefined
}

/** Whether an element's ends can be bound to others. */
export function isLine(element: Element): boolean {
  return element.type === 'line' || element.type === 'arrow'
}

/** The elements that an element is in, innermost first. A parent that is gone reads as none. */
export function ancestorsOf(element: Element, get: (id: ElementId) => Element | undefined): Element[] {
  const ancestors: Element[] = []
  let parent = parentOf(element, get)
  while (parent && ancestors.length < MAX_ANCESTORS && !ancestors.includes(parent)) {
    ancestors.push(parent)
    parent = parentOf(parent, get)
  }
  return ancestors
}

/** The frame or group that an element is in; undefined at the root, and where it is gone. */
export function parentOf(element: Element, get: (id: ElementId) => Element | undefined): Element | undefined {
  return typeof element.parent === 'string' ? get(element.parent) : undefined
}

/** What the frames around an element leave of it. Undefined: nothing clips it; an empty box where the frames share no place. */
export function clipOf(element: Element, get: (id: ElementId) => Element | undefined): Box | undefined {
  let clip: Box | undefined
  for (const ancestor of ancestorsOf(element, get)) {
    if (ancestor.type !== 'frame') continue
    const box = frameBox(ancestor)
    clip = clip ? (boxIntersection(clip, box) ?? { minX: 0, minY: 0, maxX: 0, maxY: 0 }) : box
  }
  return clip
}

/** Whether a clip leaves a point to be seen. */
export function unclipped(clip: Box | undefined, point: Point): boolean {
  return !clip || boxHolds(clip, point)
}

/** Compares two elements for painting: depth-first by (order, id), what holds others before what it holds. */
export function comparePaintOrder(a: Element, b: Element, get: (id: ElementId) => Element | undefined): number {
  if (a.parent === undefined && b.parent === undefined) return compareOrder(a, b)
  const [chainA, chainB] = [a, b].map((element) => [element, ...ancestorsOf(element, get)].reverse())
  for (let i = 0; ; i++) {
    const [stepA, stepB] = [chainA?.[i], chainB?.[i]]
    if (!stepA || !stepB) return stepA ? 1 : stepB ? -1 : 0
    if (stepA.id !== stepB.id) return compareOrder(stepA, stepB)
  }
}
