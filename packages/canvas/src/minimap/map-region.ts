import { type Box, boxUnion, type Point } from '@inkwire/board'
import type { Size } from '../camera.ts'

/** Free px around what a map shows. */
const MARGIN = 6

/** What of the world a map shows, and how: map px = (world − (x, y)) × scale. */
export interface MapRegion {
  readonly x: number
  readonly y: number
  readonly scale: number
}

/** The region in which everything there is and everything that is seen has room, in the middle of the map. */
export function mapRegion(all: Box | undefined, view: Box, map: Size): MapRegion {
  const box = boxUnion([all, view]) ?? view
  const [w, h] = [Math.max(1, box.maxX - box.minX), Math.max(1, box.maxY - box.minY)]
  const scale = Math.min(Math.max(1, map.w - 2 * MARGIN) / w, Math.max(1, map.h - 2 * MARGIN) / h)
  return {
    x: (box.minX + box.maxX) / 2 - map.w / scale / 2,
    y: (box.minY + box.maxY) / 2 - map.h / scale / 2,
    scale,
  }
}

export function toMap(region: MapRegion, { x, y }: Point): Point {
  return { x: (x - region.x) * region.scale, y: (y - region.y) * region.scale }
}

export function fromMap(region: MapRegion, { x, y }: Point): Point {
  return { x: region.x + x / region.scale, y: region.y + y / region.scale }
}
