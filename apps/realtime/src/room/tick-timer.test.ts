import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { TickClock, TickPace, TickTimer } from './tick-timer.ts'

/** On any machine, however busy. */
const PATIENCE = { timeout: 60_000, interval: 20 }

let pace: TickPace
let working = false
beforeEach(() => {
  pace = new TickPace()
})
afterEach(() => {
  working = false
  pace.close()
})

/** Fills the event loop, with room for what else waits every 100 ms. */
function work(): void {
  const end = performance.now() + 100
  while (performance.now() < end);
  if (working) setImmediate(work)
}

test('ticks get rarer while the event loop is full, in steps, and as frequent as before when it has time again', async () => {
  expect(pace.ms).toBe(16)
  const seen = new Set<number>()
  working = true
  work()
  await vi.waitFor(() => {
    seen.add(pace.ms)
    expect(pace.ms).toBe(100)
  }, PATIENCE)
  expect([...seen]).toEqual([16, 33, 50, 100].slice(-seen.size))
  working = false
  await vi.waitFor(() => expect(pace.ms).toBe(16), PATIENCE)
}, 180_000)

test('a timer keeps to the pace as it is now', async () => {
  const times: number[] = []
  const slow = { ms: 50 }
  const clock = new TickClock(slow)
  const timer: TickTimer = new TickTimer(clock, () => {
    times.push(performance.now())
    if (times.length < 5) timer.wake()
  })
  timer.wake()
  await vi.waitFor(() => expect(times).toHaveLength(5), PATIENCE)
  // Timers of Node may fire a little early.
  for (const [i, time] of times.entries()) if (i > 0) expect(time - (times[i - 1] ?? 0)).toBeGreaterThanOrEqual(45)
  slow.ms = 1
  const before = performance.now()
  timer.wake()
  await vi.waitFor(() => expect(times).toHaveLength(6), PATIENCE)
  expect(times[5]).toBeGreaterThanOrEqual(before)
  timer.stop()
  clock.close()
})
