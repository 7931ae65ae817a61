import { centreOf, type Placement, type Point, type Stretch, turned } from '@inkwire/board'
import { type Corner, PULLS, type Side } from './handles.ts'

/** What is pulled together stays this long at least, px: nothing can be pulled out of a box without a size. */
const MIN_LENGTH = 1

export interface Pull {
  readonly handle: Corner | Side
  /** Where the handle's corner or side is to be now, world px. */
  readonly to: Point
  /** Both sides grow by the same factor. */
  readonly even: boolean
  /** The middle stays where it is, not the other side. */
  readonly centred: boolean
}

/** The stretch that brings a box's corner or side to where it was pulled. Pulled past the other side, it is mirrored there. */
export function stretchOf(box: Placement, { handle, to, even, centred }: Pull): Stretch {
  const [pullX, pullY] = PULLS[handle]
  const centre = centreOf(box)
  const local = turned(to, centre, -box.angle)
  const factor = (pull: number, length: number, at: number, middle: number): number | undefined => {
    if (pull === 0 || length < 1e-6) return undefined
    const far = centred ? (2 * (at - middle) * pull) / length : ((at - middle) * pull + length / 2) / length
    const least = Math.min(1, MIN_LENGTH / length)
    return Math.abs(far) >= least ? far : far < 0 ? -least : least
  }
  const x = factor(pullX, box.w, local.x, centre.x)
  const y = factor(pullY, box.h, local.y, centre.y)
  const origin = centred ? centre : turned({ x: centre.x - (pullX * box.w) / 2, y: centre.y - (pullY * box.h) / 2 }, centre, box.angle) // biome-ignore format: one row
  if (!even) return { origin, x: x ?? 1, y: y ?? 1, angle: box.angle }
  const size = Math.max(Math.abs(x ?? 0), Math.abs(y ?? 0)) || 1
  return { origin, x: size * sign(x), y: size * sign(y), angle: box.angle }
}

const sign = (factor: number | undefined): 1 | -1 => (factor !== undefined && factor < 0 ? -1 : 1)
