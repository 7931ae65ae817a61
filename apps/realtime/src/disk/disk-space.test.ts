import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { DiskSpace } from './disk-space.ts'

const MB = 1024 * 1024

let free: number | Error
let changes: boolean[]
let space: DiskSpace

beforeEach(() => {
  vi.useFakeTimers()
  free = 1_000 * MB
  changes = []
  space = new DiskSpace(
    '/somewhere',
    (full) => changes.push(full),
    async () => {
      if (free instanceof Error) throw free
      return free
    },
  )
})

afterEach(() => {
  space.close()
  vi.useRealTimers()
})

const after = async (bytes: number | Error): Promise<boolean> => {
  free = bytes
  await vi.advanceTimersByTimeAsync(1_000)
  return space.full
}

test('full below the reserve, and only well above it no longer', async () => {
  await space.start()
  expect(space.full).toBe(false)
  expect(await after(65 * MB)).toBe(false)
  expect(await after(63 * MB)).toBe(true)
  expect(await after(95 * MB)).toBe(true)
  expect(await after(97 * MB)).toBe(false)
  expect(await after(65 * MB)).toBe(false)
  expect(changes).toEqual([true, false])
})

test('what a disk says counts until it says something else', async () => {
  free = 1
  await space.start()
  expect(space.full).toBe(true)
  expect(await after(new Error('the share does not answer'))).toBe(true)
  expect(await after(1_000 * MB)).toBe(false)
})

test('without a folder nothing is watched', async () => {
  const none = new DiskSpace(
    null,
    () => {},
    async () => 0,
  )
  await none.start()
  expect(none.full).toBe(false)
})
