import { cornersKind } from '../shape/corners.ts'

export const triangle = cornersKind([
  [0.5, 0],
  [1, 1],
  [0, 1],
])
