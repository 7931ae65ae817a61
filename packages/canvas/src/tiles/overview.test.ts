import { boxContains } from '@inkwire/board'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { boxOf, Overview } from './overview.ts'

const side = fc.double({ min: -1e6, max: 1e6, noNaN: true })

test('an overview holds everything, is small, and stays while everything fits', () => {
  fc.assert(
    fc.property(side, side, side, side, (a, b, c, d) => {
      const bounds = { minX: Math.min(a, b), maxX: Math.max(a, b), minY: Math.min(c, d), maxY: Math.max(c, d) }
      const overview = new Overview()
      overview.fit(bounds, 2)
      const { next } = overview
      if (!next) throw new Error('nothing was asked for')
      expect(Math.max(next.place.w, next.place.h)).toBeLessThanOrEqual(2_048)
      expect(Number.isInteger(next.place.x) && Number.isInteger(next.place.w)).toBe(true)
      expect(boxContains(boxOf(next.place), bounds)).toBe(true)
      overview.fit(bounds, 2)
      expect(overview.next).toBe(next)
    }),
  )
})

test('around very little, on a screen with large px, it is not made again and again', () => {
  const overview = new Overview()
  const dot = { minX: 0, minY: 0, maxX: 1, maxY: 1 }
  overview.fit(dot, 0.5)
  const { next } = overview
  expect(next).toBeDefined()
  overview.fit(dot, 0.5)
  expect(overview.next).toBe(next)
})

test('when something lies outside, or nearly everything is gone, another one is made', () => {
  const overview = new Overview()
  overview.fit({ minX: 0, minY: 0, maxX: 10_000, maxY: 10_000 }, 1)
  const first = overview.next
  if (first) overview.arrived(first)
  expect(overview.surface).toBe(first)
  overview.fit({ minX: 0, minY: 0, maxX: 9_000, maxY: 10_500 }, 1)
  expect(overview.next).toBeUndefined()
  overview.fit({ minX: 0, minY: 0, maxX: 20_000, maxY: 10_000 }, 1)
  expect(overview.next?.place).not.toEqual(first?.place)
  const second = overview.next
  if (second) overview.arrived(second)
  overview.fit({ minX: 0, minY: 0, maxX: 500, maxY: 500 }, 1)
  expect(overview.next?.place.scale).toBe(1)
})
