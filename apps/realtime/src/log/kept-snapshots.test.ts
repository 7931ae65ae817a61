import { expect, test } from 'vitest'
import { superfluous } from './kept-snapshots.ts'

const STEP = 500

/** What is left of snapshots that came one after the other, thinned after each as the log does. */
function left(count: number): number[] {
  let kept: number[] = []
  for (let i = 1; i <= count; i++) {
    kept.push(i * STEP)
    const gone = new Set(superfluous(kept))
    kept = kept.filter((seq) => !gone.has(seq))
  }
  return kept
}

test('few snapshots all stay', () => {
  expect(left(8)).toHaveLength(8)
  expect(superfluous([])).toEqual([])
})

test('a million batches keep some dozens, the newest and the oldest among them', () => {
  const kept = left(2_000)
  expect(kept.length).toBeLessThan(90)
  expect(kept.slice(-8)).toEqual(Array.from({ length: 8 }, (_, i) => 1_000_000 - (7 - i) * STEP))
  expect(kept[0]).toBe(STEP)
})

test('from any seq it is an eighth of its age to the snapshot before it, at most', () => {
  for (const count of [20, 100, 777, 2_000]) {
    const kept = left(count)
    const newest = count * STEP
    for (const [i, seq] of kept.entries()) {
      const before = kept[i - 1]
      if (before !== undefined) expect(seq - before).toBeLessThanOrEqual(Math.max(STEP, (newest - seq) / 8))
    }
  }
})
