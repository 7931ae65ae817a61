import { expect, test } from 'vitest'
import { grown, parseScrape, quantile } from './scrape.ts'

const before = parseScrape('# HELP x\nx_count 0\nother{of="a b"} 1\n')
const after = parseScrape(
  [
    'other{of="a b"} 4',
    'x_bucket{le="0.01"} 50',
    'x_bucket{le="0.1"} 100',
    'x_bucket{le="+Inf"} 100',
    'x_count 100',
  ].join('\n'),
)

test('reads series with their labels, and what they grew by', () => {
  expect(grown(before, after, 'other{of="a b"}')).toBe(3)
})

test('a quantile lies within its bucket; of nothing there is none', () => {
  expect(quantile(before, after, 'x', 0.25)).toBeCloseTo(0.005)
  expect(quantile(before, after, 'x', 0.75)).toBeCloseTo(0.055)
  expect(quantile(after, after, 'x', 0.5)).toBeNaN()
})
