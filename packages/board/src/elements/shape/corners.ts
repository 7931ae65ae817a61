import { type Path, polygonPath } from '../../path.ts'
import type { ElementKind } from '../element-kind.ts'
import { shapeKind } from './shape.ts'

/** A shape with straight sides; corners as shares (0…1) of its box. */
export function cornersKind(corners: readonly (readonly [u: number, v: number])[]): ElementKind {
  return shapeKind(
    ({ x, y, w, h }): Path =>
      polygonPath(
        corners.map(([u, v]) => ({ x: x + u * w, y: y + v * h })),
        true,
      ),
  )
}
