import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ACTORS, anyBytes, anyIntent, opsOf } from './arbitraries.ts'
import { BoardDocument } from './document.ts'
import { fold } from './fold.ts'
import type { ActorId, ElementId } from './ids.ts'
import { PackError } from './pack.ts'
import { packOps, unpackOps } from './packed-ops.ts'
import { packingSnapshot, packSnapshot, unpackSnapshot } from './snapshot.ts'

/** As from the log: packed once, where -0 is 0. */
const anyDocument = fc.array(anyIntent, { maxLength: 15 }).map((intents) => {
  const document = new BoardDocument()
  intents.forEach((intent, i) => {
    fold(document, { actor: ACTORS[0] as ActorId, number: i + 1, ops: unpackOps(packOps(opsOf(intent, document))) })
  })
  return document
})

describe('a snapshot', () => {
  it('is the whole document, tombstones included', () => {
    fc.assert(
      fc.property(anyDocument, (document) => {
        const back = unpackSnapshot(packSnapshot(document))
        expect(back.hash).toBe(document.hash)
        expect(back.size).toBe(document.size)
        expect(new Map([...back.elements()].map((one) => [one.id, one]))).toEqual(
          new Map([...document.elements()].map((one) => [one.id, one])),
        )
        expect(back.meta).toEqual(document.meta)
      }),
    )
  })

  it('that is packed bit by bit is that of the moment when it was begun', () => {
    const document = new BoardDocument()
    const put = (i: number, x: number) =>
      document.put({ id: `${i}`.padEnd(21, '_') as ElementId, type: 'group', order: 'a1', x })
    for (let i = 0; i < 10; i++) put(i, 0)
    const whole = packSnapshot(document)
    const packing = packingSnapshot(document, 3)
    for (let steps = 0; ; steps++) {
      const { done, value } = packing.next()
      if (done) {
        expect(steps).toBe(3)
        expect(value).toEqual(whole)
        return
      }
      put(steps, 5)
      put(20 + steps, 1)
      document.setMeta({ grid: 'dots' })
    }
  })

  it('throws nothing but PackError for bytes that are damaged', () => {
    fc.assert(
      fc.property(anyBytes(anyDocument.map(packSnapshot)), (bytes) => {
        try {
          const document = unpackSnapshot(bytes)
          // Its hash is of the bytes that came: they must be those that everybody else packs.
          const again = new BoardDocument()
          again.setMeta(document.meta)
          for (const element of document.elements()) again.put(element)
          expect(document.hash).toBe(again.hash)
        } catch (error) {
          expect(error).toBeInstanceOf(PackError)
        }
      }),
      { numRuns: 1_000 },
    )
    expect(() => unpackSnapshot(new Uint8Array([2]))).toThrow('newer version')
  })
})
