import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { imageBoxes, imageSize } from './image-placement.ts'

const view = { w: 1_000, h: 500 }

describe('an image that comes', () => {
  test('is as large as it is, where that fits into the view', () => {
    expect(imageSize({ w: 300, h: 200 }, view, { zoom: 1 })).toEqual({ w: 300, h: 200 })
    expect(imageSize({ w: 4_000, h: 1_000 }, view, { zoom: 0.1 })).toEqual({ w: 4_000, h: 1_000 })
  })

  test('is scaled to the view, with its proportions', () => {
    expect(imageSize({ w: 4_000, h: 1_000 }, view, { zoom: 1 })).toEqual({ w: 800, h: 200 })
    expect(imageSize({ w: 1_000, h: 4_000 }, view, { zoom: 2 })).toEqual({ w: 50, h: 200 })
  })

  test('is as large as it is where nothing is shown', () => {
    expect(imageSize({ w: 300, h: 200 }, { w: 0, h: 0 }, { zoom: 1 })).toEqual({ w: 300, h: 200 })
  })

  test('lies with its middle at the place', () => {
    expect(imageBoxes([{ w: 100, h: 50 }], { x: 10, y: 20 })).toEqual([{ x: -40, y: -5, w: 100, h: 50 }])
  })

  test('together with others overlaps none of them, and stays in the world', () => {
    const sizes = fc.array(fc.record({ w: fc.integer({ min: 1, max: 500 }), h: fc.integer({ min: 1, max: 500 }) }), {
      minLength: 1,
      maxLength: 30,
    })
    const place = fc.record({ x: fc.integer({ min: -1e6, max: 1e6 }), y: fc.integer({ min: -1e6, max: 1e6 }) })
    fc.assert(
      fc.property(sizes, place, (all, at) => {
        const inside = Math.max(Math.abs(at.x), Math.abs(at.y)) < 900_000
        const boxes = imageBoxes(all, at)
        for (const [i, a] of boxes.entries()) {
          expect(Math.abs(a.x) <= 1e6 && Math.abs(a.x + a.w) <= 1e6 && Math.abs(a.y + a.h) <= 1e6).toBe(true)
          if (!inside) continue
          for (const b of boxes.slice(i + 1)) {
            expect(a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y).toBe(true)
          }
        }
      }),
    )
  })
})
