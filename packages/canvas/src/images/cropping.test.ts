import { cornersOf } from '@inkwire/board'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CropHandle, croppedPlacement, draggedCrop, WHOLE } from './cropping.ts'

const least = { x: 0.1, y: 0.1 }
const handles: readonly CropHandle[] = ['nw', 'n', 'ne', 'e', 'se', 's', 'sw', 'w', 'inside']
const share = fc.double({ min: -2, max: 2, noNaN: true })
const crop = fc
  .tuple(fc.double({ min: 0, max: 0.8, noNaN: true }), fc.double({ min: 0, max: 0.8, noNaN: true }))
  .map(([x, y]) => ({ x, y, w: (1 - x) * 0.7, h: (1 - y) * 0.9 }))

describe('cropping', () => {
  test('a corner moves two sides, a side one, the inside the window', () => {
    expect(draggedCrop(WHOLE, 'nw', { x: 0.25, y: 0.5 }, least)).toEqual({ x: 0.25, y: 0.5, w: 0.75, h: 0.5 })
    expect(draggedCrop(WHOLE, 'e', { x: -0.25, y: 0.5 }, least)).toEqual({ x: 0, y: 0, w: 0.75, h: 1 })
    const part = { x: 0.25, y: 0.25, w: 0.5, h: 0.5 }
    expect(draggedCrop(part, 'inside', { x: 1, y: -0.25 }, least)).toEqual({ x: 0.5, y: 0, w: 0.5, h: 0.5 })
  })

  test('stays in the picture, and leaves something to be seen, whatever is dragged', () => {
    fc.assert(
      fc.property(crop, fc.constantFrom(...handles), share, share, (start, handle, x, y) => {
        const next = draggedCrop(start, handle, { x, y }, least)
        expect(Math.min(next.x, next.y)).toBeGreaterThanOrEqual(0)
        expect(Math.max(next.x + next.w, next.y + next.h)).toBeLessThanOrEqual(1 + 1e-12)
        expect(next.w).toBeGreaterThanOrEqual(Math.min(least.x, start.w) - 1e-12)
        expect(next.h).toBeGreaterThanOrEqual(Math.min(least.y, start.h) - 1e-12)
      }),
    )
  })

  test('an image that is cropped and uncropped is where it was, turned ones too', () => {
    const angle = fc.double({ min: -4, max: 4, noNaN: true })
    fc.assert(
      fc.property(crop, crop, angle, (first, second, turn) => {
        const placement = { x: 10, y: 20, w: 300, h: 200, angle: turn }
        const there = croppedPlacement(placement, first, second)
        const back = croppedPlacement(there, second, first)
        for (const [i, corner] of cornersOf(back).entries()) {
          expect(corner.x).toBeCloseTo(cornersOf(placement)[i]?.x ?? Number.NaN, 6)
          expect(corner.y).toBeCloseTo(cornersOf(placement)[i]?.y ?? Number.NaN, 6)
        }
      }),
    )
  })

  test('the opposite corner stays when a turned image is cropped at a corner', () => {
    const placement = { x: 10, y: 20, w: 300, h: 200, angle: 0.7 }
    const next = draggedCrop(WHOLE, 'nw', { x: 0.3, y: 0.4 }, least)
    const [, , before] = cornersOf(placement)
    const [, , after] = cornersOf(croppedPlacement(placement, WHOLE, next))
    expect(after?.x).toBeCloseTo(before?.x ?? Number.NaN, 9)
    expect(after?.y).toBeCloseTo(before?.y ?? Number.NaN, 9)
  })
})
