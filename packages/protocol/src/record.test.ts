import { type ActorId, type GestureId, PackError, type PersonId } from '@inkwire/board'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BatchRecord, packRecords, unpackRecords } from './record.ts'

const anyRecord: fc.Arbitrary<BatchRecord> = fc.record({
  seq: fc.maxSafeNat(),
  actor: fc.constant(`${'a'.repeat(21)}A` as ActorId),
  number: fc.nat(),
  person: fc.constant('p'.repeat(21) as PersonId),
  at: fc.maxSafeNat(),
  foldVersion: fc.integer({ min: 1, max: 1_000 }),
  gesture: fc.constant('g'.repeat(21) as GestureId),
  ops: fc.uint8Array({ maxLength: 300 }).map((bytes) => new Uint8Array(bytes)),
})

describe('records', () => {
  it('come back as they were, and keep nothing of the buffer that they came in', () => {
    fc.assert(
      fc.property(fc.array(anyRecord, { maxLength: 5 }), (records) => {
        const bytes = packRecords(records)
        const back = unpackRecords(bytes)
        bytes.fill(0xff)
        expect(back).toEqual(records)
      }),
    )
  })

  it('throw nothing but PackError where they are damaged', () => {
    fc.assert(
      fc.property(fc.array(anyRecord, { maxLength: 3 }), fc.nat(), fc.nat(255), fc.nat(), (records, at, byte, end) => {
        const bytes = packRecords(records)
        bytes[at % bytes.length] = byte
        try {
          unpackRecords(bytes.slice(0, end % 2 ? end % bytes.length : bytes.length))
        } catch (error) {
          expect(error).toBeInstanceOf(PackError)
        }
      }),
      { numRuns: 1_000 },
    )
    expect(() => unpackRecords(new Uint8Array([0xff, 0xff, 0xff, 0xff, 0x07]))).toThrow('end too early')
  })
})
