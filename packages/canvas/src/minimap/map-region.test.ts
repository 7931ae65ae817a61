import { expect, test } from 'vitest'
import { fromMap, mapRegion, toMap } from './map-region.ts'

const MAP = { w: 200, h: 140 }
const view = { minX: -100, minY: 0, maxX: 1_180, maxY: 800 }

test('everything there is and all that is seen lies on the map, whatever their shapes', () => {
  for (const all of [
    undefined,
    { minX: 0, minY: 0, maxX: 10, maxY: 10 },
    { minX: -900_000, minY: 5, maxX: 900_000, maxY: 6 },
    { minX: 40_000, minY: -3_000, maxX: 40_001, maxY: 90_000 },
  ]) {
    const region = mapRegion(all, view, MAP)
    for (const box of all ? [all, view] : [view]) {
      const from = toMap(region, { x: box.minX, y: box.minY })
      const to = toMap(region, { x: box.maxX, y: box.maxY })
      for (const { x, y } of [from, to]) {
        expect(x).toBeGreaterThan(0)
        expect(x).toBeLessThan(MAP.w)
        expect(y).toBeGreaterThan(0)
        expect(y).toBeLessThan(MAP.h)
      }
    }
  }
})

test('a place on the map is a place in the world and back', () => {
  const region = mapRegion({ minX: -5_000, minY: -70, maxX: 3_000, maxY: 4_000 }, view, MAP)
  const there = fromMap(region, { x: 31, y: 77 })
  expect(toMap(region, there).x).toBeCloseTo(31)
  expect(toMap(region, there).y).toBeCloseTo(77)
})
