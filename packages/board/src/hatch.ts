import type { Point } from './box.ts'
import type { PathCommand } from './path.ts'

/** Between two lines, px. */
const GAP = 8
/** Lines of one shape at most: a huge one gets wider gaps. */
const MAX_LINES = 500
/** The way of the lines: a quarter of half a turn, from bottom left to top right. */
const SIN = Math.SQRT1_2

/** Slanted lines that fill a closed polygon (even-odd), as a path of single lines. They go with its middle when it is moved. */
export function hatchPath(polygon: readonly Point[], middle: Point): PathCommand[] {
  // In coordinates in which the lines are level: (u, v) = the polygon turned by 45° around the middle.
  const corners = polygon.map(({ x, y }) => {
    const [dx, dy] = [x - middle.x, y - middle.y]
    return { u: (dx - dy) * SIN, v: (dx + dy) * SIN }
  })
  let [top, bottom] = [Infinity, -Infinity]
  for (const { v } of corners) {
    if (v < top) top = v
    if (v > bottom) bottom = v
  }
  if (!(bottom > top)) return []
  const gap = Math.max(GAP, (bottom - top) / MAX_LINES)
  const path: PathCommand[] = []
  for (let row = Math.ceil(top / gap); row * gap <= bottom; row++) {
    const v = row * gap
    const crossings: number[] = []
    let a = corners.at(-1)
    for (const b of corners) {
      if (a && a.v > v !== b.v > v) crossings.push(a.u + ((b.u - a.u) * (v - a.v)) / (b.v - a.v))
      a = b
    }
    crossings.sort((one, other) => one - other)
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      const [from, to] = [crossings[i] ?? 0, crossings[i + 1] ?? 0]
      path.push(['M', middle.x + (from + v) * SIN, middle.y + (v - from) * SIN])
      path.push(['L', middle.x + (to + v) * SIN, middle.y + (v - to) * SIN])
    }
  }
  return path
}
