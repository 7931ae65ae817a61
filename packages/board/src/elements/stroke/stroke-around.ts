import type { Box } from '../../box.ts'
import type { Element } from '../../element.ts'
import { eachPoint } from '../../points.ts'
import { own } from '../../value.ts'
import { numberOf, widthOf } from '../read.ts'

/** How far the curve between two points leaves the box around them, as a share of their distance: both its tangents are as long as that. */
const BULGE = 0.25
/** The widest ink, of full pressure, in widths. */
const WIDEST = 1.5

/** A box that holds all ink of a stroke, near to its bounds, without the curves that those take. Undefined where there is none. */
export function strokeAround(element: Element): Box | undefined {
  const packed = own(element, 'points')
  if (!(packed instanceof Uint8Array)) return undefined
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity]
  let [fromX, fromY] = [Number.NaN, Number.NaN]
  const whole = eachPoint(packed, (x, y) => {
    if (Number.isNaN(fromX)) {
      fromX = x
      fromY = y
    }
    // The longer way around is long enough, and costs no root.
    const bulge = (Math.abs(x - fromX) + Math.abs(y - fromY)) * BULGE
    minX = Math.min(minX, Math.min(x, fromX) - bulge)
    minY = Math.min(minY, Math.min(y, fromY) - bulge)
    maxX = Math.max(maxX, Math.max(x, fromX) + bulge)
    maxY = Math.max(maxY, Math.max(y, fromY) + bulge)
    fromX = x
    fromY = y
  })
  if (!whole || !(minX <= maxX)) return undefined
  const [x, y] = [numberOf(element, 'x', 0), numberOf(element, 'y', 0)]
  const reach = (widthOf(element) * WIDEST) / 2
  return { minX: x + minX - reach, minY: y + minY - reach, maxX: x + maxX + reach, maxY: y + maxY + reach }
}
