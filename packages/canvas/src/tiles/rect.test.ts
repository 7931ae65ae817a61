import fc from 'fast-check'
import { expect, test } from 'vitest'
import { joinedRects, type Rect, rectArea, rectHolds, rectIntersection, rectsWithout } from './rect.ts'

const rects: fc.Arbitrary<Rect> = fc.record({
  x: fc.integer({ min: -40, max: 40 }),
  y: fc.integer({ min: -40, max: 40 }),
  w: fc.integer({ min: 1, max: 40 }),
  h: fc.integer({ min: 1, max: 40 }),
})

test('a rectangle without a hole, and the hole, are the rectangle, with nothing twice', () => {
  fc.assert(
    fc.property(rects, rects, (rect, hole) => {
      const left = rectsWithout([rect], hole)
      const cut = rectIntersection(rect, hole)
      expect(left.reduce((sum, part) => sum + rectArea(part), 0) + (cut ? rectArea(cut) : 0)).toBe(rectArea(rect))
      for (const [i, part] of left.entries()) {
        expect(rectHolds(rect, part)).toBe(true)
        expect(rectIntersection(part, hole)).toBeUndefined()
        for (const other of left.slice(i + 1)) expect(rectIntersection(part, other)).toBeUndefined()
      }
    }),
  )
})

test('joined rectangles hold all that were joined, are few, and lie apart', () => {
  fc.assert(
    fc.property(fc.array(rects, { maxLength: 30 }), fc.integer({ min: 1, max: 5 }), (all, most) => {
      const joined = joinedRects(all, most)
      expect(joined.length).toBeLessThanOrEqual(most)
      for (const rect of all) expect(joined.some((one) => rectHolds(one, rect))).toBe(true)
      for (const [i, one] of joined.entries())
        for (const other of joined.slice(i + 1)) expect(rectIntersection(one, other)).toBeUndefined()
    }),
  )
})
