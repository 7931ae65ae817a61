import { ellipsePath } from '../../path.ts'
import { shapeKind } from '../shape/shape.ts'

export const ellipse = shapeKind({
  path: ({ x, y, w, h }) => ellipsePath(x + w / 2, y + h / 2, w / 2, h / 2),
  sketched: ({ x, y, w, h }, _path, sketch, seed) => sketch.ellipse(x + w / 2, y + h / 2, w / 2, h / 2, seed),
})
