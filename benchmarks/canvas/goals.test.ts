import { expect, test } from 'vitest'
import type { Figures } from './figures.ts'
import { goalLines } from './goals.ts'

const of = (figures: Readonly<Record<string, Figures>>) => (name: string, count: number) => figures[`${name} ${count}`]

test('what was not measured is neither met nor missed', () => {
  expect(goalLines(() => undefined, undefined)).toEqual(['Goals: 0 met, 0 missed.'])
})

test('goals that were missed are named with what was reached', () => {
  const lines = goalLines(
    of({ 'panAll 50000': { p95: 31, over50: 0, blank: 0, exact: 400 }, 'load 10000': { ms: 690 } }),
    undefined,
  )
  expect(lines).toEqual(['Goals: 4 met, 1 missed.', '- missed: panAll with 50,000, p95 ms: 31, goal 20'])
})

test('drawing on a full board is measured by the empty one', () => {
  const lines = (full: number) =>
    goalLines(of({ 'draw100 50000': { move95: full }, 'draw100Empty 50000': { move95: 10 } }), undefined)
  expect(lines(14)).toEqual(['Goals: 1 met, 0 missed.'])
  expect(lines(15)).toContain('- missed: draw100 with 50,000, move95 ms: 15, goal 14')
})

test('something that is never exact misses its goal', () => {
  expect(goalLines(of({ 'pan10 10000': { exact: Number.POSITIVE_INFINITY } }), undefined)[0]).toContain('1 missed')
})
