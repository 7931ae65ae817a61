import { crossing, nearestOnSegment } from '../../area.ts'
import { centreOf, type Point, turned } from '../../box.ts'
import type { Binding, Element, LineEnd } from '../../element.ts'
import type { GeometryContext } from '../../geometry-context.ts'
import { endOf, midOf } from '../read.ts'

/** Where a line begins and ends, and the corners between, world px. */
export interface Route {
  readonly start: Point
  readonly mid: readonly Point[]
  readonly end: Point
}

const NOWHERE: LineEnd = { x: 0, y: 0 }

/**
 * Where a line or an arrow really ends: a bound end at its target's outline, on the way to the place that it is bound to;
 * an end without a target, or whose target is gone or can't be bound to, at its own (x, y).
 */
export function route(line: Element, context: GeometryContext): Route {
  const start = endOf(line, 'start') ?? NOWHERE
  const end = endOf(line, 'end') ?? start
  const mid = midOf(line)
  const startTarget = targetOf(line, start, context)
  const endTarget = targetOf(line, end, context)
  const startAnchor = startTarget?.anchor ?? start
  const endAnchor = endTarget?.anchor ?? end
  return {
    start: startTarget ? attached(startTarget, mid[0] ?? endAnchor) : { x: start.x, y: start.y },
    mid,
    end: endTarget ? attached(endTarget, mid.at(-1) ?? startAnchor) : { x: end.x, y: end.y },
  }
}

/** The ends of a line with x and y where they really are now, bindings kept: what to store when a target goes away. */
export function resolvedEnds(
  line: Element,
  context: GeometryContext,
): { readonly start: LineEnd; readonly end: LineEnd } {
  const { start, end } = route(line, context)
  return { start: { ...endOf(line, 'start'), ...start }, end: { ...endOf(line, 'end'), ...end } }
}

interface Target {
  readonly outline: readonly Point[]
  readonly anchor: Point
  readonly distance: number
}

function targetOf(line: Element, { binding }: LineEnd, context: GeometryContext): Target | undefined {
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
function attached({ outline, anchor, distance }: Target, from: Point): Point {
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
