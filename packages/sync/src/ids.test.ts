import { actorId, gestureId } from '@inkwire/board'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { newActor, newGesture, realRandomBytes } from './ids.ts'

it('an actor is 128 bits in base64url, as the server reads it', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
      const actor = newActor(() => bytes)
      expect(actorId.safeParse(actor).success).toBe(true)
      expect(actor).toBe(Buffer.from(bytes).toString('base64url'))
    }),
  )
})

it('a gesture is a nanoid, and never the same twice', () => {
  const ids = Array.from({ length: 1_000 }, () => newGesture(realRandomBytes))
  expect(new Set(ids).size).toBe(1_000)
  for (const id of ids) expect(gestureId.safeParse(id).success).toBe(true)
})
