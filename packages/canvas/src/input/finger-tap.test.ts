import { describe, expect, test } from 'vitest'
import { FingerTap } from './finger-tap.ts'

const HERE = { x: 100, y: 100 }

function fingers(count: number, { move = 0, last = 100 } = {}): number {
  const tap = new FingerTap()
  for (let id = 0; id < count; id++) tap.press(id, HERE, id * 20)
  tap.move(0, { x: HERE.x + move, y: HERE.y })
  let tapped = 0
  for (let id = 0; id < count; id++) tapped = tap.lift(id, last)
  return tapped
}

describe('fingers that tap', () => {
  test('are counted when the last one is up', () => {
    expect([1, 2, 3, 4].map((count) => fingers(count))).toEqual([1, 2, 3, 4])
  })

  test('did not tap when they moved, stayed, or were taken away', () => {
    expect(fingers(2, { move: 20 })).toBe(0)
    expect(fingers(2, { last: 900 })).toBe(0)
    const tap = new FingerTap()
    tap.press(1, HERE, 0)
    tap.press(2, HERE, 10)
    tap.lose(1)
    expect(tap.lift(2, 50)).toBe(0)
  })

  test('may tap again right after', () => {
    const tap = new FingerTap()
    tap.press(1, HERE, 0)
    tap.move(1, { x: 500, y: 0 })
    expect(tap.lift(1, 50)).toBe(0)
    tap.press(1, HERE, 60)
    tap.press(2, HERE, 70)
    expect(tap.isPossible(80)).toBe(true)
    tap.lift(2, 80)
    expect(tap.lift(1, 90)).toBe(2)
    expect(tap.lift(1, 95)).toBe(0)
  })
})
