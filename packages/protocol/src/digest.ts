import type { GestureId } from '@inkwire/board'
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'

/** Bytes of a digest. */
export const DIGEST_BYTES = 16

/** What a batch is recognised by when it is sent again: the first 16 bytes of SHA-256 over gesture and packed ops, nothing else. */
export function batchDigest(gesture: GestureId, ops: Uint8Array): Uint8Array {
  return sha256.create().update(utf8ToBytes(gesture)).update(ops).digest().slice(0, DIGEST_BYTES)
}
