import { type Box, boxAround, boxesMeet, boxGrown, boxHolds, boxUnion, type Point } from './box.ts'

/**
 * A part of what an element paints, as hit-testing and bounds see it: a line whose ink reaches so far to either side, or
 * a closed one that may be filled.
 */
export interface Area {
  readonly points: readonly Point[]
  /** The last point is joined to the first. */
  readonly closed: boolean
  readonly filled: boolean
  /** How far ink reaches from the line, px: half the line's width. */
  readonly reach: number
  /** Instead of `reach`, of each point, where the width changes along the line. */
  readonly reaches?: readonly number[]
}

/** The smallest upright box that holds all the ink of areas. */
export function areasBox(areas: readonly Area[]): Box | undefined {
  return boxUnion(
    areas.map((area) => {
      const box = boxAround(area.points)
      return box && boxGrown(box, widestReach(area))
    }),
  )
}

/** Whether a point is on an area's ink, or nearer to it than `tolerance` px. */
export function areaHit(area: Area, point: Point, tolerance: number): boolean {
  if (area.filled && insidePolygon(area.points, point)) return true
  const { points, closed, reach, reaches } = area
  const [first] = points
  if (!first) return false
  if (points.length === 1)
    return Math.hypot(point.x - first.x, point.y - first.y) <= (reaches?.[0] ?? reach) + tolerance
  const last = closed ? points.length : points.length - 1
  for (let i = 0; i < last; i++) {
    const [a, b] = [points[i], points[i + 1] ?? first]
    if (!a) continue
    const width = reaches ? Math.max(reaches[i] ?? reach, reaches[i + 1] ?? reach) : reach
    if (distanceToSegment(point, a, b) <= width + tolerance) return true
  }
  return false
}

/** Whether an area's ink meets an upright box. */
export function areaMeetsBox(area: Area, box: Box): boolean {
  const grown = boxGrown(box, widestReach(area))
  const { points, closed, filled } = area
  const [first] = points
  if (!first) return false
  if (points.some((point) => boxHolds(grown, point))) return true
  const last = closed ? points.length : points.length - 1
  for (let i = 0; i < last; i++) {
    const [a, b] = [points[i], points[i + 1] ?? first]
    if (a && segmentMeetsBox(a, b, grown)) return true
  }
  return filled && insidePolygon(points, { x: (box.minX + box.maxX) / 2, y: (box.minY + box.maxY) / 2 })
}

function widestReach({ reach, reaches }: Area): number {
  let widest = reaches ? 0 : reach
  for (const one of reaches ?? []) if (one > widest) widest = one
  return widest
}

export function nearestOnSegment(point: Point, a: Point, b: Point): Point {
  const [dx, dy] = [b.x - a.x, b.y - a.y]
  const length = dx * dx + dy * dy
  const t = length === 0 ? 0 : Math.min(1, Math.max(0, ((point.x - a.x) * dx + (point.y - a.y) * dy) / length))
  return { x: a.x + t * dx, y: a.y + t * dy }
}

export function distanceToSegment(point: Point, a: Point, b: Point): number {
  const nearest = nearestOnSegment(point, a, b)
  return Math.hypot(point.x - nearest.x, point.y - nearest.y)
}

/** Whether a point is inside a closed polygon (even-odd). */
export function insidePolygon(polygon: readonly Point[], { x, y }: Point): boolean {
  let inside = false
  let previous = polygon.at(-1)
  for (const corner of polygon) {
    if (previous && corner.y > y !== previous.y > y) {
      const crossing = previous.x + ((y - previous.y) / (corner.y - previous.y)) * (corner.x - previous.x)
      if (x < crossing) inside = !inside
    }
    previous = corner
  }
  return inside
}

/** Where two segments cross, as a share 0…1 of the first one; undefined when they don't. */
export function crossing(a: Point, b: Point, c: Point, d: Point): number | undefined {
  const [rx, ry, sx, sy] = [b.x - a.x, b.y - a.y, d.x - c.x, d.y - c.y]
  const cross = rx * sy - ry * sx
  if (cross === 0) return undefined
  const t = ((c.x - a.x) * sy - (c.y - a.y) * sx) / cross
  const u = ((c.x - a.x) * ry - (c.y - a.y) * rx) / cross
  return t >= 0 && t <= 1 && u >= 0 && u <= 1 ? t : undefined
}

function segmentMeetsBox(a: Point, b: Point, box: Box): boolean {
  const around = boxAround([a, b])
  if (!around || !boxesMeet(around, box)) return false
  const corners = [
    { x: box.minX, y: box.minY },
    { x: box.maxX, y: box.minY },
    { x: box.maxX, y: box.maxY },
    { x: box.minX, y: box.maxY },
  ]
  return corners.some((corner, i) => crossing(a, b, corner, corners[(i + 1) % 4] ?? corner) !== undefined)
}
