import { roundedPolygonPath } from '../../path.ts'
import type { ElementKind } from '../element-kind.ts'
import { numberOf } from '../read.ts'
import { shapeKind } from './shape.ts'

/** A shape with straight sides; corners as shares (0…1) of its box. */
export function cornersKind(corners: readonly (readonly [u: number, v: number])[]): ElementKind {
  return shapeKind({
    path({ x, y, w, h }, element) {
      const points = corners.map(([u, v]) => ({ x: x + u * w, y: y + v * h }))
      return roundedPolygonPath(points, numberOf(element, 'radius', 0))
    },
  })
}
