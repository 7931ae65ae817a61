import { expect, test } from 'vitest'
import { TokenBuckets } from './token-bucket.ts'

test('lets a burst through, then the rate; keys do not share', () => {
  const buckets = new TokenBuckets(10, 3)
  expect([0, 0, 0, 0].map((at) => buckets.take('a', at))).toEqual([true, true, true, false])
  expect(buckets.take('b', 0)).toBe(true)
  expect(buckets.take('a', 50)).toBe(false)
  expect(buckets.take('a', 150)).toBe(true)
  expect(buckets.take('a', 150)).toBe(false)
})

test('gives several at once, or none', () => {
  const buckets = new TokenBuckets(10, 5)
  expect([4, 2, 1, 1].map((count) => buckets.take('a', 0, count))).toEqual([true, false, true, false])
})

test('never saves up more than the burst', () => {
  const buckets = new TokenBuckets(10, 2)
  buckets.take('a', 0)
  expect([1e9, 1e9, 1e9].map((at) => buckets.take('a', at))).toEqual([true, true, false])
})
