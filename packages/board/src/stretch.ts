import { centreOf, type Placement, type Point, turned } from './box.ts'
import { DOCUMENT_LIMITS } from './limits.ts'

/** Makes things larger or smaller by factors along two axes that are turned by `angle`; `origin` stays where it is. */
export interface Stretch {
  readonly origin: Point
  /** Never 0; negative mirrors. */
  readonly x: number
  /** Never 0; negative mirrors. */
  readonly y: number
  /** Radians, clockwise on screen. */
  readonly angle: number
}

/** What takes a stretch back. */
export function inverseStretch(stretch: Stretch): Stretch {
  return { ...stretch, x: 1 / stretch.x, y: 1 / stretch.y }
}

export function stretchedPoint(point: Point, { origin, x, y, angle }: Stretch): Point {
  const local = turned(point, origin, -angle)
  const far = { x: origin.x + (local.x - origin.x) * x, y: origin.y + (local.y - origin.y) * y }
  return turned(far, origin, angle)
}

/**
 * A box stretched with its centre. Exact where its sides are parallel to the stretch's axes or both factors are alike; between
 * that it would become a rhomboid, and keeps its angle instead.
 */
export function stretchedPlacement(placement: Placement, stretch: Stretch): Placement {
  const centre = stretchedPoint(centreOf(placement), stretch)
  const own = placement.angle - stretch.angle
  const along = (direction: number) => Math.hypot(Math.cos(direction) * stretch.x, Math.sin(direction) * stretch.y)
  const [w, h] = [placement.w * along(own), placement.h * along(own + Math.PI / 2)]
  const mirrored = stretch.x * stretch.y < 0
  return {
    x: centre.x - w / 2,
    y: centre.y - h / 2,
    w,
    h,
    angle: mirrored ? stretch.angle - own : placement.angle,
  }
}

/** A box carried around a centre and turned with it, clockwise on screen. */
export function rotatedPlacement(placement: Placement, centre: Point, angle: number): Placement {
  const middle = turned(centreOf(placement), centre, angle)
  const { w, h } = placement
  return { x: middle.x - w / 2, y: middle.y - h / 2, w, h, angle: placement.angle + angle }
}

/** The same direction, in (-π, π]: so that no number of turns leaves the range that the schema takes. */
export function wrappedAngle(angle: number): number {
  const turn = 2 * Math.PI
  const rest = ((angle % turn) + turn) % turn
  return rest > Math.PI ? rest - turn : rest
}

/** A coordinate that an op can carry. */
export function boundedCoordinate(value: number): number {
  return Math.min(DOCUMENT_LIMITS.coordinate, Math.max(-DOCUMENT_LIMITS.coordinate, value))
}
