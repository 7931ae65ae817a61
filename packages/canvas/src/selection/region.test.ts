import type { Area } from '@inkwire/board'
import { expect, test } from 'vitest'
import { holdsArea, touchesArea } from './region.ts'

const square = (x: number, y: number, side: number) => [
  { x, y },
  { x: x + side, y },
  { x: x + side, y: y + side },
  { x, y: y + side },
]
const area = (points: Area['points'], more: Partial<Area> = {}): Area => ({
  points,
  closed: true,
  filled: false,
  reach: 1,
  ...more,
})
const lasso = square(0, 0, 100)

test.each([
  ['inside', area(square(10, 10, 20)), true, true],
  ['across the line', area(square(90, 10, 20)), true, false],
  ['outside', area(square(200, 10, 20)), false, false],
  [
    'a line right through it',
    area(
      [
        { x: -50, y: 50 },
        { x: 150, y: 50 },
      ],
      { closed: false },
    ),
    true,
    false,
  ],
  ['around it, hollow', area(square(-50, -50, 300)), false, false],
  ['around it, filled', area(square(-50, -50, 300), { filled: true }), true, false],
  ['a dot', area([{ x: 5, y: 5 }], { closed: false }), true, true],
])('%s', (_where, one, touched, held) => {
  expect(touchesArea(lasso, one)).toBe(touched)
  expect(holdsArea(lasso, one)).toBe(held)
})
