import type { ElementId, LivePart, StrokePoint } from '@inkwire/board'
import { LIMITS, type SentPart, unpackLive } from '@inkwire/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LiveOut } from './live-out.ts'
import { mergePoints } from './stroke-points.ts'
import { TestClock } from './test-clock.ts'

const id = (name: string) => name.padEnd(21, '_') as ElementId

function subject(people = 2) {
  const clock = new TestClock()
  const sent: { at: number; parts: readonly SentPart[]; number: number }[] = []
  let up = true
  const live = new LiveOut({
    clock,
    nextNumber: () => 4,
    people: () => people,
    send: (bytes) => {
      expect(bytes.length).toBeLessThanOrEqual(LIMITS.liveBytes)
      if (up) sent.push({ at: clock.now(), ...unpackLive(bytes) })
      return up
    },
  })
  const setUp = (next: boolean) => {
    up = next
  }
  return { clock, sent, live, setUp }
}

const cursor = (x: number): LivePart => ({ kind: 'cursor', x, y: 0 })
const stroke = (from: number, count: number, name = 's'): LivePart => ({
  kind: 'stroke',
  id: id(name),
  x: 0,
  y: 0,
  from,
  points: Array.from({ length: count }, (_, i) => ({ x: from + i, y: 1, pressure: 1 })),
  color: 'ink',
  width: 2,
  zoom: 1,
})

