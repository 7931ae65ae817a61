import { cornersKind } from '../shape/corners.ts'

export const hexagon = cornersKind([
  [0.25, 0],
  [0.75, 0],
  [1, 0.5],
  [0.75, 1],
  [0.25, 1],
  [0, 0.5],
])
