import { expect, test } from 'vitest'
import { plot } from './plot.ts'
import type { Run } from './runner.ts'
import { describe as inWords, table } from './table.ts'

const run = (some: Partial<Run>): Run => ({
  page: 'inkwire',
  count: 10_000,
  repetition: 0,
  case: 'load',
  outcome: { kind: 'figures', figures: { ms: 500 } },
  others: 0,
  calibration: 15,
  ...some,
})
const took = (ms: number): Run['outcome'] => ({ kind: 'figures', figures: { ms } })

const rowOf = (markdown: string, title: string) => markdown.split('\n').find((line) => line.includes(title))

test('a cell is the median of the quiet runs', () => {
  const runs = [
    run({ outcome: took(500) }),
    run({ outcome: took(700) }),
    run({ outcome: took(600) }),
    run({ outcome: took(9_000), others: 1.5 }),
    run({ outcome: took(9_000), calibration: 40 }),
  ]
  expect(rowOf(table(runs, undefined), 'load, everything')).toBe('| load, everything in view, ms | 10,000 | 600 |')
})

test('where no run was quiet, a mark says so', () => {
  const markdown = table([run({ others: 1 }), run({ calibration: 10, case: 'memory' })], undefined)
  expect(rowOf(markdown, 'load, everything')).toContain('~500')
})

test('what took too long or failed is named', () => {
  const runs = [
    run({ outcome: { kind: 'timeout' } }),
    run({ page: 'tldraw', outcome: { kind: 'error', message: 'no' } }),
  ]
  expect(rowOf(table(runs, undefined), 'load, everything')).toContain('| over the cap | failed |')
  expect(inWords(runs[1] ?? run({}))).toContain('failed: no')
})

test('the bytes of the board page stand below', () => {
  const bytes = { script: 250_000, style: 9_000, font: 48_000, page: 4_000, other: 0, requests: 20 }
  expect(table([run({})], bytes)).toContain('JavaScript 250 kB, fonts 48 kB')
})

test('a plot needs pages to compare, and shows each', () => {
  expect(plot([run({})])).toBeUndefined()
  const picture = plot([run({}), run({ page: 'tldraw', outcome: took(4_000) })])
  expect(picture).toContain('>inkwire<')
  expect(picture).toContain('>tldraw<')
  expect(picture).toContain('>4.0 s<')
})
