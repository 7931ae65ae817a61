import 'fake-indexeddb/auto'
import type { ActorId, BoardId, Epoch, GestureId, PersonId } from '@inkwire/board'
import { packRecords, refusal } from '@inkwire/protocol'
import { nanoid } from 'nanoid'
import { beforeEach, expect, it, vi } from 'vitest'
import { indexedDbCopies } from './indexeddb-copies.ts'
import { indexedDbOutbox } from './indexeddb-outbox.ts'
import type { Keeper } from './keeper.ts'
import { forgetMine, forgetOthers, unsentWork } from './kept-data.ts'
import type { OutboxStorage, StoredBatch } from './outbox-storage.ts'

const EPOCH = 'A'.repeat(22) as Epoch
const [ann, ben, guest] = ['a', 'b', 'g'].map((letter) => letter.repeat(21) as PersonId) as [
  PersonId,
  PersonId,
  PersonId,
]
const only = (person: PersonId, ...guests: PersonId[]): Keeper => ({
  now: () => person,
  is: (one) => one === person || guests.includes(one),
})
const actorOf = (letter: string) => letter.repeat(22) as ActorId
const batch = (actor: string, number: number): StoredBatch => ({
  actor: actorOf(actor),
  number,
  epoch: EPOCH,
  gesture: 'g'.repeat(21) as GestureId,
  foldVersion: 1,
  ops: new Uint8Array([number]),
})

let board: BoardId

beforeEach(() => {
  board = nanoid() as BoardId
  vi.stubGlobal('localStorage', undefined)
})

async function as<Result>(keeper: Keeper, work: (outbox: OutboxStorage) => Promise<Result>): Promise<Result> {
  const outbox = indexedDbOutbox(keeper)
  const result = await work(outbox)
  outbox.release()
  return result
}

const numbersFor = (keeper: Keeper) =>
  as(keeper, async (outbox) => (await outbox.batches(board)).map(({ number }) => number))

async function keepCopy(of: BoardId, id: PersonId): Promise<void> {
  const copies = indexedDbCopies()
  const person = { id, name: 'Somebody', color: '#123456' }
  const tail = {
    from: 1,
    to: 1,
    records: packRecords([
      {
        seq: 1,
        actor: actorOf('x'),
        number: 1,
        person: id,
        at: 0,
        foldVersion: 1,
        gesture: 'g'.repeat(21) as GestureId,
        ops: new Uint8Array(),
      },
    ]),
    hash: '1',
  }
  const base = { seq: 0, hash: '0', bytes: null }
  await copies.keep(of, { name: 'Plan', role: 'editor', person, epoch: EPOCH, base, tail })
  copies.release()
}

async function copied(): Promise<readonly BoardId[]> {
  const copies = indexedDbCopies()
  const list = await copies.list()
  copies.release()
  return list.map((one) => one.board)
}

it('D1: what waits, what was refused and what can be undone is seen by whoever did it, and by the account that a guest became', async () => {
  await as(only(guest), async (outbox) => {
    await outbox.putBatch(board, batch('x', 1))
    await outbox.refuse(board, [], [{ ...batch('x', 2), id: 'x/2', at: 1, refusal: refusal('op.invalid') }])
    await outbox.putUndo(board, { epoch: EPOCH, undo: [], redo: [] })
  })
  for (const [keeper, seen] of [
    [only(guest), 1],
    [only(ann, guest), 1],
    [only(ben), 0],
  ] as const) {
    expect(await numbersFor(keeper)).toHaveLength(seen)
    expect(await as(keeper, (outbox) => outbox.refused(board))).toHaveLength(seen)
    expect(await as(keeper, (outbox) => outbox.orphans(board))).toHaveLength(seen)
  }
})

it('D2: another person finds no copy of a board, and loses nothing of what waits for the one before', async () => {
  const other = nanoid() as BoardId
  await keepCopy(board, ann)
  await keepCopy(other, ben)
  await as(only(ann), (outbox) => outbox.putBatch(board, batch('y', 1)))
  await forgetOthers(only(ben))
  expect(await copied()).toEqual([other])
  expect(await numbersFor(only(ben))).toEqual([])
  expect(await numbersFor(only(ann))).toEqual([1])
})

it('D3: what is only here is counted by board: not what the copy shows to have arrived', async () => {
  await keepCopy(board, ann)
  await as(only(ann), async (outbox) => {
    for (const number of [1, 2, 3]) await outbox.putBatch(board, batch('x', number))
    await outbox.refuse(board, [], [{ ...batch('x', 4), id: 'x/4', at: 1, refusal: refusal('op.invalid') }])
  })
  const work = (await unsentWork(only(ann))).filter((one) => one.board === board)
  expect(work).toEqual([{ board, name: 'Plan', changes: 3 }])
  expect((await unsentWork(only(ben))).filter((one) => one.board === board)).toEqual([])
})

it('D4: whoever goes leaves nothing; what others wait to send stays', async () => {
  await keepCopy(board, ann)
  await as(only(ann), (outbox) => outbox.putBatch(board, batch('x', 1)))
  await as(only(ben), (outbox) => outbox.putBatch(board, batch('y', 7)))
  await forgetMine(only(ann))
  expect(await copied()).toEqual([])
  expect(await numbersFor(only(ann))).toEqual([])
  expect(await numbersFor(only(ben))).toEqual([7])
})
