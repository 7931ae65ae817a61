import { stretchedPoint, turned } from '@inkwire/board'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { affineOf, mappedBox, mappedPoint, shiftedBy } from './affine.ts'

const coordinate = fc.double({ min: -1_000, max: 1_000, noNaN: true })
const point = fc.record({ x: coordinate, y: coordinate })
const angle = fc.double({ min: -3, max: 3, noNaN: true })
const factor = fc.constantFrom(-2, -0.5, 0.3, 1, 4)

test('maps every point where the stretch or the rotation brings it', () => {
  fc.assert(
    fc.property(point, point, angle, factor, factor, (origin, at, turn, x, y) => {
      const stretch = { origin, x, y, angle: turn }
      const stretchedTo = mappedPoint(affineOf({ kind: 'stretch', stretch }), at)
      const wanted = stretchedPoint(at, stretch)
      expect(Math.hypot(stretchedTo.x - wanted.x, stretchedTo.y - wanted.y)).toBeLessThan(1e-6)
      const turnedTo = mappedPoint(affineOf({ kind: 'rotation', centre: origin, angle: turn }), at)
      const there = turned(at, origin, turn)
      expect(Math.hypot(turnedTo.x - there.x, turnedTo.y - there.y)).toBeLessThan(1e-6)
    }),
  )
})

test('a mapped box is around its mapped corners', () => {
  expect(mappedBox(shiftedBy(5, -5), { minX: 0, minY: 0, maxX: 10, maxY: 20 })).toEqual({ minX: 5, minY: -5, maxX: 15, maxY: 15 }) // biome-ignore format: one row
  const quarter = affineOf({ kind: 'rotation', centre: { x: 0, y: 0 }, angle: Math.PI / 2 })
  const box = mappedBox(quarter, { minX: 0, minY: 0, maxX: 10, maxY: 20 })
  expect([box.minX, box.minY, box.maxX, box.maxY].map(Math.round)).toEqual([-20, 0, 0, 10])
})