describe('my live', () => {
  it('L3: goes out at once, then at most once a frame, the newest of each kind', () => {
    const { clock, sent, live } = subject()
    for (let x = 1; x <= 100; x++) {
      live.show(cursor(x))
      clock.pass(1)
    }
    clock.pass(100)
    expect(sent[0]).toMatchObject({ at: 0, number: 4, parts: [cursor(1)] })
    expect(sent.at(-1)?.parts).toEqual([cursor(100)])
    expect(sent.length).toBeLessThanOrEqual(7)
  })

  it('L4: goes out half as often with many people', () => {
    const { clock, sent, live } = subject(11)
    for (let x = 1; x <= 1_000; x++) {
      live.show(cursor(x))
      clock.pass(1)
    }
    expect(sent.length).toBeLessThanOrEqual(31)
  })

  it('L5: loses no point of a stroke, however they come, and repeats the last 8', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 700 }), fc.nat(20)), { minLength: 1, maxLength: 8 }),
        (parts) => {
          const { clock, sent, live } = subject()
          let total = 0
          for (const [count, ms] of parts) {
            live.show(stroke(total, count))
            total += count
            clock.pass(ms)
          }
          clock.pass(10_000)
          const points: StrokePoint[] = []
          for (const { parts: shown } of sent) {
            for (const part of shown) {
              if (part.kind !== 'more') continue
              expect(part.from).toBe(Math.max(0, points.length - 8))
              mergePoints(points, part.from, part.points)
            }
          }
          expect(points.map(({ x }) => x)).toEqual(Array.from({ length: total }, (_, i) => i))
        },
      ),
      { numRuns: 50 },
    )
  })

  it("L6: what is left of a gesture does not go out as the next batch's", () => {
    const { clock, sent, live } = subject()
    live.show(cursor(1))
    live.show(stroke(0, 5))
    live.show({ kind: 'preview', ops: [{ op: 'remove', id: id('p') }] })
    live.committed([{ op: 'remove', id: id('s') }])
    clock.pass(100)
    expect(sent.flatMap(({ parts }) => parts)).toEqual([cursor(1)])
  })

  it('L7: a cancel takes what was piled up with it, and comes before what begins then', () => {
    const { clock, sent, live } = subject()
    live.show(cursor(1))
    live.show(stroke(0, 5, 'old'))
    live.show({ kind: 'cancel' })
    live.show(stroke(0, 3, 'new'))
    clock.pass(100)
    const shown = sent[1]?.parts.map((part) => (part.kind === 'stroke' ? part.id : part.kind))
    expect(shown).toEqual(['cancel', id('new'), 'more'])
  })

  it('L8: a stroke that goes on over a lost connection is shown whole again', () => {
    const { clock, sent, live, setUp } = subject()
    live.show(stroke(0, 20))
    clock.pass(100)
    setUp(false)
    live.show(stroke(20, 10))
    clock.pass(100)
    setUp(true)
    const before = sent.length
    live.restart()
    live.show(stroke(30, 10))
    clock.pass(100)
    const parts = sent.slice(before).flatMap((message) => message.parts)
    expect(parts[0]).toMatchObject({ kind: 'stroke', id: id('s') })
    const points: StrokePoint[] = []
    for (const part of parts) if (part.kind === 'more') mergePoints(points, part.from, part.points)
    expect(points.map(({ x }) => x)).toEqual(Array.from({ length: 40 }, (_, i) => i))
  })

  it('L12: the cursor of a pen is seen by the end of its stroke, and by itself where it is elsewhere', () => {
    const { clock, sent, live } = subject()
    const kinds = () => sent.at(-1)?.parts.map(({ kind }) => kind)
    live.show(stroke(0, 5))
    clock.pass(100)
    live.show(stroke(5, 5))
    clock.pass(10)
    live.show({ kind: 'cursor', x: 11, y: 1 })
    live.show(stroke(10, 2))
    clock.pass(10)
    expect(kinds()).toEqual(['more'])
    live.show({ kind: 'cursor', x: 20, y: 1 })
    live.show(stroke(12, 5))
    clock.pass(17)
    expect(kinds()).toEqual(['more', 'cursor'])
    // Whoever comes is told of both.
    live.repeat()
    clock.pass(100)
    expect(kinds()).toEqual(['stroke', 'more', 'cursor'])
  })

  it("L10: a laser's points pile up by trail between two messages, and too many lose the oldest", () => {
    const { clock, sent, live } = subject()
    const at = (trail: number, ...xs: number[]): LivePart => ({
      kind: 'laser',
      trail,
      points: xs.map((x) => ({ x, y: 0 })),
    })
    live.show(at(1, 1))
    live.show(at(1, 2))
    live.show(at(1, 3))
    live.show(at(2, 4))
    clock.pass(100)
    expect(sent[0]?.parts).toEqual([at(1, 1)])
    expect(sent[1]?.parts).toEqual([at(1, 2, 3), at(2, 4)])
    live.show(cursor(0))
    live.show(at(3, ...Array.from({ length: 1_000 }, (_, i) => i)))
    clock.pass(100)
    const last = sent.at(-1)?.parts.at(-1)
    expect(last?.kind === 'laser' && last.points.map(({ x }) => x)).toEqual(
      Array.from({ length: LIMITS.laserPoints }, (_, i) => 1_000 - LIMITS.laserPoints + i),
    )
    expect(sent.length).toBe(4)
  })

  it('L9: tells the ids of a large drag once, then only how far it has come', () => {
    const { clock, sent, live } = subject()
    const ids = Array.from({ length: 900 }, (_, i) => id(`${i}`))
    for (let dx = 1; dx <= 30; dx++) {
      live.show({ kind: 'drag', ids, dx, dy: 0 })
      clock.pass(17)
    }
    clock.pass(100)
    const drags = sent.flatMap(({ parts }) => parts.flatMap((part) => (part.kind === 'drag' ? part : [])))
    expect(drags.flatMap((drag) => drag.ids)).toEqual(ids)
    expect(drags.at(-1)).toMatchObject({ ids: [], dx: 30, part: { from: 900, of: 900 } })
    clock.pass(2_000)
    live.show({ kind: 'drag', ids, dx: 31, dy: 0 })
    clock.pass(200)
    expect(sent.at(-1)?.parts).toMatchObject([{ part: { from: 750, of: 900 }, dx: 31 }])
  })

  it('L9: fits into its limit whatever is shown', () => {
    const { clock, sent, live } = subject()
    const ids = Array.from({ length: 5_000 }, (_, i) => id(`${i}`))
    live.show({ kind: 'selection', ids })
    live.show({ kind: 'drag', ids, dx: 1, dy: 1 })
    live.show({ kind: 'preview', ops: ids.slice(0, 1_000).map((one) => ({ op: 'set', id: one, props: { x: 0.1 } })) })
    live.show(stroke(0, 3_000))
    clock.pass(1_000)
    expect(sent.length).toBeGreaterThan(2)
  })
})
