import type { Point } from '@inkwire/board'

/** x' = a x + c y + e, y' = b x + d y + f. In doubles: what a canvas keeps by itself may be floats, too coarse far from the origin. */
export interface Matrix {
  readonly a: number
  readonly b: number
  readonly c: number
  readonly d: number
  readonly e: number
  readonly f: number
}

/** The matrix after moving its origin. */
export function movedMatrix({ a, b, c, d, e, f }: Matrix, x: number, y: number): Matrix {
  return { a, b, c, d, e: a * x + c * y + e, f: b * x + d * y + f }
}

/** The matrix after turning around a point, radians clockwise on screen. */
export function turnedMatrix(matrix: Matrix, angle: number, { x, y }: Point): Matrix {
  const { a, b, c, d, e, f } = movedMatrix(matrix, x, y)
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const turned = { a: a * cos + c * sin, b: b * cos + d * sin, c: c * cos - a * sin, d: d * cos - b * sin, e, f }
  return movedMatrix(turned, -x, -y)
}

/** How many device px a world px is wide. */
export function scaleOf({ a, b }: Matrix): number {
  return Math.hypot(a, b)
}
