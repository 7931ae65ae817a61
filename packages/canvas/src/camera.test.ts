import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fitted, MAX_ZOOM, MIN_ZOOM, panned, steppedZoom, toScreen, toWorld, visibleBox, zoomedAt } from './camera.ts'

const camera = fc.record({
  x: fc.double({ min: -5_000, max: 5_000, noNaN: true }),
  y: fc.double({ min: -5_000, max: 5_000, noNaN: true }),
  zoom: fc.double({ min: MIN_ZOOM, max: MAX_ZOOM, noNaN: true }),
})
const screen = fc.record({ x: fc.integer({ min: 0, max: 2_000 }), y: fc.integer({ min: 0, max: 2_000 }) })

test('zooming keeps what is under the pointer under it, within the limits of zoom', () => {
  fc.assert(
    fc.property(camera, screen, fc.double({ min: 0.0001, max: 1_000, noNaN: true }), (before, at, zoom) => {
      const after = zoomedAt(before, at, zoom)
      expect(after.zoom).toBeGreaterThanOrEqual(MIN_ZOOM)
      expect(after.zoom).toBeLessThanOrEqual(MAX_ZOOM)
      const back = toScreen(after, toWorld(before, at))
      expect(back.x).toBeCloseTo(at.x, 5)
      expect(back.y).toBeCloseTo(at.y, 5)
    }),
  )
})

test('the paper follows the hand', () => {
  const at = toWorld({ x: 10, y: 20, zoom: 2 }, { x: 100, y: 100 })
  expect(toScreen(panned({ x: 10, y: 20, zoom: 2 }, 30, -40), at)).toEqual({ x: 130, y: 60 })
})

test('zoom steps go up and down through round numbers', () => {
  expect(steppedZoom(1, 1)).toBe(1.5)
  expect(steppedZoom(0.9, 1)).toBe(1)
  expect(steppedZoom(1, -1)).toBe(0.75)
  expect(steppedZoom(MAX_ZOOM, 1)).toBe(MAX_ZOOM)
  expect(steppedZoom(MIN_ZOOM, -1)).toBe(MIN_ZOOM)
})

test('a fitted camera shows the whole box, and no NaN is a zoom', () => {
  const box = { minX: -500, minY: 100, maxX: 3_000, maxY: 900 }
  const seen = visibleBox(fitted(box, { w: 800, h: 600 }), { w: 800, h: 600 })
  expect(seen.minX).toBeLessThan(box.minX)
  expect(seen.maxX).toBeGreaterThan(box.maxX)
  expect(zoomedAt({ x: 0, y: 0, zoom: 1 }, { x: 0, y: 0 }, Number.NaN).zoom).toBe(1)
})
