import type { Point } from '../../box.ts'
import type { Element, LineEnd } from '../../element.ts'
import type { GeometryContext } from '../../geometry-context.ts'
import { curvePath, flattened, type Path, polygonPath } from '../../path.ts'
import { curveOf, endOf, midOf } from '../read.ts'
import { boundEnd, type ElbowEnd, elbowWay, freeEnd } from './elbow.ts'
import { attached, type Target, targetOf } from './ends.ts'

/** Where a line begins and ends, and the corners between, world px. */
export interface Route {
  readonly start: Point
  readonly mid: readonly Point[]
  readonly end: Point
}

/** A route with the lines from each of its points to the next, each beginning with `M`. */
export interface Way extends Route {
  readonly legs: readonly Path[]
}

const NOWHERE: LineEnd = { x: 0, y: 0 }

/**
 * Where a line or an arrow really ends: a bound end at its target's outline, on the way to the place that it is bound to;
 * an end without a target, or whose target is gone or can't be bound to, at its own (x, y).
 */
export function route(line: Element, context: GeometryContext): Route {
  return wayOf(line, context)
}

/** The ends of a line with x and y where they really are now, bindings kept: what to store when a target goes away. */
export function resolvedEnds(
  line: Element,
  context: GeometryContext,
): { readonly start: LineEnd; readonly end: LineEnd } {
  const { start, end } = route(line, context)
  return { start: { ...endOf(line, 'start'), ...start }, end: { ...endOf(line, 'end'), ...end } }
}

/** A line that goes as it goes now, whatever becomes of its targets: for painting only. */
export function standing(line: Element, context: GeometryContext): Element {
  const way = wayOf(line, context)
  const { start, end } = way
  const fixed = { ...line, start: { x: start.x, y: start.y }, end: { x: end.x, y: end.y } }
  // Their way follows from the targets.
  const follows = curveOf(line) === 'elbow' || (curveOf(line) === 'curved' && way.mid.length === 0)
  if (!follows) return fixed
  const points = flattened(wayPath(way))[0]?.points ?? []
  return { ...fixed, curve: 'straight', mid: points.slice(1, -1).map(({ x, y }) => [x, y]) }
}

/** How a line goes. */
export function wayOf(line: Element, context: GeometryContext): Way {
  const start = endOf(line, 'start') ?? NOWHERE
  const end = endOf(line, 'end') ?? start
  const mid = midOf(line)
  const startTarget = targetOf(line, start, context)
  const endTarget = targetOf(line, end, context)
  const curve = curveOf(line)
  if (curve === 'elbow') return elbow(elbowEnd(start, startTarget), mid, elbowEnd(end, endTarget))
  if (curve === 'curved' && mid.length === 0) return swung(elbowEnd(start, startTarget), elbowEnd(end, endTarget))
  const startAnchor = startTarget?.anchor ?? start
  const endAnchor = endTarget?.anchor ?? end
  const first = startTarget ? attached(startTarget, mid[0] ?? endAnchor) : { x: start.x, y: start.y }
  const last = endTarget ? attached(endTarget, mid.at(-1) ?? startAnchor) : { x: end.x, y: end.y }
  const points = [first, ...mid, last]
  const path = curve === 'curved' ? curvePath(points) : polygonPath(points, false)
  return { start: first, mid, end: last, legs: legsOf(path) }
}

/** All of a way in one. */
export function wayPath({ legs }: Way): Path {
  return legs.flatMap((leg, i) => (i === 0 ? leg : leg.slice(1)))
}

/** The middle of each line from a point to the next. */
export function legMiddles({ legs }: Way): Point[] {
  return legs.map((leg) => halfway(flattened(leg)[0]?.points ?? []))
}

/** The place halfway along a line. */
export function halfway(points: readonly Point[]): Point {
  const lengths = points.map((point, i) => {
    const next = points[i + 1] ?? point
    return Math.hypot(next.x - point.x, next.y - point.y)
  })
  let left = lengths.reduce((sum, length) => sum + length, 0) / 2
  for (const [i, point] of points.entries()) {
    const length = lengths[i] ?? 0
    const next = points[i + 1]
    if (next && length > 0 && left <= length) {
      return { x: point.x + ((next.x - point.x) * left) / length, y: point.y + ((next.y - point.y) * left) / length }
    }
    left -= length
  }
  return points[0] ?? { x: 0, y: 0 }
}

function elbowEnd({ x, y }: LineEnd, target: Target | undefined): ElbowEnd {
  return target ? boundEnd(target) : freeEnd({ x, y })
}

function elbow(start: ElbowEnd, mid: readonly Point[], end: ElbowEnd): Way {
  const ends = [start, ...mid.map(freeEnd), end]
  const ways = ends.slice(1).map((to, i) => {
    const from = ends[i] ?? start
    return from.box || to.box || mid.length > 0 ? elbowWay(from, to) : step(from, to)
  })
  const first = ways[0]?.[0] ?? { x: 0, y: 0 }
  const legs = ways.map((way, i) =>
    polygonPath(way.length > 1 ? way : [way[0] ?? mid[i] ?? first, way[0] ?? first], false),
  )
  return { start: first, mid, end: ways.at(-1)?.at(-1) ?? first, legs }
}

/** A way of right angles between two points: along the longer direction first, with the step in its middle. */
function step(from: ElbowEnd, to: ElbowEnd): Point[] {
  const [start, end] = [from.exits[0]?.at, to.exits[0]?.at]
  if (!start || !end) return []
  if (Math.abs(end.x - start.x) >= Math.abs(end.y - start.y)) {
    const x = (start.x + end.x) / 2
    return [start, { x, y: start.y }, { x, y: end.y }, end]
  }
  const y = (start.y + end.y) / 2
  return [start, { x: start.x, y }, { x: end.x, y }, end]
}

/** One curve that leaves and comes in at right angles, as a way of right angles would. */
function swung(from: ElbowEnd, to: ElbowEnd): Way {
  const way = from.box || to.box ? elbowWay(from, to) : step(from, to)
  const start = way[0] ?? { x: 0, y: 0 }
  const end = way.at(-1) ?? start
  const pull = Math.hypot(end.x - start.x, end.y - start.y) / 2
  const towards = (at: Point, next: Point | undefined): Point => {
    const length = next ? Math.hypot(next.x - at.x, next.y - at.y) : 0
    if (!next || length === 0) return at
    return { x: at.x + ((next.x - at.x) / length) * pull, y: at.y + ((next.y - at.y) / length) * pull }
  }
  const [out, back] = [towards(start, way[1]), towards(end, way.at(-2))]
  return {
    start,
    mid: [],
    end,
    legs: [
      [
        ['M', start.x, start.y],
        ['C', out.x, out.y, back.x, back.y, end.x, end.y],
      ],
    ],
  }
}

function legsOf(path: Path): Path[] {
  const legs: Path[] = []
  let from: Point | undefined
  for (const command of path) {
    if (command[0] === 'Z') continue
    const [x = 0, y = 0] = command.slice(-2).map(Number)
    if (from && command[0] !== 'M') legs.push([['M', from.x, from.y], command])
    from = { x, y }
  }
  return legs
}
