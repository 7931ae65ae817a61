import { type ElementId, PackError, pack, packLivePoints, type Value } from '@inkwire/board'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LIMITS } from './limits.ts'
import { packLive, type SentPart, unpackLive } from './live.ts'

const anyId = fc.constantFrom('a', 'b').map((letter) => letter.repeat(21) as ElementId)
/** On the grid of sixteenths on which cursors travel. */
const coordinate = fc.integer({ min: -16_000, max: 16_000 }).map((units) => units / 16)
const anyPart: fc.Arbitrary<SentPart> = fc.oneof(
  fc.record({ kind: fc.constant('cursor' as const), x: coordinate, y: coordinate }),
  fc.constant({ kind: 'away' as const }),
  fc.constant({ kind: 'cancel' as const }),
  fc.record({
    kind: fc.constant('laser' as const),
    trail: fc.nat(1_000),
    points: fc.array(fc.record({ x: coordinate, y: coordinate }), { maxLength: 20 }),
  }),
  fc.record({ kind: fc.constant('selection' as const), ids: fc.array(anyId, { maxLength: 5 }) }),
  fc.record({
    kind: fc.constant('drag' as const),
    ids: fc.array(anyId, { maxLength: 5 }),
    dx: coordinate,
    dy: coordinate,
  }),
  fc.record({
    kind: fc.constant('drag' as const),
    ids: fc.array(anyId, { maxLength: 5 }),
    dx: coordinate,
    dy: coordinate,
    part: fc.record({ from: fc.nat(LIMITS.dragIds), of: fc.nat(LIMITS.dragIds) }),
  }),
  fc.record({
    kind: fc.constant('stroke' as const),
    id: anyId,
    x: coordinate,
    y: coordinate,
    from: fc.nat(5_000),
    points: fc.array(fc.record({ x: coordinate, y: coordinate, pressure: fc.constantFrom(0, 1) }), { maxLength: 10 }),
    color: fc.constantFrom('ink', '#ff0000'),
    width: fc.constantFrom(1, 8),
    opacity: fc.constantFrom(undefined, 0.35),
    pen: fc.constantFrom(undefined, 'highlighter' as const),
    zoom: fc.constantFrom(1, 2, 64),
  }),
  fc.record({
    kind: fc.constant('more' as const),
    from: fc.nat(5_000),
    points: fc.array(fc.record({ x: coordinate, y: coordinate, pressure: fc.constantFrom(0, 1) }), { maxLength: 10 }),
    zoom: fc.constantFrom(1, 2, 64),
  }),
  fc.record({
    kind: fc.constant('preview' as const),
    ops: fc.array(fc.record({ op: fc.constant('set' as const), id: anyId, props: fc.record({ x: coordinate }) }), {
      maxLength: 3,
    }),
  }),
)
const many = (count: number) => Array.from({ length: count }, () => ({ x: 1, y: 1, pressure: 0.5 }))
const anyMessage = fc.record({ number: fc.nat(), parts: fc.array(anyPart, { maxLength: 6 }) })

describe('a live message', () => {
  it('comes back as it was', () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        expect(unpackLive(packLive(message))).toEqual(message)
      }),
      { numRuns: 300 },
    )
  })

  it('throws nothing but PackError for bytes of anybody', () => {
    fc.assert(
      fc.property(anyMessage, fc.nat(), fc.nat(255), fc.uint8Array({ maxLength: 40 }), (message, at, byte, noise) => {
        const damaged = packLive(message)
        damaged[at % damaged.length] = byte
        for (const bytes of [damaged, new Uint8Array(noise)]) {
          try {
            packLive(unpackLive(bytes))
          } catch (error) {
            expect(error).toBeInstanceOf(PackError)
          }
        }
      }),
      { numRuns: 1_000 },
    )
  })

  const id = 'x'.repeat(21)
  it.each<[string, Value]>([
    ['a cursor that is far away', [0, [[0, 1e15, 0]]]],
    ['an unknown part', [0, [[99]]]],
    ['a negative number', [-1, []]],
    ['a selection of what is no id', [0, [[2, ['__proto__']]]]],
    ['a stroke in no colour', [0, [[3, id, 0, 0, 0, new Uint8Array([0, 0]), { color: 'url(x)', width: 1 }]]]],
    [
      'a stroke of bytes that are no points',
      [0, [[3, id, 0, 0, 0, new Uint8Array([0, 9]), { color: 'ink', width: 1 }]]],
    ],
    ['a preview that could not be stored', [0, [[4, [[1, id, { x: 1e9 }]]]]]],
    ['a laser with half a point', [0, [[7, 1, [0, 0, 5]]]]],
    ['a laser that is far away', [0, [[7, 1, [2 ** 40, 0]]]]],
    ['a laser of too many points', [0, [[7, 1, Array.from({ length: 502 }, () => 1)]]]],
    ['more points, as if they were before the first', [0, [[8, -1, new Uint8Array([0])]]]],
    ['more of what are no points', [0, [[8, 0, 'points']]]],
    ['more points that end too early', [0, [[8, 0, new Uint8Array([0, 2])]]]],
    ['no points, and not even of what zoom', [0, [[8, 0, new Uint8Array()]]]],
    ['more points of something', [0, [[8, 0, new Uint8Array([0]), { color: 'ink' }]]]],
    ['more points than a stroke has', [0, [[8, 0, packLivePoints(many(LIMITS.strokePoints + 1), 1)]]]],
    ['too many parts', [0, Array.from({ length: 21 }, () => [1])]],
  ])('is refused with %s', (_what, value) => {
    expect(() => unpackLive(pack(value))).toThrow(PackError)
  })

  it('of a newer version is shown as far as it is known', () => {
    const cursor: Value = [0, 16, 32]
    expect(unpackLive(pack([3, [[99, 'new'], cursor, ['text']]]), 'skipped')).toEqual({
      number: 3,
      parts: [{ kind: 'cursor', x: 1, y: 2 }],
    })
    // What is known has to be right all the same.
    expect(() => unpackLive(pack([3, [[99], [0, 1e15, 0]]]), 'skipped')).toThrow(PackError)
  })

  it('takes 40 bytes for four more points of a stroke, with the eight before them', () => {
    const points = Array.from({ length: 12 }, (_, i) => ({ x: 400 + i * 30, y: 300 * Math.cos(i / 20), pressure: 0.5 }))
    expect(packLive({ number: 5, parts: [{ kind: 'more', from: 90, points, zoom: 1 }] }).length).toBeLessThanOrEqual(40)
  })

  it('fits with a thousand points and all else', () => {
    const points = Array.from({ length: 1_000 }, (_, i) => ({ x: (i % 2) * 1e6, y: (i % 2) * -1e6, pressure: 1 }))
    const style = { id: 'x'.repeat(21) as ElementId, color: 'ink', width: 1, zoom: 1, x: 0, y: 0, from: 0 }
    expect(packLive({ number: 1, parts: [{ kind: 'stroke', ...style, points }] }).length).toBeLessThan(LIMITS.liveBytes)
    // Each time to the other end of the board, drawn at the largest zoom.
    const more: SentPart = { kind: 'more', from: 9_000, points, zoom: 256 }
    expect(packLive({ number: 1, parts: [{ kind: 'stroke', ...style, points: [] }, more] }).length).toBeLessThan(
      LIMITS.liveBytes,
    )
  })
})
