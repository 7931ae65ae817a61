import type { Placement, Point } from '@inkwire/board'

const MAX_COORDINATE = 1_000_000

/** How a box is drawn: `even`: as wide as high; `centred`: from its middle instead of from a corner. */
export interface BoxDrawing {
  readonly from: Point
  readonly to: Point
  readonly even: boolean
  readonly centred: boolean
}

/** The box that a drag draws, world px. */
export function drawnBox({ from, to, even, centred }: BoxDrawing): Omit<Placement, 'angle'> {
  const [dx, dy] = [to.x - from.x, to.y - from.y]
  const side = Math.max(Math.abs(dx), Math.abs(dy))
  const [reachX, reachY] = even ? [side, side] : [Math.abs(dx), Math.abs(dy)]
  const left = centred || dx < 0 ? from.x - reachX : from.x
  const top = centred || dy < 0 ? from.y - reachY : from.y
  const times = centred ? 2 : 1
  const x = Math.max(-MAX_COORDINATE, left)
  const y = Math.max(-MAX_COORDINATE, top)
  return { x, y, w: times * reachX, h: times * reachY }
}
