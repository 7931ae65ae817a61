import { type Box, boxAround, type Point } from '@inkwire/board'
import type { Transformation } from '../edits/transformation.ts'

/** x' = a x + c y + e, y' = b x + d y + f: as CSS and Canvas 2D write it. World px. */
export type Affine = readonly [a: number, b: number, c: number, d: number, e: number, f: number]

export const shiftedBy = (dx: number, dy: number): Affine => [1, 0, 0, 1, dx, dy]

/** What a stretch or a rotation does to every point. */
export function affineOf(transformation: Transformation): Affine {
  if (transformation.kind === 'rotation') {
    const { centre, angle } = transformation
    return around(centre, [Math.cos(angle), Math.sin(angle), -Math.sin(angle), Math.cos(angle)])
  }
  const { origin, x, y, angle } = transformation.stretch
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  return around(origin, [
    x * cos * cos + y * sin * sin,
    (x - y) * sin * cos,
    (x - y) * sin * cos,
    x * sin * sin + y * cos * cos,
  ])
}

function around({ x, y }: Point, [a, b, c, d]: readonly [number, number, number, number]): Affine {
  return [a, b, c, d, x - a * x - c * y, y - b * x - d * y]
}

export function mappedPoint([a, b, c, d, e, f]: Affine, { x, y }: Point): Point {
  return { x: a * x + c * y + e, y: b * x + d * y + f }
}

/** The upright box around a box that was mapped. */
export function mappedBox(affine: Affine, { minX, minY, maxX, maxY }: Box): Box {
  const corners = [
    { x: minX, y: minY },
    { x: maxX, y: minY },
    { x: maxX, y: maxY },
    { x: minX, y: maxY },
  ]
  return boxAround(corners.map((corner) => mappedPoint(affine, corner))) ?? { minX, minY, maxX, maxY }
}
