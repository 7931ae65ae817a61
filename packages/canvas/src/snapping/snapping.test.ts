import { type Box, boxMoved } from '@inkwire/board'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { snappedTo, snappedToGrid } from './snapping.ts'

const BOTH = { x: true, y: true }
const box = (minX: number, minY: number, w: number, h: number): Box => ({ minX, minY, maxX: minX + w, maxY: minY + h })
const anyBox = fc
  .tuple(fc.integer({ min: -500, max: 500 }), fc.integer({ min: -500, max: 500 }), fc.nat(200), fc.nat(200))
  .map(([x, y, w, h]) => box(x / 3, y / 7, w / 3, h / 7))
const anyAxes = fc.record({ x: fc.boolean(), y: fc.boolean() })

describe('sticking to others', () => {
  test('edges and middles stick to edges and middles, each axis by itself, the nearest first', () => {
    expect(snappedTo(box(3, 200, 10, 10), [box(0, 0, 100, 100)], 6, BOTH)).toMatchObject({ dx: -3, dy: 0 })
    expect(snappedTo(box(43, 48, 10, 10), [box(0, 0, 100, 100)], 6, BOTH)).toMatchObject({ dx: 2, dy: 2 })
    expect(snappedTo(box(93, 0, 10, 30), [box(0, 0, 100, 100), box(104, 0, 5, 5)], 6, { x: true, y: false })).toMatchObject({ dx: 1, dy: 0 }) // biome-ignore format: one row
    expect(snappedTo(box(7, 300, 10, 10), [box(0, 0, 100, 100)], 6, BOTH)).toEqual({ dx: 0, dy: 0, guides: [] })
  })

  test('guides reach over all that share the line', () => {
    const others = [box(0, 0, 100, 100), box(0, 300, 40, 20)]
    expect(snappedTo(box(2, 150, 30, 30), others, 6, BOTH).guides).toEqual([{ axis: 'x', at: 0, from: 0, to: 320 }])
  })

  test('goes no further than the tolerance, and what sticks stays', () => {
    fc.assert(
      fc.property(
        anyBox,
        fc.array(anyBox, { maxLength: 12 }),
        fc.integer({ min: 0, max: 20 }),
        anyAxes,
        (mine, others, tolerance, axes) => {
          // biome-ignore format: one row
          const { dx, dy, guides } = snappedTo(mine, others, tolerance, axes)
          expect(Math.abs(dx)).toBeLessThanOrEqual(axes.x ? tolerance : 0)
          expect(Math.abs(dy)).toBeLessThanOrEqual(axes.y ? tolerance : 0)
          const again = snappedTo(boxMoved(mine, dx, dy), others, tolerance, axes)
          expect(again.dx).toBeCloseTo(0, 9)
          expect(again.dy).toBeCloseTo(0, 9)
          expect(again.guides.length).toBeGreaterThanOrEqual(Math.min(1, guides.length))
          if (dx !== 0) expect(guides.some(({ axis }) => axis === 'x')).toBe(true)
          if (dy !== 0) expect(guides.some(({ axis }) => axis === 'y')).toBe(true)
        },
      ),
    )
  })

  test('on a grid the corner comes to the nearest crossing, and stays there', () => {
    fc.assert(
      fc.property(anyBox, fc.constantFrom(5, 20, 160), anyAxes, (mine, spacing, axes) => {
        const { dx, dy } = snappedToGrid(mine, spacing, axes)
        expect(Math.max(Math.abs(dx), Math.abs(dy))).toBeLessThanOrEqual(spacing / 2)
        const moved = boxMoved(mine, dx, dy)
        if (axes.x) expect(moved.minX / spacing - Math.round(moved.minX / spacing)).toBeCloseTo(0, 9)
        const again = snappedToGrid(moved, spacing, axes)
        expect(again.dx).toBeCloseTo(0, 9)
        expect(again.dy).toBeCloseTo(0, 9)
      }),
    )
  })
})
