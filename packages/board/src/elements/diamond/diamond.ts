import { cornersKind } from '../shape/corners.ts'

export const diamond = cornersKind([
  [0.5, 0],
  [1, 0.5],
  [0.5, 1],
  [0, 0.5],
])
