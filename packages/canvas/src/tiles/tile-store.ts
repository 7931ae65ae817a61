import { Surface } from './surface.ts'
import { type TileIndex, tileKey, tilePlace } from './tile-grid.ts'

/** Bytes of a device px. */
export const PIXEL = 4
/** Tiles on which nothing is painted cost next to nothing, but each is looked at now and then. */
const MAX_TILES = 2_000

export class Tile extends Surface {
  constructor(
    readonly index: TileIndex,
    scale: number,
  ) {
    super(tilePlace(index, scale))
  }
}

/** All tiles that there are, by scale. Those that were not needed for longest go when they take too much memory. */
export class TileStore {
  private readonly scales = new Map<number, Map<string, Tile>>()

  /** `budget`: bytes of pictures. */
  constructor(private readonly budget: number) {}

  get(index: TileIndex, scale: number): Tile | undefined {
    return this.scales.get(scale)?.get(tileKey(index))
  }

  make(index: TileIndex, scale: number): Tile {
    const found = this.get(index, scale)
    if (found) return found
    const tile = new Tile(index, scale)
    const tiles = this.scales.get(scale)
    if (tiles) tiles.set(tileKey(index), tile)
    else this.scales.set(scale, new Map([[tileKey(index), tile]]))
    return tile
  }

  /** The scales that have tiles. */
  list(): Iterable<number> {
    return this.scales.keys()
  }

  at(scale: number): Iterable<Tile> {
    return this.scales.get(scale)?.values() ?? []
  }

  *all(): Iterable<Tile> {
    for (const tiles of this.scales.values()) yield* tiles.values()
  }

  remove(tile: Tile): void {
    tile.close()
    const tiles = this.scales.get(tile.place.scale)
    tiles?.delete(tileKey(tile.index))
    if (tiles?.size === 0) this.scales.delete(tile.place.scale)
  }

  /** Lets go of tiles until the others fit the budget; never of those that are kept. */
  trim(kept: (tile: Tile) => boolean): void {
    const tiles = [...this.all()]
    let bytes = tiles.reduce((sum, tile) => sum + bytesOf(tile), 0)
    let count = tiles.length
    if (bytes <= this.budget && count <= MAX_TILES) return
    tiles.sort((a, b) => a.neededAt - b.neededAt)
    for (const tile of tiles) {
      if (bytes <= this.budget && count <= MAX_TILES) return
      if (kept(tile)) continue
      bytes -= bytesOf(tile)
      count--
      this.remove(tile)
    }
  }

  close(): void {
    for (const tile of this.all()) tile.close()
    this.scales.clear()
  }
}

function bytesOf({ picture, whole }: Tile): number {
  return picture ? whole.w * whole.h * PIXEL : 0
}
