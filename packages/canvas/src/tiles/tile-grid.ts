import type { Rect } from './rect.ts'
import type { SurfacePlace } from './surface.ts'

/** Side of a tile, device px. */
export const TILE_SIDE = 512
/** A tile is painted so many px beyond each edge, so that it can be stretched without a seam. */
export const GUTTER = 1

/** Which tile of a scale's grid. */
export interface TileIndex {
  readonly column: number
  readonly row: number
}

/** A name for a tile among those of its scale. */
export function tileKey({ column, row }: TileIndex): string {
  return `${column},${row}`
}

/** Where a tile is painted, its gutter included. */
export function tilePlace({ column, row }: TileIndex, scale: number): SurfacePlace {
  const side = TILE_SIDE + 2 * GUTTER
  return { scale, x: column * TILE_SIDE - GUTTER, y: row * TILE_SIDE - GUTTER, w: side, h: side }
}

/** The tiles that a view (device px from the world's origin) meets, grown by a ring of so many; those nearest to its middle first. */
export function tilesIn(view: Rect, ring = 0): TileIndex[] {
  const from = { column: Math.floor(view.x / TILE_SIDE) - ring, row: Math.floor(view.y / TILE_SIDE) - ring }
  const to = {
    column: Math.ceil((view.x + view.w) / TILE_SIDE) - 1 + ring,
    row: Math.ceil((view.y + view.h) / TILE_SIDE) - 1 + ring,
  }
  const [middleX, middleY] = [view.x + view.w / 2, view.y + view.h / 2]
  const found: { readonly index: TileIndex; readonly distance: number }[] = []
  for (let row = from.row; row <= to.row; row++) {
    for (let column = from.column; column <= to.column; column++) {
      const [x, y] = [(column + 0.5) * TILE_SIDE, (row + 0.5) * TILE_SIDE]
      found.push({ index: { column, row }, distance: Math.hypot(x - middleX, y - middleY) })
    }
  }
  return found.sort((a, b) => a.distance - b.distance).map(({ index }) => index)
}
