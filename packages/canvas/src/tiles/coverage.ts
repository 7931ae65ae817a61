import type { Box } from '@inkwire/board'
import type { Composition, View } from './compositor.ts'
import { type Rect, rectArea, rectBetween, rectIntersection } from './rect.ts'

/** Shares of the viewport, 0…1. */
export interface Coverage {
  /** Lacks ink that it should have. */
  readonly blank: number
  /** Shows ink of an older document, or of another scale. */
  readonly stale: number
}

/** How true a frame is. Where everything ends there is no ink to lack. `bounds`: around everything, world px. */
export function coverageOf({ shown, stretched, missing }: Composition, view: View, bounds: Box | undefined): Coverage {
  const inked = bounds && screenRect(bounds, view)
  if (!inked) return { blank: 0, stale: 0 }
  const area = (rects: readonly Rect[]) =>
    rects.reduce((sum, rect) => {
      const part = rectIntersection(rect, inked)
      return sum + (part ? rectArea(part) : 0)
    }, 0)
  const whole = view.width * view.height
  const sparse = [...shown].some((surface) => surface.sparse)
  const inexact = area(stretched)
  let dirty = 0
  for (const { dirt, place } of shown) if (place.scale === view.scale) dirty += dirt.area
  const blank = area(missing) + (sparse ? inexact : 0)
  const stale = dirty + (sparse ? 0 : inexact)
  return { blank: Math.min(1, blank / whole), stale: Math.min(1, stale / whole) }
}

function screenRect(box: Box, { x, y, scale, width, height }: View): Rect | undefined {
  const [left, top] = [Math.floor((box.minX - x) * scale), Math.floor((box.minY - y) * scale)]
  const [right, bottom] = [Math.ceil((box.maxX - x) * scale), Math.ceil((box.maxY - y) * scale)]
  return rectIntersection(rectBetween(left, top, right, bottom), { x: 0, y: 0, w: width, h: height })
}
