import { cornersKind } from '../shape/corners.ts'

/** Radius of the inner corners of a five-pointed star whose sides are straight lines from point to point. */
const INNER = 0.382

/** Ten corners on two circles, stretched so that they fill the box. */
const corners = Array.from({ length: 10 }, (_, i) => {
  const radius = i % 2 === 0 ? 1 : INNER
  const angle = (i * Math.PI) / 5 - Math.PI / 2
  return [radius * Math.cos(angle), radius * Math.sin(angle)] as const
})
const half = Math.cos(Math.PI / 10)
const height = 1 + Math.cos(Math.PI / 5)

export const star = cornersKind(corners.map(([x, y]) => [(x / half + 1) / 2, (y + 1) / height] as const))
