import { rectanglePath } from '../../path.ts'
import { numberOf } from '../read.ts'
import { shapeKind } from '../shape/shape.ts'

export const rectangle = shapeKind({
  path: ({ x, y, w, h }, element) => rectanglePath(x, y, w, h, numberOf(element, 'radius', 0)),
})
