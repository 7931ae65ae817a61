import { type Box, boxGrown } from '@inkwire/board'
import { snappedOrigin, type View } from './compositor.ts'
import { boxOf } from './overview.ts'
import { EDGE } from './surface.ts'
import { tilesIn } from './tile-grid.ts'
import type { Tile, TileStore } from './tile-store.ts'

export interface MissingTiles {
  /** To be painted, those nearest to the middle first. */
  readonly inked: readonly Tile[]
  /** Nothing has to be painted on them. */
  readonly empty: readonly Tile[]
}

/**
 * The tiles of a view's scale, with a ring of so many around it, that are not painted. All of them count as needed now (ms): those around
 * the view are not seen, and would be the first to go when memory runs short, only to be painted again.
 */
export function missingTiles(
  tiles: TileStore,
  hasInk: (box: Box) => boolean,
  { view, ring, now }: { readonly view: View; readonly ring: number; readonly now: number },
): MissingTiles {
  const origin = snappedOrigin(view)
  const seen = { x: -origin.x, y: -origin.y, w: view.width, h: view.height }
  const [inked, empty]: [Tile[], Tile[]] = [[], []]
  for (const index of tilesIn(seen, ring)) {
    const tile = tiles.make(index, view.scale)
    tile.neededAt = now
    if (tile.painted) continue
    const holdsInk = hasInk(boxGrown(boxOf(tile.place), EDGE / view.scale))
    ;(holdsInk ? inked : empty).push(tile)
  }
  return { inked, empty }
}
