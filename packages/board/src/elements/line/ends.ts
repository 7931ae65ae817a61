import { crossing, nearestOnSegment } from '../../area.ts'
import { centreOf, type Point, turned } from '../../box.ts'
import type { Binding, Element, LineEnd } from '../../element.ts'
import type { GeometryContext } from '../../geometry-context.ts'

/** What an end of a line is bound to, and where. */
export interface Target {
  readonly outline: readonly Point[]
  readonly anchor: Point
  readonly distance: number
}

/** What an end is bound to; undefined: to nothing, or to what is gone or can't be bound to. */
export function targetOf(line: Element, { binding }: LineEnd, context: GeometryContext): Target | undefined {
  if (!binding || binding.id === line.id) return undefined
  const target = context.get(binding.id)
  const outline = target && context.outlineOf(target)
  const anchor = target && placeOn(target, binding, context)
  if (!outline || outline.length < 2 || !anchor) return undefined
  return { outline, anchor, distance: binding.distance }
}

/** The place on an element that a binding names, world px. */
export function placeOn(target: Element, { u, v }: Binding, context: GeometryContext): Point | undefined {
  const placement = context.placementOf(target)
  if (!placement) return undefined
  const { x, y, w, h, angle } = placement
  return turned({ x: x + u * w, y: y + v * h }, centreOf(placement), angle)
}

/** A binding to the place on an element that a point is at, or next to. */
export function bindingAt(
  target: Element,
  point: Point,
  distance: number,
  context: GeometryContext,
): Binding | undefined {
  const placement = context.placementOf(target)
  if (!placement || !context.outlineOf(target)) return undefined
  const { x, y, w, h, angle } = placement
  const local = turned(point, centreOf(placement), -angle)
  const share = (at: number, length: number) => (length > 0 ? Math.min(1, Math.max(0, at / length)) : 0.5)
  return { id: target.id, u: share(local.x - x, w), v: share(local.y - y, h), distance }
}

/** Where the way from a point to the anchor first meets the outline, and `distance` before it; from within, the outline's nearest place. */
export function attached({ outline, anchor, distance }: Target, from: Point): Point {
  let first: number | undefined
  let nearest: Point | undefined
  let nearestDistance = Infinity
  outline.forEach((corner, i) => {
    const next = outline[(i + 1) % outline.length] ?? corner
    const t = crossing(from, anchor, corner, next)
    if (t !== undefined && (first === undefined || t < first)) first = t
    const near = nearestOnSegment(anchor, corner, next)
    const away = Math.hypot(near.x - anchor.x, near.y - anchor.y)
    if (away < nearestDistance) [nearest, nearestDistance] = [near, away]
  })
  if (first === undefined) return nearest ?? anchor
  const length = Math.hypot(anchor.x - from.x, anchor.y - from.y)
  // Never back beyond the point that it comes from: a short arrow would turn around.
  const t = length === 0 ? first : Math.max(first / 2, first - distance / length)
  return { x: from.x + t * (anchor.x - from.x), y: from.y + t * (anchor.y - from.y) }
}
