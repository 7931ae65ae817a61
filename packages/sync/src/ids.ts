import type { ActorId, GestureId } from '@inkwire/board'
import { customRandom, urlAlphabet } from 'nanoid'

/** So many random bytes, fit for secrets. */
export type RandomBytes = (count: number) => Uint8Array

/** crypto.getRandomValues is there on plain HTTP too, unlike crypto.subtle. */
export const realRandomBytes: RandomBytes = (count) => crypto.getRandomValues(new Uint8Array(count))

const ACTOR_BYTES = 16
const NANOID_LENGTH = 21
const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** 128 random bits in base64url, 22 characters. */
export function newActor(randomBytes: RandomBytes): ActorId {
  let [id, bits, count] = ['', 0, 0]
  for (const byte of randomBytes(ACTOR_BYTES)) {
    bits = (bits << 8) | byte
    count += 8
    while (count >= 6) {
      count -= 6
      id += BASE64URL.charAt((bits >> count) & 63)
    }
    bits &= 63
  }
  return (id + BASE64URL.charAt((bits << (6 - count)) & 63)) as ActorId
}

/** A nanoid, 21 characters. */
export function newGesture(randomBytes: RandomBytes): GestureId {
  return customRandom(urlAlphabet, NANOID_LENGTH, (count) => randomBytes(count))() as GestureId
}
