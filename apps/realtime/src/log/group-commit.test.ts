import type { ActorId, BoardId, Epoch, GestureId, PersonId } from '@inkwire/board'
import { expect, test } from 'vitest'
import { GroupCommit } from './group-commit.ts'
import type { Verdict, WaitingBatch } from './log.ts'

const batch = (number: number, board = 'b'): WaitingBatch => ({
  board: board as BoardId,
  epoch: 'e' as Epoch,
  actor: 'a' as ActorId,
  person: 'p' as PersonId,
  number,
  prev: number - 1,
  digest: new Uint8Array(16),
  accessVersion: 1,
  foldVersion: 1,
  gesture: 'g' as GestureId,
  ops: new Uint8Array(1),
})
const committed = (one: WaitingBatch): Verdict => ({ kind: 'committed', seq: one.number, at: 0 })
class DataError extends Error {}

test('what waits while a call is in flight goes in the next one, in order, at most 100', async () => {
  const groups: number[][] = []
  const group = new GroupCommit(
    async (batches) => {
      groups.push(batches.map(({ number }) => number))
      await new Promise((resolve) => setTimeout(resolve, 5))
      return batches.map(committed)
    },
    () => false,
    () => {},
  )
  const verdicts = await Promise.all(Array.from({ length: 250 }, (_, i) => group.commit(batch(i + 1))))
  expect(verdicts.map((verdict) => verdict.kind === 'committed' && verdict.seq)).toEqual(verdicts.map((_, i) => i + 1))
  expect(groups.flat()).toEqual(verdicts.map((_, i) => i + 1))
  expect(groups.map((one) => one.length)).toEqual([100, 100, 50])
})

test('large ones go in several calls', async () => {
  const groups: number[] = []
  const group = new GroupCommit(
    async (batches) => {
      groups.push(batches.length)
      return batches.map(committed)
    },
    () => false,
    () => {},
  )
  const large = (number: number) => ({ ...batch(number), ops: new Uint8Array(number === 7 ? 3_000_000 : 900_000) })
  await Promise.all(Array.from({ length: 8 }, (_, i) => group.commit(large(i + 1))))
  expect(groups).toEqual([2, 2, 2, 1, 1])
})

test('beyond what may wait clients are told to hold, and what waits is committed', async () => {
  let release = () => {}
  const frozen = new Promise<void>((resolve) => {
    release = resolve
  })
  const group = new GroupCommit(
    async (batches) => {
      await frozen
      return batches.map(committed)
    },
    () => false,
    () => {},
  )
  const sent = Array.from({ length: 40 }, (_, i) => group.commit({ ...batch(i + 1), ops: new Uint8Array(1024 * 1024) }))
  release()
  const kinds = (await Promise.all(sent)).map(({ kind }) => kind)
  expect(kinds).toEqual([...Array(32).fill('committed'), ...Array(8).fill('busy')])
})

test('a full disk is told at once, and tried again with the next batch', async () => {
  let full = true
  let calls = 0
  const group = new GroupCommit(
    async (batches) => {
      calls++
      if (full) throw new Error('no space left')
      return batches.map(committed)
    },
    () => false,
    () => {},
    (error) => error instanceof Error && error.message.startsWith('no space'),
  )
  expect(await group.commit(batch(1))).toEqual({ kind: 'full' })
  expect(calls).toBe(1)
  full = false
  expect(await group.commit(batch(1))).toMatchObject({ kind: 'committed' })
})

test('an error of the connection is not a refusal: the same group is sent again', async () => {
  let calls = 0
  const group = new GroupCommit(
    async (batches) => {
      if (++calls < 3) throw new Error('the connection was lost')
      return batches.map((one): Verdict => ({ kind: 'duplicate', seq: one.number }))
    },
    () => false,
    () => {},
  )
  expect(await group.commit(batch(1))).toEqual({ kind: 'duplicate', seq: 1 })
  expect(calls).toBe(3)
})

test('an error of the data refuses the culprit alone', async () => {
  const group = new GroupCommit(
    async (batches) => {
      if (batches.some(({ number }) => number === 7)) throw new DataError()
      return batches.map(committed)
    },
    (error) => error instanceof DataError,
    () => {},
  )
  const verdicts = await Promise.all(Array.from({ length: 10 }, (_, i) => group.commit(batch(i + 1))))
  expect(verdicts.map(({ kind }) => kind)).toEqual(verdicts.map((_, i) => (i === 6 ? 'invalid' : 'committed')))
})

test('a database that stays away is answered with busy, so that the client keeps the batch and sends it again', async () => {
  const group = new GroupCommit(
    () => Promise.reject(new Error('away')),
    () => false,
    () => {},
  )
  expect(await group.commit(batch(1))).toEqual({ kind: 'busy' })
})
