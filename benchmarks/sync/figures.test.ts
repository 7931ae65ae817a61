import { expect, test } from 'vitest'
import { goalLine, medianOf, type Runs, ratioOf } from './figures.ts'

const runs: Runs = new Map([
  ['relay', [{ cpu: 1 }, { cpu: 4 }, { cpu: 2 }]],
  [
    'Inkwire',
    [
      { cpu: 0.5, p50: 9 },
      { cpu: 1, p50: 11 },
      { cpu: 2, p50: 10 },
    ],
  ],
])

test('medians are of each figure, and leave out runs that lack it', () => {
  expect(medianOf([{ a: 1, b: 5 }, { a: 3 }, { a: 2 }, { a: 10 }])).toEqual({ a: 2.5, b: 5 })
})

test('a ratio is the median of the ratios of each round', () => {
  expect(ratioOf(runs, 'Inkwire', 'relay', 'cpu')).toBe(0.5)
  expect(ratioOf(runs, 'Inkwire', 'relay', 'p50')).toBeUndefined()
})

test('a goal says whether it was met', () => {
  const columns = [{ name: 'cpu', title: 'CPU', digits: 2 }]
  expect(goalLine(runs, { contender: 'Inkwire', figure: 'cpu', most: 0.3, to: 'relay' }, columns)).toBe(
    'missed: Inkwire: CPU × relay 0.50, goal 0.3',
  )
  expect(goalLine(runs, { contender: 'Inkwire', figure: 'p50', most: 10 }, columns)).toMatch(/^met: Inkwire: p50 10/)
  expect(goalLine(runs, { contender: 'tldraw', figure: 'cpu', most: 1 }, columns)).toMatch(/^not measured/)
})
