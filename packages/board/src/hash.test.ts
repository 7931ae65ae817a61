import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SumHash } from './hash.ts'

const anyBytes = fc.uint8Array({ maxLength: 40 })

function hashOf(parts: readonly Uint8Array[]): string {
  const hash = new SumHash()
  for (const part of parts) hash.add(part)
  return hash.toString()
}

describe('SumHash', () => {
  it('does not depend on the order', () => {
    fc.assert(
      fc.property(fc.array(anyBytes), (parts) => {
        expect(hashOf(parts)).toBe(hashOf(parts.toReversed()))
        expect(hashOf(parts)).toMatch(/^[0-9a-f]{32}$/)
      }),
    )
  })

  it('takes a part of some bytes for what it is alone', () => {
    fc.assert(
      fc.property(anyBytes, anyBytes, anyBytes, (before, part, after) => {
        const hash = new SumHash()
        hash.add(Uint8Array.from([...before, ...part, ...after]), before.length, before.length + part.length)
        expect(hash.toString()).toBe(hashOf([part]))
      }),
    )
  })

  it('forgets what is subtracted', () => {
    fc.assert(
      fc.property(fc.array(anyBytes), anyBytes, (parts, extra) => {
        const hash = new SumHash()
        hash.add(extra)
        for (const part of parts) hash.add(part)
        hash.subtract(extra)
        expect(hash.toString()).toBe(hashOf(parts))
      }),
    )
  })

  it('tells one byte more, less or other', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 40 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (bytes, at, by) => {
          const other = bytes.slice()
          other[at % bytes.length] = ((bytes[at % bytes.length] ?? 0) + by) % 256
          expect(hashOf([other])).not.toBe(hashOf([bytes]))
          expect(hashOf([bytes.subarray(1)])).not.toBe(hashOf([bytes]))
          expect(hashOf([new Uint8Array([...bytes, 0])])).not.toBe(hashOf([bytes]))
          expect(hashOf([bytes, bytes])).not.toBe(hashOf([]))
        },
      ),
    )
  })
})
