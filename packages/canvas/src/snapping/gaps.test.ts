import { type Box, boxMoved } from '@inkwire/board'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { snappedToGaps } from './gaps.ts'
import { type Axes, snappedTo } from './snapping.ts'

const BOTH = { x: true, y: true }
const box = (minX: number, minY: number, w: number, h: number): Box => ({ minX, minY, maxX: minX + w, maxY: minY + h })
const turned = ({ minX, minY, maxX, maxY }: Box): Box => ({ minX: minY, minY: minX, maxX: maxY, maxY: maxX })

function snap(mine: Box, others: readonly Box[], axes: Axes = BOTH, tolerance = 6) {
  return snappedToGaps(mine, others, tolerance, axes, snappedTo(mine, others, tolerance, axes))
}

/** A gap along a row, measured at a height. */
const level = (from: number, to: number, at: number) => ({ axis: 'y', at, from, to, isGap: true })

/** Two in a row, 40 apart, of heights that don't line up with what is moved. */
const PAIR = [box(0, 0, 100, 100), box(140, 0, 110, 100)]

describe('a box in a row with two others', () => {
  test('sticks behind them at the gap that they have', () => {
    expect(snap(box(293, 31, 53, 57), PAIR)).toEqual({
      dx: -3,
      dy: 0,
      guides: [level(250, 290, 59.5), level(100, 140, 59.5)],
    })
  })

  test('before them, and in the middle between them', () => {
    expect(snap(box(-97, 31, 53, 57), PAIR)).toMatchObject({ dx: 4, dy: 0 })
    const wide = [box(0, 0, 100, 100), box(300, 0, 110, 100)]
    expect(snap(box(170, 31, 53, 57), wide)).toEqual({
      dx: 3.5,
      dy: 0,
      guides: [level(100, 173.5, 59.5), level(226.5, 300, 59.5)],
    })
  })

  test('in a column as in a row', () => {
    expect(snap(box(31, 293, 57, 53), PAIR.map(turned))).toEqual({
      dx: 0,
      dy: -3,
      guides: [
        { axis: 'x', at: 59.5, from: 250, to: 290, isGap: true },
        { axis: 'x', at: 59.5, from: 100, to: 140, isGap: true },
      ],
    })
  })

  test('in both at once', () => {
    // 250 + 40 across, 160 - 50 - 47 down.
    const below = [box(300, 160, 67, 100), box(300, 310, 67, 100)]
    const { dx, dy, guides } = snap(box(291, 64, 61, 47), [...PAIR, ...below])
    expect([dx, dy]).toEqual([-1, -1])
    expect(guides.map(({ axis, isGap }) => isGap && axis)).toEqual(['y', 'y', 'x', 'x'])
  })

  test('not where it is too far, along an axis that is barred, out of their row, or where something lies between', () => {
    const none = { dx: 0, dy: 0, guides: [] }
    expect(snap(box(297, 31, 53, 57), PAIR)).toEqual(none)
    expect(snap(box(293, 31, 53, 57), PAIR, { x: false, y: true })).toEqual(none)
    expect(snap(box(293, 131, 53, 57), PAIR)).toEqual(none)
    expect(snap(box(293, 31, 53, 57), [...PAIR, box(262, 45, 11, 7)])).toEqual(none)
    expect(snap(box(293, 31, 53, 57), [...PAIR, box(112, 45, 11, 7)])).toEqual(none)
  })

  test('what lies under all of them, as a frame does, is not between', () => {
    expect(snap(box(293, 31, 53, 57), [...PAIR, box(-200, -211, 1_000, 900)])).toMatchObject({ dx: -3 })
  })

  test('the nearer of an edge and a gap wins, the edge where both are as near; where they agree, both are shown', () => {
    const edge = (x: number) => [...PAIR, box(x, 500, 17, 8)]
    expect(snap(box(293, 31, 53, 57), edge(294))).toMatchObject({ dx: 1, guides: [{ axis: 'x', at: 294 }] })
    expect(snap(box(293, 31, 53, 57), edge(297))).toMatchObject({ dx: -3, guides: [{ isGap: true }, { isGap: true }] })
    expect(snap(box(293, 31, 53, 57), edge(296))).toMatchObject({ dx: 3, guides: [{ axis: 'x', at: 296 }] })
    expect(snap(box(293, 31, 53, 57), edge(290))).toMatchObject({
      dx: -3,
      guides: [{ axis: 'x', at: 290 }, { isGap: true }, { isGap: true }],
    })
  })

  test('all equal gaps of the row are marked, others not', () => {
    const row = [box(0, 0, 100, 100), box(140, 0, 110, 100), box(290, 0, 90, 100), box(-171, 0, 110, 100)]
    const { dx, guides } = snap(box(423, 31, 53, 57), row)
    expect(dx).toBe(-3)
    expect(guides).toHaveLength(3)
    expect(guides).toEqual(expect.arrayContaining([380, 250, 100].map((from) => level(from, from + 40, 59.5))))
  })
})

