import { type Box, boxContains } from '@inkwire/board'
import { Surface, type SurfacePlace } from './surface.ts'

/** Longest side, device px. */
const MAX_SIDE = 2_048
/** Room around everything, as a share of its size, so that not every element beyond the edge asks for another overview. */
const MARGIN = 0.1
/** A new overview is made when everything takes less than this share of its side: much was deleted. */
const LEAST_FILLED = 0.3

/** A picture of everything that lies below missing tiles. */
export class Overview {
  /** What is shown. */
  surface: Surface | undefined
  /** What is to take its place, once it is painted. */
  next: Surface | undefined
  /** The first impression, while nothing else is there. */
  sketch: Surface | undefined

  /** Looks whether everything still fits. `most`: device px per world px that it has at most. */
  fit(bounds: Box | undefined, most: number): void {
    const current = this.next ?? this.surface
    if (!bounds || (current && !current.sparse && fits(current.place, bounds, most))) return
    this.next = new Surface(placeOf(bounds, most))
  }

  /** What was asked for is painted. */
  arrived(surface: Surface): void {
    if (surface === this.next) this.next = undefined
    if (surface === this.sketch) {
      this.sketch = undefined
      if (this.surface) {
        surface.close()
        return
      }
    }
    this.surface?.close()
    this.surface = surface
  }

  surfaces(): Surface[] {
    return [this.surface, this.next, this.sketch].filter((surface) => surface !== undefined)
  }

  close(): void {
    for (const surface of this.surfaces()) surface.close()
  }
}

/** What of the world a surface shows. */
export function boxOf({ scale, x, y, w, h }: SurfacePlace): Box {
  return { minX: x / scale, minY: y / scale, maxX: (x + w) / scale, maxY: (y + h) / scale }
}

function fits(place: SurfacePlace, bounds: Box, most: number): boolean {
  const box = boxOf(place)
  if (!boxContains(box, bounds)) return false
  const filled = Math.max(
    (bounds.maxX - bounds.minX) / (box.maxX - box.minX),
    (bounds.maxY - bounds.minY) / (box.maxY - box.minY),
  )
  // A few elements fill little of the px around them, and another overview would not show them larger.
  return filled >= LEAST_FILLED || place.scale >= most
}

function placeOf({ minX, minY, maxX, maxY }: Box, most: number): SurfacePlace {
  const [w, h] = [Math.max(1, maxX - minX), Math.max(1, maxY - minY)]
  const wide = 1 + 2 * MARGIN
  // A px on either side for edges that fall between px.
  const scale = Math.min(most, (MAX_SIDE - 2) / (Math.max(w, h) * wide))
  const [x, y] = [Math.floor((minX - w * MARGIN) * scale) - 1, Math.floor((minY - h * MARGIN) * scale) - 1]
  const right = Math.ceil((maxX + w * MARGIN) * scale) + 1
  const bottom = Math.ceil((maxY + h * MARGIN) * scale) + 1
  return { scale, x, y, w: Math.min(MAX_SIDE, right - x), h: Math.min(MAX_SIDE, bottom - y) }
}
