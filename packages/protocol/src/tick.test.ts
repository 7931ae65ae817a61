import { type ActorId, type GestureId, PackError, type PersonId } from '@inkwire/board'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ActorNames } from './actor-names.ts'
import { isActorLive, packTick, type Tick, unpackTick } from './tick.ts'

const record = {
  actor: `${'a'.repeat(21)}A` as ActorId,
  person: 'p'.repeat(21) as PersonId,
  gesture: 'g'.repeat(21) as GestureId,
  at: 1,
  foldVersion: 1,
}
const anyBytes = fc.uint8Array({ maxLength: 100 }).map((bytes) => new Uint8Array(bytes))
const anyTick: fc.Arbitrary<Tick> = fc.record({
  room: fc.nat(),
  batches: fc.array(
    fc.record({ seq: fc.nat(), number: fc.nat(), ops: anyBytes }).map((one) => ({ ...record, ...one })),
    { maxLength: 3 },
  ),
  live: fc.array(fc.record({ actor: fc.constant(record.actor), bytes: anyBytes }), { maxLength: 3 }),
})

describe('a tick', () => {
  it('comes back as it was', () => {
    fc.assert(
      fc.property(anyTick, (tick) => {
        expect(unpackTick(packTick(tick))).toEqual(tick)
      }),
    )
  })

  it('names those shortly whom all know', () => {
    const names = new ActorNames()
    names.came(record.actor)
    const stranger = `${'b'.repeat(21)}A` as ActorId
    const live = [record.actor, stranger].map((actor) => ({ actor, bytes: Uint8Array.of(1) }))
    const back = unpackTick(packTick({ room: 1, batches: [], live }, names)).live
    expect(back.map(isActorLive)).toEqual([false, true])
    expect(back.map(({ actor }) => names.actorOf(actor) ?? actor)).toEqual([record.actor, stranger])
  })

  it('throws nothing but PackError where it is damaged', () => {
    fc.assert(
      fc.property(anyTick, fc.nat(), fc.nat(255), (tick, at, byte) => {
        const bytes = packTick(tick)
        bytes[at % bytes.length] = byte
        try {
          unpackTick(bytes)
        } catch (error) {
          expect(error).toBeInstanceOf(PackError)
        }
      }),
      { numRuns: 1_000 },
    )
    expect(() => unpackTick(new Uint8Array([1, 0xff, 0xff, 0xff, 0xff, 0x07]))).toThrow('end too early')
  })
})
