import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyBytes, anyValue } from './arbitraries.ts'
import { PackError, PackReader, PackWriter, pack, unpack } from './pack.ts'
import { equalValues, type Value } from './value.ts'

describe('pack', () => {
  it('gives back what was packed', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        const wellFormed = isWellFormed(value)
        if (!wellFormed) expect(() => pack(value)).toThrow(PackError)
        else expect(equalValues(unpack(pack(value)), value) || hasNegativeZero(value)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it('is canonical: bytes that can be unpacked are those that the value packs to', () => {
    fc.assert(
      fc.property(anyBytes(anyValue.filter(isWellFormed).map(pack)), (bytes) => {
        let value: Value
        try {
          value = unpack(bytes)
        } catch (error) {
          expect(error).toBeInstanceOf(PackError)
          return
        }
        expect(pack(value)).toEqual(bytes)
      }),
      { numRuns: 3_000 },
    )
  })

  it('does not depend on the order of keys, nor on keys that are undefined', () => {
    const scrambled: { [name: string]: Value | undefined } = { x: 1, b: undefined, a: 2 }
    expect(pack(scrambled as Value)).toEqual(pack({ a: 2, x: 1 }))
    expect(pack(-0)).toEqual(pack(0))
  })

  it.each([
    ['an array', [0xa9, 0xff, 0xff, 0xff, 0xff, 0x07]],
    ['a map', [0xaa, 0xff, 0xff, 0xff, 0xff, 0x07]],
    ['a string', [0xa7, 0xff, 0xff, 0xff, 0xff, 0x07]],
    ['bytes', [0xa8, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f]],
  ])('refuses %s that claims 2^31 items before it allocates them', (_what, bytes) => {
    expect(() => unpack(new Uint8Array(bytes))).toThrow('end too early')
  })

  it('refuses nesting that would run off the stack', () => {
    expect(() => unpack(new Uint8Array(100_000).fill(0xa9).map((byte, i) => (i % 2 ? 1 : byte)))).toThrow(
      'nested deeper',
    )
    let deep: Value = 1
    for (let i = 0; i < 20; i++) deep = [deep]
    expect(() => pack(deep)).toThrow('nested deeper')
  })

  it('keeps a key called __proto__ a key', () => {
    const value = unpack(pack(JSON.parse('{"__proto__":{"polluted":true}}')))
    expect(Object.keys(Object(value))).toEqual(['__proto__'])
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
  })

  it('takes the keys of a map in their one order, whether they stand as a byte or as a name', () => {
    const names = [
      '',
      '__proto__',
      'aa',
      'color',
      'constructor',
      'h',
      'hh',
      'id',
      'ink',
      'points',
      'width',
      'x',
      'zz',
      '💡',
    ]
    const entry = (name: string) => {
      const packed = pack({ [name]: 1 })
      // Behind the head of a map, and its count of one.
      return packed.subarray(2)
    }
    for (const first of names) {
      for (const second of names) {
        const bytes = Uint8Array.from([...pack({}).subarray(0, 1), 2, ...entry(first), ...entry(second)])
        if (first < second) expect(Object.keys(unpack(bytes) as object)).toEqual([first, second])
        else expect(() => unpack(bytes)).toThrow('not in order')
      }
    }
  })

  it('copies bytes out of the buffer that they came in', () => {
    const buffer = new Uint8Array(pack(new Uint8Array([1, 2, 3])))
    const value = unpack(buffer)
    buffer.fill(9)
    expect(value).toEqual(new Uint8Array([1, 2, 3]))
  })

  it('writes and reads varints over their whole range', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (value) => {
        const writer = new PackWriter(1)
        writer.varint(value)
        expect(new PackReader(writer.finish()).varint()).toBe(value)
      }),
    )
  })
})

function isWellFormed(value: Value): boolean {
  if (typeof value === 'string') return isWellFormedText(value)
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return true
  return Object.entries(value).every(([key, item]) => isWellFormedText(key) && isWellFormed(item))
}

/** Not String.isWellFormed: Node 20 has it, the types of ES2023 don't. */
const isWellFormedText = (text: string) => !/\p{Surrogate}/u.test(text)

function hasNegativeZero(value: Value): boolean {
  if (typeof value !== 'object' || value === null) return Object.is(value, -0)
  return !(value instanceof Uint8Array) && Object.values(value).some(hasNegativeZero)
}
