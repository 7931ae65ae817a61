import { getStrokeOutlinePoints, getStrokePoints } from 'perfect-freehand'
import type { Area } from '../../area.ts'
import { type Point, turned } from '../../box.ts'
import type { Element } from '../../element.ts'
import { ellipsePath, type Path, smoothPath } from '../../path.ts'
import { packPoints, type StrokePoint, unpackPoints } from '../../points.ts'
import { inkColor } from '../../primitives.ts'
import { boundedCoordinate, stretchedPoint } from '../../stretch.ts'
import { own, type Props } from '../../value.ts'
import type { ElementKind } from '../element-kind.ts'
import { numberOf, stringOf, translatedCorner, widthOf } from '../read.ts'
import { strokeAround } from './stroke-around.ts'

/** How much pressure changes the width: between half and one and a half times, and none at the pressure of a device without. */
export const STROKE_THINNING = 0.5
/** How much perfect-freehand evens out the hand's tremor; more lags visibly behind the pen. */
export const STROKE_STREAMLINE = 0.5
export const STROKE_SMOOTHING = 0.5
/** Points that are further apart, px, get others between them, up to so many pieces: more can't be seen. */
const MIN_STEP = 3
const MAX_STEPS = 5
/** Of the end of a stroke perfect-freehand drops the points that are nearer to it than so many px. */
const DROPPED_LENGTH = 3
/** Of the highlighter, where its element says none. */
export const HIGHLIGHTER_OPACITY = 0.35

export const stroke: ElementKind = {
  around: strokeAround,
  areas(element) {
    const { x, y } = corner(element)
    const points = strokePoints(element)
    const width = widthOf(element)
    const [first] = points
    if (!first) return []
    if (isDot(points)) return [dotArea({ x: x + first.x, y: y + first.y }, dotRadius(element, points))]
    const line = centreLine(element, points)
    return [
      {
        points: line.map(({ point }) => ({ x: x + point[0], y: y + point[1] })),
        closed: false,
        filled: false,
        reach: width / 2,
        reaches: withBeginning(
          line,
          line.map(({ pressure }) => radiusAt(element, pressure)),
        ),
      },
    ]
  },
  primitives(element, { palette }) {
    const path = strokePath(element)
    if (path.length === 0) return []
    const fill = inkColor(palette, stringOf(element, 'color'))
    const opacity = isHighlighter(element) && own(element, 'opacity') === undefined ? HIGHLIGHTER_OPACITY : undefined
    const body = { kind: 'path' as const, path, fill }
    return opacity === undefined ? [body] : [{ kind: 'group', opacity, children: [body] }]
  },
  translated: translatedCorner,
  stretched: (element, stretch) => {
    const least = Math.min(Math.abs(stretch.x), Math.abs(stretch.y))
    return mapped(element, (point) => stretchedPoint(point, stretch), Math.max(0, -Math.log2(least)))
  },
  rotated: (element, centre, angle) => mapped(element, (point) => turned(point, centre, angle), FINER_WHEN_TURNED),
}

/** Points that are turned fall between the units that they were stored in: two bits more keep many turns from showing. */
const FINER_WHEN_TURNED = 2

/** A stroke whose points went elsewhere, stored by so many bits finer: detail that was made small must come back when it is made large. */
function mapped(element: Element, map: (point: Point) => Point, finer: number): Props {
  const points = strokePoints(element)
  const packed = own(element, 'points')
  if (!(packed instanceof Uint8Array) || points.length === 0) return {}
  const from = corner(element)
  const to = map(from)
  const moved = points.map(({ x, y, pressure }) => {
    const point = map({ x: from.x + x, y: from.y + y })
    return { x: point.x - to.x, y: point.y - to.y, pressure }
  })
  const zoom = 2 ** ((packed[0] ?? 0) + Math.ceil(finer))
  return { x: boundedCoordinate(to.x), y: boundedCoordinate(to.y), points: packPoints(moved, zoom) }
}

export const isHighlighter = (element: Element): boolean => own(element, 'pen') === 'highlighter'

const corner = (element: Element): Point => ({ x: numberOf(element, 'x', 0), y: numberOf(element, 'y', 0) })

/** The points of a stroke, relative to its (x, y); none where they can't be read. */
export function strokePoints(element: Element): StrokePoint[] {
  const packed = own(element, 'points')
  if (!(packed instanceof Uint8Array)) return []
  try {
    return unpackPoints(packed)
  } catch {
    return []
  }
}

