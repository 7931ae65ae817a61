import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareOrder, isOrderKey, orderKey, orderKeys } from './order.ts'

const anyRandom = fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }))

describe('order keys', () => {
  it('stand between their neighbours, whatever was inserted where', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 40 }), anyRandom, (places, stream) => {
        const random = () => stream.next().value ?? 0
        const keys: string[] = []
        for (const place of places) {
          const at = place % (keys.length + 1)
          const key = orderKey(keys[at - 1] ?? null, keys[at] ?? null, random)
          expect(isOrderKey(key)).toBe(true)
          keys.splice(at, 0, key)
        }
        expect(keys).toEqual(keys.toSorted())
        expect(new Set(keys).size).toBe(keys.length)
      }),
    )
  })

  it('come in order when many are made at once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), anyRandom, (count, stream) => {
        const keys = orderKeys('a0', 'a1', count, () => stream.next().value ?? 0)
        expect(['a0', ...keys, 'a1']).toEqual(['a0', ...keys, 'a1'].toSorted())
        expect(new Set([...keys, 'a0', 'a1']).size).toBe(count + 2)
        for (const key of keys) expect(isOrderKey(key)).toBe(true)
      }),
    )
  })

  it('differ for two people who add on top at once', () => {
    const keys = Array.from({ length: 1_000 }, () => orderKey('a5', null, Math.random))
    expect(new Set(keys).size).toBeGreaterThan(995)
  })

  it('are refused when fractional-indexing could not go on from them', () => {
    for (const key of ['', 'a', 'a00', '0', 'b1', 'a!', `A${'0'.repeat(26)}`, `a0${'V'.repeat(200)}`]) {
      expect(isOrderKey(key), key).toBe(false)
    }
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[A-Za-z][0-9A-Za-z]{0,30}$/)), (key) => {
        if (isOrderKey(key)) {
          expect(orderKey(key, null, () => 0.5) > key).toBe(true)
          expect(orderKey(null, key, () => 0.5) < key).toBe(true)
        }
      }),
      { numRuns: 2_000 },
    )
  })

  it('order elements of equal keys by id', () => {
    const sorted = [
      { order: 'a1', id: 'b' },
      { order: 'a1', id: 'a' },
      { order: 'Zz', id: 'z' },
    ].sort(compareOrder)
    expect(sorted.map(({ id }) => id)).toEqual(['z', 'a', 'b'])
  })
})
