import { expect, test } from 'vitest'
import type { Picture } from '../raster/patch.ts'
import { missingTiles } from './missing-tiles.ts'
import { TILE_SIDE } from './tile-grid.ts'
import { PIXEL, TileStore } from './tile-store.ts'

const VIEW = { x: 0, y: 0, scale: 1, width: TILE_SIDE, height: TILE_SIDE }
/** With gutters. */
const TILE_BYTES = (TILE_SIDE + 2) ** 2 * PIXEL
const picture = () => ({ width: TILE_SIDE, height: TILE_SIDE }) as Picture

test('tiles without ink need not be painted', () => {
  const tiles = new TileStore(TILE_BYTES)
  const onTheRight = ({ maxX }: { maxX: number }) => maxX > TILE_SIDE + 10
  const { inked, empty } = missingTiles(tiles, onTheRight, { view: VIEW, ring: 1, now: 0 })
  expect([inked.length, empty.length]).toEqual([3, 6])
})

test('when memory runs short, tiles around the view stay and older ones go', () => {
  const tiles = new TileStore(9 * TILE_BYTES)
  for (let column = 100; column < 109; column++) {
    const old = tiles.make({ column, row: 0 }, 1)
    old.replace(picture(), 0)
    old.neededAt = 10
  }
  const look = (now: number) => missingTiles(tiles, () => true, { view: VIEW, ring: 1, now }).inked
  for (const tile of look(20)) {
    tile.replace(picture(), 0)
    tiles.trim(() => false)
  }
  expect(look(30)).toEqual([])
  expect([...tiles.all()].length).toBe(9)
})