/** A tap: all points at one place. It is painted as a dot, of which perfect-freehand would make a short dash. */
function isDot(points: readonly StrokePoint[]): boolean {
  const [first] = points
  return first !== undefined && points.every(({ x, y }) => x === first.x && y === first.y)
}

const dotArea = (point: Point, reach: number): Area => ({ points: [point], closed: false, filled: false, reach })

function dotRadius(element: Element, points: readonly StrokePoint[]): number {
  return Math.max(...points.map(({ pressure }) => radiusAt(element, pressure)))
}

/** Half of the painted width at a pressure, as perfect-freehand takes it. */
function radiusAt(element: Element, pressure: number): number {
  const thinning = isHighlighter(element) ? 0 : STROKE_THINNING
  return widthOf(element) * (0.5 - thinning * (0.5 - pressure))
}

/**
 * perfect-freehand rounds the beginning of a stroke around its first point, out to the first edge point that it keeps; of the last px of
 * a stroke it keeps only the end, so the round beginning of a stroke that is no longer than that reaches as far as there.
 */
function withBeginning(line: readonly { readonly runningLength: number }[], reaches: number[]): readonly number[] {
  const length = line.at(-1)?.runningLength ?? 0
  return length < DROPPED_LENGTH ? [Math.hypot(Math.max(...reaches), length), ...reaches.slice(1)] : reaches
}

function centreLine(element: Element, points: readonly StrokePoint[]) {
  return getStrokePoints(densified(points, widthOf(element)), {
    size: widthOf(element),
    streamline: STROKE_STREAMLINE,
    last: true,
  })
}

/**
 * The points with others on a curve between those that a fast hand left far apart. What evens out the tremor of a slow hand lags a
 * share of the way from point to point, so without them it would cut off the bends of a fast one. Of a part of the points: what
 * leads to those from index `begin` to before `end`.
 */
export function densified(
  points: readonly StrokePoint[],
  width: number,
  begin = 0,
  end = points.length,
): StrokePoint[] {
  const dense: StrokePoint[] = begin === 0 ? points.slice(0, 1) : []
  for (let i = Math.max(1, begin); i < end; i++) {
    const [from, to] = [points[i - 1], points[i]]
    if (!from || !to) continue
    const length = distance(from, to)
    const steps = Math.min(MAX_STEPS, Math.ceil(length / Math.max(MIN_STEP, width / 2)))
    const start = tangent(points[i - 2] ?? from, from, to, length)
    const end = tangent(from, to, points[i + 1] ?? to, length)
    for (let step = 1; step < steps; step++) dense.push(between(from, to, start, end, step / steps))
    dense.push(to)
  }
  return dense
}

const distance = (a: Point, b: Point): number => Math.hypot(b.x - a.x, b.y - a.y)

/** The direction of the curve at a point, as long as the piece that it is for: else uneven points would make it overshoot. */
function tangent(before: Point, at: Point, after: Point, length: number): Point {
  const way = distance(before, at) + distance(at, after)
  const share = way > 0 ? length / way : 0
  return { x: (after.x - before.x) * share, y: (after.y - before.y) * share }
}

/** A place on the Hermite curve between two points. */
function between(from: StrokePoint, to: StrokePoint, start: Point, end: Point, t: number): StrokePoint {
  const [t2, t3] = [t * t, t * t * t]
  const blend = (a: number, b: number, u: number, v: number) =>
    (2 * t3 - 3 * t2 + 1) * a + (t3 - 2 * t2 + t) * u + (3 * t2 - 2 * t3) * b + (t3 - t2) * v
  return {
    x: blend(from.x, to.x, start.x, end.x),
    y: blend(from.y, to.y, start.y, end.y),
    pressure: from.pressure + (to.pressure - from.pressure) * t,
  }
}

function strokePath(element: Element): Path {
  const points = strokePoints(element)
  const [first] = points
  if (!first) return []
  const { x, y } = corner(element)
  if (isDot(points)) {
    const radius = dotRadius(element, points)
    return ellipsePath(x + first.x, y + first.y, radius, radius)
  }
  const outline = getStrokeOutlinePoints(centreLine(element, points), {
    size: widthOf(element),
    thinning: isHighlighter(element) ? 0 : STROKE_THINNING,
    smoothing: STROKE_SMOOTHING,
    simulatePressure: false,
    last: true,
  })
  return smoothPath(outline.map((point) => ({ x: x + point[0], y: y + point[1] })))
}
