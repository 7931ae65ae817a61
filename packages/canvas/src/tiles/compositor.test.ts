import { expect, test } from 'vitest'
import { RecordedCanvas } from '../testing/recorded-canvas.ts'
import { compose, type View } from './compositor.ts'
import { Surface } from './surface.ts'
import { TileStore } from './tile-store.ts'

const view: View = { x: 0, y: 0, scale: 2, width: 400, height: 400 }

/** A tile of another scale than the view's, and an overview of everything. */
function surfaces() {
  const tiles = new TileStore(1_000_000)
  const tile = tiles.make({ column: 0, row: 0 }, 1)
  tile.replace(undefined, 1)
  const overview = new Surface({ scale: 0.5, x: 0, y: 0, w: 600, h: 600 })
  overview.replace(undefined, 1)
  return { tiles, tile, overview }
}

test('a tile of another scale stands in for one that is missing', () => {
  const { tiles, tile, overview } = surfaces()
  const { shown, missing } = compose(new RecordedCanvas().asCanvas(), view, tiles, overview, new Set())
  expect([...shown]).toEqual([tile])
  expect(missing).toEqual([])
})

test('one that is out of date does so only while it is on screen, and so being repaired', () => {
  const { tiles, tile, overview } = surfaces()
  tile.dirt.add({ x: 10, y: 10, w: 20, h: 20 }, 2)
  const canvas = new RecordedCanvas().asCanvas()
  expect([...compose(canvas, view, tiles, overview, new Set([tile])).shown]).toEqual([tile])
  expect([...compose(canvas, view, tiles, overview, new Set()).shown]).toEqual([overview])
  expect([...compose(canvas, view, tiles, undefined, new Set()).shown]).toEqual([tile])
})