test('it goes no further than the tolerance, shows why, and what sticks stays', () => {
  const size = fc.integer({ min: 20, max: 290 }).map((thirds) => thirds / 3)
  const place = fc.integer({ min: -200, max: 200 })
  const clutter = fc.array(fc.tuple(place, place, size, size), { maxLength: 5 })
  /** A row with equal gaps, what is moved to about its end, and what else lies around; along the other axis where it is turned. */
  const board = fc
    .record({ row: fc.array(size, { minLength: 2, maxLength: 4 }), gap: size, clutter, mine: size, isTurned: fc.boolean() }) // biome-ignore format: one row
    .chain((made) => fc.tuple(fc.constant(made), fc.integer({ min: -9, max: 9 }), fc.integer({ min: -60, max: 60 })))
    .map(([{ row, gap, clutter, mine, isTurned }, x, y]) => {
      let end = 0
      const boxes = row.map((w) => {
        end += gap + w
        return box(end - w, 0, w, 70)
      })
      const all = [box(end + gap + x, y, mine, 61), ...boxes, ...clutter.map(([x, y, w, h]) => box(x, y, w, h))]
      return isTurned ? all.map(turned) : all
    })
  const anyAxes = fc.record({ x: fc.boolean(), y: fc.boolean() })
  let gaps = 0
  fc.assert(
    fc.property(board, fc.integer({ min: 1, max: 12 }), anyAxes, ([mine, ...others], tolerance, axes) => {
      if (!mine) throw new Error('nothing is moved')
      const { dx, dy, guides } = snap(mine, others, axes, tolerance)
      expect(Math.abs(dx)).toBeLessThanOrEqual(axes.x ? tolerance : 0)
      expect(Math.abs(dy)).toBeLessThanOrEqual(axes.y ? tolerance : 0)
      // What moved it across is a line that stands, or a gap that lies.
      const whys = (axis: 'x' | 'y') => guides.filter((guide) => (guide.axis === axis) !== (guide.isGap ?? false))
      if (dx !== 0) expect(whys('x').length).toBeGreaterThan(0)
      if (dy !== 0) expect(whys('y').length).toBeGreaterThan(0)
      const marks = guides.filter(({ isGap }) => isGap)
      gaps += marks.length
      for (const { axis, from, to } of marks) {
        expect(to - from).toBeGreaterThanOrEqual(tolerance)
        const same = marks.filter((mark) => mark.axis === axis && Math.abs(mark.to - mark.from - (to - from)) < 1e-5)
        expect(same.length).toBeGreaterThan(1)
      }
      const again = snap(boxMoved(mine, dx, dy), others, axes, tolerance)
      expect(Math.abs(again.dx)).toBeCloseTo(0, 9)
      expect(Math.abs(again.dy)).toBeCloseTo(0, 9)
    }),
    { numRuns: 500 },
  )
  expect(gaps).toBeGreaterThan(50)
})

test('of a row without end only what is near is looked at', () => {
  const row = Array.from({ length: 300 }, (_, i) => box(i * 31, 0, 20, 90))
  expect(snap(box(300 * 31 + 3, 13, 23, 43), row)).toMatchObject({ dx: -3 })
  expect(snap(box(300 * 31 + 3, 13, 23, 43), row).guides).toHaveLength(20)
})
