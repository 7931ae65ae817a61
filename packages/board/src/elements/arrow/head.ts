import type { Area } from '../../area.ts'
import type { Point } from '../../box.ts'
import type { ArrowHead } from '../../element.ts'
import { ellipsePath, flattened, type Path, polygonPath } from '../../path.ts'
import type { Primitive, StrokePaint } from '../../primitives.ts'

/** Length of a head for a line of a width, px. */
export const headLength = (width: number): number => 6 + 3 * width
/** Half of the angle between the barbs, radians. */
const BARB = Math.PI / 7
/** Of a diamond, whose tip is blunter. */
const DIAMOND_BARB = Math.PI / 4.5

/** What a head is made of, at `tip`, of a line that comes from `from`. */
function headPath(
  head: ArrowHead,
  tip: Point,
  from: Point,
  width: number,
): { path: Path; filled: boolean } | undefined {
  if (head === 'none') return undefined
  const angle = Math.atan2(tip.y - from.y, tip.x - from.x)
  const length = headLength(width)
  const back = (turn: number, far: number): Point => ({
    x: tip.x - far * Math.cos(angle + turn),
    y: tip.y - far * Math.sin(angle + turn),
  })
  switch (head) {
    case 'arrow':
      return { path: polygonPath([back(BARB, length), tip, back(-BARB, length)], false), filled: false }
    case 'triangle':
      return { path: polygonPath([back(BARB, length), tip, back(-BARB, length)], true), filled: true }
    case 'diamond': {
      const side = length / 2 / Math.cos(DIAMOND_BARB)
      return {
        path: polygonPath([tip, back(DIAMOND_BARB, side), back(0, length), back(-DIAMOND_BARB, side)], true),
        filled: true,
      }
    }
    case 'bar':
      return {
        path: polygonPath([back(Math.PI / 2, length / 2), back(-Math.PI / 2, length / 2)], false),
        filled: false,
      }
    case 'dot':
      return { path: ellipsePath(tip.x, tip.y, length / 3, length / 3), filled: true }
  }
}

export function headPrimitives(head: ArrowHead, tip: Point, from: Point, stroke: StrokePaint): readonly Primitive[] {
  const made = headPath(head, tip, from, stroke.width)
  if (!made) return []
  // A head is solid, also that of a dashed line.
  const solid = { color: stroke.color, width: stroke.width }
  return [{ kind: 'path', path: made.path, stroke: solid, ...(made.filled ? { fill: stroke.color } : {}) }]
}

export function headAreas(head: ArrowHead, tip: Point, from: Point, width: number): readonly Area[] {
  const made = headPath(head, tip, from, width)
  if (!made) return []
  return flattened(made.path).map(({ points, closed }) => ({ points, closed, filled: made.filled, reach: width / 2 }))
}
