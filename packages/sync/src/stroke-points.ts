import type { StrokePoint } from '@inkwire/board'
import { LIMITS } from '@inkwire/protocol'

/**
 * Puts `more` into `points` from index `from` on, in place. Points that got lost in between are drawn as a straight line: the
 * stroke's batch brings them soon. Returns false, and does nothing, where a stroke would be longer than any can be.
 */
export function mergePoints(points: StrokePoint[], from: number, more: readonly StrokePoint[]): boolean {
  if (from + more.length > LIMITS.strokePoints) return false
  const [first] = more
  const last = points.at(-1) ?? first
  if (first && last) {
    const [start, missing] = [points.length, from - points.length]
    for (let i = 1; i <= missing; i++) {
      const share = i / (missing + 1)
      points[start + i - 1] = {
        x: last.x + (first.x - last.x) * share,
        y: last.y + (first.y - last.y) * share,
        pressure: last.pressure,
      }
    }
  }
  more.forEach((point, i) => {
    points[from + i] = point
  })
  return true
}
