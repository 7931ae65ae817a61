import { getStrokeOutlinePoints, getStrokePoints } from 'perfect-freehand'
import type { Area } from '../../area.ts'
import type { Point } from '../../box.ts'
import type { Element } from '../../element.ts'
import { ellipsePath, type Path, smoothPath } from '../../path.ts'
import { type StrokePoint, unpackPoints } from '../../points.ts'
import { inkColor } from '../../primitives.ts'
import { own } from '../../value.ts'
import type { ElementKind } from '../element-kind.ts'
import { numberOf, stringOf, translatedCorner, widthOf } from '../read.ts'

/** How much pressure changes the width: between half and one and a half times, and none at the pressure of a device without. */
const THINNING = 0.5
/** How much perfect-freehand evens out the hand's tremor; more lags visibly behind the pen. */
const STREAMLINE = 0.35
const SMOOTHING = 0.5
const HIGHLIGHTER_OPACITY = 0.35

export const stroke: ElementKind = {
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
        reaches: line.map(({ pressure }) => radiusAt(element, pressure)),
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
}

const isHighlighter = (element: Element): boolean => own(element, 'pen') === 'highlighter'

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
  const thinning = isHighlighter(element) ? 0 : THINNING
  return widthOf(element) * (0.5 - thinning * (0.5 - pressure))
}

function centreLine(element: Element, points: readonly StrokePoint[]) {
  return getStrokePoints([...points], { size: widthOf(element), streamline: STREAMLINE, last: true })
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
    thinning: isHighlighter(element) ? 0 : THINNING,
    smoothing: SMOOTHING,
    simulatePressure: false,
    last: true,
  })
  return smoothPath(outline.map((point) => ({ x: x + point[0], y: y + point[1] })))
}
