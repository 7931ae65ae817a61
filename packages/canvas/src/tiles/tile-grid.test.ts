import { expect, test } from 'vitest'
import { TILE_SIDE, tileKey, tilePlace, tilesIn } from './tile-grid.ts'

test('the tiles of a view cover it, the middle ones first', () => {
  const found = tilesIn({ x: -10, y: 100, w: 1280, h: 800 })
  expect(found.map(tileKey).sort()).toEqual(
    [-1, 0, 1, 2].flatMap((column) => [0, 1].map((row) => `${column},${row}`)).sort(),
  )
  expect(found[0]).toEqual({ column: 1, row: 0 })
})

test('a view that ends on an edge needs no tile beyond it; a ring adds one on each side', () => {
  const view = { x: 0, y: 0, w: TILE_SIDE, h: TILE_SIDE }
  expect(tilesIn(view)).toEqual([{ column: 0, row: 0 }])
  expect(tilesIn(view, 1)).toHaveLength(9)
})

test('places are whole px, also where numbers are as large as they get', () => {
  const far = tilesIn({ x: 1e6 * 64 * 3, y: -1e6 * 64 * 3, w: 10, h: 10 })[0]
  const place = far && tilePlace(far, 192)
  expect(place?.x).toBe(Math.floor((1e6 * 192) / TILE_SIDE) * TILE_SIDE - 1)
  expect(place?.w).toBe(TILE_SIDE + 2)
})
