import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Poll } from './poll.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('looks again a pause after the last look has ended, and not meanwhile', async () => {
  const answers: (() => void)[] = []
  const poll = new Poll(500, () => new Promise<void>((resolve) => answers.push(resolve)))
  poll.start()
  await vi.advanceTimersByTimeAsync(5_000)
  expect(answers).toHaveLength(1)
  answers[0]?.()
  await vi.advanceTimersByTimeAsync(499)
  expect(answers).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(answers).toHaveLength(2)
  poll.close()
})

test('looks no more once it is closed, also where it was closed during a look', async () => {
  let looks = 0
  let answer = () => {}
  const poll = new Poll(500, () => {
    looks++
    return new Promise<void>((resolve) => {
      answer = resolve
    })
  })
  poll.start()
  await vi.advanceTimersByTimeAsync(500)
  poll.close()
  answer()
  await vi.advanceTimersByTimeAsync(5_000)
  expect(looks).toBe(1)
})
