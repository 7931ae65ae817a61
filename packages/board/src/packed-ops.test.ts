import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ACTORS, anyBytes, anyId, anyIntent } from './arbitraries.ts'
import type { ActorId } from './ids.ts'
import { DOCUMENT_LIMITS } from './limits.ts'
import type { Op } from './op.ts'
import { PackError, pack } from './pack.ts'
import { checkOps, opFromValue, opToValue, packedList, packOps, unpackOps } from './packed-ops.ts'
import type { CharacterId } from './text.ts'
import type { Value } from './value.ts'

const actor = ACTORS[0] as ActorId
const anyCharacter: fc.Arbitrary<CharacterId> = fc.tuple(fc.constant(actor), fc.nat(), fc.nat())
const anySplice: fc.Arbitrary<Op> = fc.record({
  op: fc.constant('splice' as const),
  id: anyId,
  prop: fc.constantFrom('text' as const, 'label' as const),
  after: fc.oneof(fc.constant(null), anyCharacter),
  fallback: fc.nat(),
  insert: fc.string({ unit: 'grapheme' }),
  delete: fc.array(fc.tuple(fc.constant(actor), fc.nat(), fc.nat(), fc.nat()), { maxLength: 3 }),
})
const anyOp: fc.Arbitrary<Op> = fc.oneof(
  anyIntent.map((intent): Op => (intent.kind === 'op' ? intent.op : { op: 'compact', id: intent.id, prop: 'text' })),
  anySplice,
)
const anyOps = fc.array(anyOp, { minLength: 1, maxLength: 5 })

describe('packed ops', () => {
  it('are the same bytes when they are packed one by one', () => {
    fc.assert(
      fc.property(fc.array(anyOp, { maxLength: 200 }), (ops) => {
        expect(packedList(ops.map((op) => pack(opToValue(op))))).toEqual(packOps(ops))
      }),
      { numRuns: 50 },
    )
  })

  it('of any other shape are refused', () => {
    const id = 'a'.repeat(21)
    const element = { id, type: 'group', order: 'a0' }
    const wrong: Value[] = [
      [0], [0, []], [0, null], [0, element, 1], [1, id], [1, id, {}, 0], [1, id, [1]], [1, 'short', {}], [1, 5, {}],
      [1, id, new Uint8Array(2)], [2], [9, id], {}, null, 'put', [[0, element]],
    ] // biome-ignore format: rows
    for (const value of wrong) expect(() => opFromValue(value), JSON.stringify(value)).toThrow(PackError)
  })

  it('hold numbers only within their ranges', () => {
    const wrong: Value[] = [
      { x: 1_000_001 }, { y: -1_000_001 }, { w: -1 }, { h: 2_000_001 }, { opacity: 1.01 }, { angle: 1_001 },
      { width: 0 }, { radius: -1 }, { fontSize: 0.5 }, { x: '1' }, { y: null }, { w: [1] }, { grid: 0 }, { x: true },
    ] // biome-ignore format: rows
    const id = 'a'.repeat(21)
    for (const props of wrong) {
      expect(checkOps(pack([[1, id, props]])), JSON.stringify(props)).toMatchObject({ ok: false, code: 'op.invalid' })
    }
    const right: Value[] = [
      { x: 1_000_000, y: -1_000_000, w: 0, h: 2_000_000, opacity: 1, angle: -1_000, width: 0.1, radius: 0 },
      { fontSize: 1_000, grid: null, w: null, opacity: null, constructor: 'unknown', toString: 5 },
    ]
    for (const props of right)
      expect(checkOps(pack([[1, id, props]])), JSON.stringify(props)).toMatchObject({ ok: true })
  })

  it('come back as they were, and pass the checks', () => {
    fc.assert(
      fc.property(anyOps, (ops) => {
        const bytes = packOps(ops)
        const back = unpackOps(bytes)
        expect(packOps(back)).toEqual(bytes)
        expect(back.map(({ op }) => op)).toEqual(ops.map(({ op }) => op))
        expect(checkOps(bytes)).toEqual({ ok: true, ops: back })
      }),
      { numRuns: 300 },
    )
  })

  it('never throw while bytes of anybody are checked', () => {
    fc.assert(
      fc.property(anyBytes(anyOps.map(packOps)), (bytes) => {
        const checked = checkOps(bytes)
        if (!checked.ok) expect(checked.problem).not.toBe('')
        else expect(packOps(checked.ops)).toEqual(bytes)
      }),
      { numRuns: 2_000 },
    )
  })

  const id = 'x'.repeat(21)
  const box = { id, type: 'rectangle', order: 'a0', x: 0, y: 0, w: 1, h: 1 }
  it.each<[string, Value]>([
    ['no list', 5],
    ['an op of an unknown kind', [[9, id]]],
    ['an id that is none', [[2, '__proto__']]],
    ['a null in a put', [[0, { ...box, color: null }]]],
    ['a put without what its type needs', [[0, { id, type: 'rectangle', order: 'a0' }]]],
    ['a coordinate out of range', [[0, { ...box, x: 1e7 }]]],
    ['another type', [[1, id, { type: 'ellipse' }]]],
    ['another id', [[1, id, { id }]]],
    ['taking x away', [[1, id, { x: null }]]],
    ['a text that is no string', [[1, id, { text: [['a', 1, 0, 'x']] }]]],
    ['a link that runs script', [[1, id, { link: 'javascript:alert(1)' }]]],
    ['points that are none', [[1, id, { points: new Uint8Array([0, 5]) }]]],
    ['too deep a value', [[1, id, { own: [[[[[[[[[1]]]]]]]]] }]]],
    ['no ops', []],
  ])('refuse %s', (_what, value) => {
    expect(checkOps(pack(value))).toMatchObject({ ok: false, code: 'op.invalid' })
  })

  it('name no type that is none: neither one of any length, nor one that can be no text', () => {
    for (const type of ['frame'.repeat(10_000), { toString: 1 }, { valueOf: null, toString: null }, ['a'], 7, null]) {
      const checked = checkOps(pack([[0, { id: 'x'.repeat(21), type, order: 'a0' } as Value]]))
      expect(checked).toMatchObject({ ok: false, code: 'op.invalid' })
      if (!checked.ok) expect(checked.problem?.length).toBeLessThan(100)
    }
  })

  it('refuse what is too large', () => {
    const many = Array.from({ length: DOCUMENT_LIMITS.opsPerBatch + 1 }, (): Value => [2, id])
    expect(checkOps(pack(many))).toMatchObject({ ok: false, code: 'op.too_large' })
    expect(checkOps(new Uint8Array(DOCUMENT_LIMITS.batchBytes + 1))).toMatchObject({ ok: false, code: 'op.too_large' })
    const long = 'x'.repeat(DOCUMENT_LIMITS.textCharacters + 1)
    expect(checkOps(pack([[1, id, { label: long }]]))).toMatchObject({ ok: false })
  })

  it('can not be made of what is no value', () => {
    for (const x of [Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => packOps([{ op: 'set', id: 'x'.repeat(21) as never, props: { x } }])).toThrow(PackError)
    }
  })
})
