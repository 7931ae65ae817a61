import { type ActorId, BoardDocument, type ElementId, type LiveStroke, type Person } from '@inkwire/board'
import { ACTORS } from '@inkwire/board/arbitraries'
import { packLive, type SentPart, unpackLive } from '@inkwire/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Peers } from './peers.ts'
import { StrokesOut } from './strokes-out.ts'
import { TestClock } from './test-clock.ts'

const bob = ACTORS[1] as ActorId
const person = { id: 'p'.repeat(21), name: 'Bob', color: '#123456' } as Person
const id = (name: string) => name.padEnd(21, '_') as ElementId
const indices = (count: number) => Array.from({ length: count }, (_, i) => i)
const stroke = (from: number, count: number, name = 's'): LiveStroke => ({
  kind: 'stroke',
  id: id(name),
  x: 0,
  y: 0,
  from,
  points: indices(count).map((i) => ({ x: from + i, y: 1, pressure: 1 })),
  color: 'ink',
  width: 2,
  zoom: 1,
})
const kinds = (parts: readonly SentPart[]) => parts.map(({ kind }) => kind)

/** Somebody else, and what they see of the strokes. */
function onlooker() {
  const peers = new Peers(new BoardDocument(), new TestClock(), () => {})
  peers.replace([{ actor: bob, person }])
  return {
    hears: (number: number, parts: readonly SentPart[]) =>
      peers.heard(bob, unpackLive(packLive({ number, parts }), 'skipped')),
    sees: (name = 's') =>
      (peers.list()[0]?.inks ?? []).find(({ element }) => element.id === id(name))?.points.map(({ x }) => x),
  }
}

/** Draws `points` more, and says what goes out. */
function drawn(out: StrokesOut, at: number, from: number, points: number, name = 's'): readonly SentPart[] {
  out.show(stroke(from, points, name))
  const parts = out.next(1, at)
  out.sent()
  return parts
}

describe('strokes on their way', () => {
  it('are told of twice, then now and then, and else only go on', () => {
    const out = new StrokesOut()
    const told: number[] = []
    for (let i = 0; i < 100; i++) if (drawn(out, i * 33, i, 1)[0]?.kind === 'stroke') told.push(i)
    expect(told.slice(0, 2)).toEqual([0, 1])
    expect(told.length).toBe(2 + 6)
    const gaps = told.slice(2).map((i, n) => (i - (told[n + 1] ?? 0)) * 33)
    for (const gap of gaps) expect(gap).toBeLessThanOrEqual(500 + 33)
  })

  it('are not told of each time by a pen that sends seldom, and anew after a pause', () => {
    const out = new StrokesOut()
    const told = indices(18).filter((i) => drawn(out, i * 500, i, 1)[0]?.kind === 'stroke')
    expect(told).toEqual([0, 1, 9, 17])
    expect(kinds(drawn(out, 8_600, 18, 1))).toEqual(['more'])
    // Others have forgotten it by then.
    expect(kinds(drawn(out, 14_000, 19, 1))).toEqual(['stroke', 'more'])
  })

  it('are whole for whoever misses any one message, and then another', () => {
    const anyMessage = fc.record({ points: fc.integer({ min: 1, max: 8 }), ms: fc.nat(600), lost: fc.boolean() })
    fc.assert(
      fc.property(fc.array(anyMessage, { minLength: 1, maxLength: 40 }), (messages) => {
        const [out, other] = [new StrokesOut(), onlooker()]
        let [now, from, missed] = [0, 0, false]
        for (const { points, ms, lost } of messages) {
          const parts = drawn(out, now, from, points)
          from += points
          now += ms
          missed = lost && !missed
          if (!missed) other.hears(1, parts)
        }
        // What the last one brought may be missed as well; never more than that.
        if (missed) other.hears(1, drawn(out, now, from++, 1))
        expect(other.sees()).toEqual(indices(from))
      }),
    )
  })

  it('are whole for whoever comes in the middle, and nothing of them changes for those who were there', () => {
    const [out, other] = [new StrokesOut(), onlooker()]
    for (let i = 0; i < 50; i++) other.hears(1, drawn(out, i * 17, i * 50, 50))
    const late = onlooker()
    late.hears(1, drawn(out, 850, 2_500, 1))
    expect(late.sees()).toBeUndefined()
    out.repeat(true)
    for (let more = true; more; more = out.hasMore) {
      const parts = out.next(1, 870)
      out.sent()
      late.hears(1, parts)
      other.hears(1, parts)
    }
    expect(late.sees()).toEqual(indices(2_501))
    expect(other.sees()).toEqual(indices(2_501))
  })

  it('are told of in the next message, with how they go on, where many people come', () => {
    const [out, late] = [new StrokesOut(), onlooker()]
    for (let i = 0; i < 10; i++) drawn(out, i * 33, i, 1)
    out.repeat(false)
    late.hears(1, drawn(out, 330, 10, 1))
    expect(late.sees()?.slice(2)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10])
  })

  it('are told of whenever the message before was of another one, and whole under another number', () => {
    const [out, other] = [new StrokesOut(), onlooker()]
    for (let i = 0; i < 5; i++) {
      for (const name of ['a', 'b']) other.hears(1, drawn(out, i * 17, i, 1, name))
    }
    expect([other.sees('a'), other.sees('b')]).toEqual([indices(5), indices(5)])
    out.end(id('b'))
    out.show(stroke(5, 1, 'a'))
    expect(out.next(2, 100)).toMatchObject([{ kind: 'stroke' }, { kind: 'more', from: 0, points: { length: 6 } }])
  })

  it('count as sent only when they are', () => {
    const out = new StrokesOut()
    out.show(stroke(0, 3))
    const before = out.next(1, 0)
    expect(out.tip).toEqual({ x: 2, y: 1 })
    expect(out.next(1, 10)).toEqual(before)
    out.sent()
    expect(out.hasMore).toBe(false)
    expect(out.next(1, 20)).toEqual([])
    expect(out.tip).toBeUndefined()
  })
})
