/** A place in the world, px at zoom 1. */
export interface Point {
  readonly x: number
  readonly y: number
}

/** An upright box in world px; min ≤ max. */
export interface Box {
  readonly minX: number
  readonly minY: number
  readonly maxX: number
  readonly maxY: number
}

/** A box that may be turned around its centre by `angle` radians, clockwise on screen; (x, y) is its unturned top left corner. */
export interface Placement {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
  readonly angle: number
}

/** The box between two corners, whichever they are. */
export function boxBetween(a: Point, b: Point): Box {
  return {
    minX: Math.min(a.x, b.x),
    minY: Math.min(a.y, b.y),
    maxX: Math.max(a.x, b.x),
    maxY: Math.max(a.y, b.y),
  }
}

/** The smallest box around points; undefined for none. */
export function boxAround(points: Iterable<Point>): Box | undefined {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const { x, y } of points) {
    if (x < minX) minX = x
    if (x > maxX) maxX = x
    if (y < minY) minY = y
    if (y > maxY) maxY = y
  }
  return minX <= maxX && minY <= maxY ? { minX, minY, maxX, maxY } : undefined
}

/** The smallest box around boxes; undefined for none. */
export function boxUnion(boxes: Iterable<Box | undefined>): Box | undefined {
  let union: Box | undefined
  for (const box of boxes) {
    if (!box) continue
    union = union
      ? {
          minX: Math.min(union.minX, box.minX),
          minY: Math.min(union.minY, box.minY),
          maxX: Math.max(union.maxX, box.maxX),
          maxY: Math.max(union.maxY, box.maxY),
        }
      : box
  }
  return union
}

/** What two boxes share; undefined when they don't meet. */
export function boxIntersection(a: Box, b: Box): Box | undefined {
  if (!boxesMeet(a, b)) return undefined
  return {
    minX: Math.max(a.minX, b.minX),
    minY: Math.max(a.minY, b.minY),
    maxX: Math.min(a.maxX, b.maxX),
    maxY: Math.min(a.maxY, b.maxY),
  }
}

export function boxesMeet(a: Box, b: Box): boolean {
  return a.minX <= b.maxX && b.minX <= a.maxX && a.minY <= b.maxY && b.minY <= a.maxY
}

/** Whether `inner` lies wholly in `outer`. */
export function boxContains(outer: Box, inner: Box): boolean {
  return outer.minX <= inner.minX && outer.minY <= inner.minY && outer.maxX >= inner.maxX && outer.maxY >= inner.maxY
}

export function boxHolds(box: Box, { x, y }: Point): boolean {
  return x >= box.minX && x <= box.maxX && y >= box.minY && y <= box.maxY
}

/** The box with `by` px more on each side. */
export function boxGrown(box: Box, by: number): Box {
  return { minX: box.minX - by, minY: box.minY - by, maxX: box.maxX + by, maxY: box.maxY + by }
}

export function boxMoved(box: Box, dx: number, dy: number): Box {
  return { minX: box.minX + dx, minY: box.minY + dy, maxX: box.maxX + dx, maxY: box.maxY + dy }
}

/** A point turned around a centre, clockwise on screen. */
export function turned(point: Point, centre: Point, angle: number): Point {
  if (angle === 0) return point
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)]
  const [dx, dy] = [point.x - centre.x, point.y - centre.y]
  return { x: centre.x + dx * cos - dy * sin, y: centre.y + dx * sin + dy * cos }
}

export function centreOf(placement: Placement): Point {
  return { x: placement.x + placement.w / 2, y: placement.y + placement.h / 2 }
}

/** The four corners of a placement, clockwise from the top left one. */
export function cornersOf(placement: Placement): readonly [Point, Point, Point, Point] {
  const { x, y, w, h, angle } = placement
  const centre = centreOf(placement)
  return [
    turned({ x, y }, centre, angle),
    turned({ x: x + w, y }, centre, angle),
    turned({ x: x + w, y: y + h }, centre, angle),
    turned({ x, y: y + h }, centre, angle),
  ]
}
