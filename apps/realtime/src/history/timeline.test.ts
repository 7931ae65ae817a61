import { expect, test } from 'vitest'
import { partsOf, sampleOf } from './timeline.ts'

test('parts are of equal length, and cover each seq once', () => {
  expect(partsOf(0, 0, 200)).toEqual([])
  expect(partsOf(7, 7, 200)).toEqual([])
  expect(partsOf(0, 3, 200)).toEqual([1, 2, 3].map((seq) => ({ from: seq, to: seq })))
  for (const [floor, head, count] of [
    [0, 1_000_000, 200],
    [500, 1_033, 7],
    [41, 42, 1],
  ] as const) {
    // biome-ignore format: one row
    const parts = partsOf(floor, head, count)
    expect(parts).toHaveLength(count)
    expect(parts[0]?.from).toBe(floor + 1)
    expect(parts.at(-1)?.to).toBe(head)
    for (const [i, part] of parts.entries()) if (i > 0) expect(part.from).toBe((parts[i - 1]?.to ?? 0) + 1)
    const lengths = parts.map(({ from, to }) => to - from + 1)
    expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThanOrEqual(1)
  }
})

test('a sample has all seqs of a short log, and of a long one the ends of each part', () => {
  expect(sampleOf(partsOf(3, 50, 10))).toEqual(Array.from({ length: 47 }, (_, i) => i + 4))
  const parts = partsOf(0, 1_000_000, 200)
  const sample = sampleOf(parts)
  expect(sample).toHaveLength(4_000)
  expect(new Set(sample).size).toBe(4_000)
  for (const { from, to } of parts) expect(sample).toEqual(expect.arrayContaining([from, to]))
})
