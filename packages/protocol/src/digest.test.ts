/// <reference types="node" />
import { createHash } from 'node:crypto'
import type { GestureId } from '@inkwire/board'
import { expect, it } from 'vitest'
import { batchDigest } from './digest.ts'

it('a digest is the first 16 bytes of SHA-256 over gesture and ops', () => {
  const [gesture, ops] = ['g'.repeat(21) as GestureId, new Uint8Array([1, 2, 3])]
  const expected = createHash('sha256').update(gesture).update(ops).digest().subarray(0, 16)
  expect([...batchDigest(gesture, ops)]).toEqual([...expected])
})
