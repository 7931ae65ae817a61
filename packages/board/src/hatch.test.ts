import fc from 'fast-check'
import { expect, test } from 'vitest'
import { insidePolygon } from './area.ts'
import { hatchPath } from './hatch.ts'
import { flattened } from './path.ts'

test('hatch lines lie within their polygon, slanted and evenly apart', () => {
  const coordinate = fc.double({ min: -500, max: 500, noNaN: true })
  const polygon = fc.array(fc.record({ x: coordinate, y: coordinate }), { minLength: 3, maxLength: 8 })
  fc.assert(
    fc.property(polygon, (corners) => {
      for (const { points } of flattened(hatchPath(corners, { x: 3, y: 7 }))) {
        const [a, b] = points
        if (!a || !b) throw new Error('half a line')
        expect(b.x - a.x).toBeCloseTo(a.y - b.y, 6)
        const row = ((a.x - 3 + (a.y - 7)) * Math.SQRT1_2) / 8
        expect(Math.abs(row - Math.round(row))).toBeLessThan(1e-6)
        if (Math.hypot(b.x - a.x, b.y - a.y) > 0.01)
          expect(insidePolygon(corners, { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 })).toBe(true)
      }
    }),
  )
})

test('a huge shape has wide gaps, one without a size has no lines', () => {
  const square = (side: number) => [{ x: 0, y: 0 }, { x: side, y: 0 }, { x: side, y: side }, { x: 0, y: side }] // biome-ignore format: one row
  expect(hatchPath(square(2e6), { x: 0, y: 0 }).length).toBeLessThan(1_010)
  expect(hatchPath(square(2e6), { x: 0, y: 0 }).length).toBeGreaterThan(500)
  expect(hatchPath(square(0), { x: 0, y: 0 })).toEqual([])
})
