import {
  type ActorId,
  BoardDocument,
  type BoardId,
  type ElementId,
  type Epoch,
  type GestureId,
  type PersonId,
  packOps,
} from '@inkwire/board'
import { type BatchRecord, type LiveEntry, type Tick, unpackTick } from '@inkwire/protocol'
import { nanoid } from 'nanoid'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Log } from '../log/log.ts'
import { foldRecords } from '../log/refold.ts'
import type { SnapshotWriter } from '../log/snapshot-writer.ts'
import { RecentRecords } from './recent-records.ts'
import { Room, type RoomParts } from './room.ts'
import { TickClock } from './tick-timer.ts'

const SOON = { timeout: 30_000, interval: 5 }
const board = nanoid() as BoardId
const me = 'AAAAAAAAAAAAAAAAAAAAAA' as ActorId

/** The log as the database holds it; rooms learn of it by ticks and by reading. */
let stored: BatchRecord[]
let reads: number
let ticks: Tick[]
let lean: (Uint8Array | undefined)[]
let excepted: (string | undefined)[]
let published: { batches: readonly BatchRecord[]; live: readonly LiveEntry[] }[]
let clock: TickClock
let room: Room

function commit(): BatchRecord {
  const seq = stored.length + 1
  const ops = packOps([
    { op: 'put', element: { id: nanoid() as ElementId, type: 'rectangle', order: 'a1', x: seq, y: 0, w: 1, h: 1 } },
  ])
  const record: BatchRecord = {
    seq,
    actor: me,
    number: seq,
    person: 'p' as PersonId,
    at: 0,
    foldVersion: 1,
    gesture: nanoid() as GestureId,
    ops,
  }
  stored.push(record)
  return record
}

const seqsSent = () => ticks.flatMap(({ batches }) => batches.map(({ seq }) => seq))

function hashOfLog(): string {
  const document = new BoardDocument()
  foldRecords(document, stored)
  return document.hash
}

beforeEach(() => {
  stored = []
  reads = 0
  ticks = []
  lean = []
  excepted = []
  published = []
  clock = new TickClock({ ms: 16 })
  const log: Pick<Log, 'records'> = {
    async records(_board, _epoch, after, limit) {
      reads++
      return stored.filter(({ seq }) => seq > after).slice(0, limit)
    },
  }
  const parts: RoomParts = {
    log: log as Log,
    snapshots: { write: async () => undefined } as unknown as SnapshotWriter,
    clock,
    report: () => {},
    outlet: {
      sendTick(_room, tick) {
        ticks.push(unpackTick(tick.whole))
        lean.push(tick.lean())
        excepted.push(tick.except)
      },
      sendPeople() {},
      publish: (_room, batches, live) => published.push({ batches, live }),
    },
  }
  const head = { epoch: 'E' as Epoch, head: 0, floor: 0, accessVersion: 1 }
  const recent = new RecentRecords(0)
  room = new Room(
    {
      board,
      number: 3,
      head,
      openToAll: false,
      document: new BoardDocument(),
      packedBytes: 0,
      recent,
      erased: new Set(),
    },
    parts,
  )
  room.members.set('c', { connection: 'c', actor: me, person: 'p' as PersonId, role: 'editor', accessVersion: 1 })
})

afterEach(() => {
  room.close()
  clock.close()
})

test('what arrives together leaves in one tick, in seq order, to people and to other instances', async () => {
  const records = [commit(), commit(), commit()]
  for (const record of records) room.committed(record, [])
  room.showed({ actor: me, bytes: Uint8Array.of(1) }, 'c')
  await vi.waitFor(() => expect(seqsSent()).toEqual([1, 2, 3]), SOON)
  expect(ticks).toHaveLength(1)
  expect(ticks[0]).toMatchObject({ room: 3, live: [{ actor: me }] })
  expect(published).toHaveLength(1)
  expect(published[0]?.batches.map(({ seq }) => seq)).toEqual([1, 2, 3])
  // For whoever can't keep up: the same without live.
  const without = lean[0]
  expect(without && unpackTick(without)).toMatchObject({ batches: [{}, {}, {}], live: [] })
})

test('people are named shortly once all were told of them, unless two would have one name; other instances get whole ids', async () => {
  const enter = (actor: ActorId) =>
    room.presence.enter(actor, { actor, person: { id: 'p' as PersonId, name: 'P', color: '#112233' } })
  const named = async (actor: ActorId) => {
    const count = ticks.length
    room.showed({ actor, bytes: Uint8Array.of(1) }, 'c')
    await vi.waitFor(() => expect(ticks.length).toBeGreaterThan(count), SOON)
    expect(published.at(-1)?.live[0]?.actor).toBe(actor)
    return ticks.at(-1)?.live[0]?.actor
  }
  const other = `${me.slice(0, 10)}${'z'.repeat(11)}A` as ActorId
  expect(await named(me)).toBe(me)
  enter(me)
  expect(await named(me)).toBe(me.slice(0, 6))
  enter(other)
  await vi.waitFor(async () => expect([await named(me), await named(other)]).toEqual([me, other]), SOON)
  room.presence.leave(other, other)
  await vi.waitFor(async () => expect(await named(me)).toBe(me.slice(0, 6)), SOON)
  expect(await named(other)).toBe(other)
})

test('what other instances send may be late, doubled and out of order; it is not sent on to them', async () => {
  const [one, two, three] = [commit(), commit(), commit()]
  room.fromInstance(room.epoch, [three], [])
  room.fromInstance(room.epoch, [one, one], [])
  room.fromInstance(room.epoch, [two], [])
  room.fromInstance(room.epoch, [two, three], [])
  await vi.waitFor(() => expect(seqsSent()).toEqual([1, 2, 3]), SOON)
  expect(room.document.hash).toBe(hashOfLog())
  expect(published).toEqual([])
})

test('what is left of a log that was replaced is not folded', async () => {
  const one = commit()
  room.fromInstance('other' as Epoch, [one], [])
  expect(room.seq).toBe(0)
  room.fromInstance(room.epoch, [one], [])
  expect(room.seq).toBe(1)
})

test('a hole is read from the log, once', async () => {
  commit()
  commit()
  const three = commit()
  room.fromInstance(room.epoch, [three], [])
  expect(room.seq).toBe(0)
  await vi.waitFor(() => expect(seqsSent()).toEqual([1, 2, 3]), SOON)
  expect(reads).toBe(1)
  expect(room.document.hash).toBe(hashOfLog())
})

test('asked twice to reach a seq, it reads the log once', async () => {
  for (let i = 0; i < 10; i++) commit()
  await Promise.all([room.reach(10), room.reach(10), room.reach(7)])
  expect(room.seq).toBe(10)
  expect(reads).toBe(1)
})

test('a batch of ours that a poll has read already still goes to other instances', async () => {
  const one = commit()
  await room.reach(1)
  room.committed(one, [])
  expect(published.map(({ batches }) => batches.map(({ seq }) => seq))).toEqual([[1]])
  await vi.waitFor(() => expect(seqsSent()).toEqual([1]), SOON)
})

test('while it is silent nothing leaves; batches come afterwards, live does not', async () => {
  room.silent = true
  room.committed(commit(), [])
  room.showed({ actor: me, bytes: Uint8Array.of(1) }, 'c')
  // Longer than the longest pause between two ticks.
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(ticks).toEqual([])
  expect(published).toEqual([])
  room.silent = false
  await vi.waitFor(() => expect(seqsSent()).toEqual([1]), SOON)
  expect(ticks).toMatchObject([{ live: [] }])
})

test('whoever alone showed something is not sent it, unless there is more in the tick', async () => {
  const mine = { actor: me, bytes: Uint8Array.of(1) }
  room.showed(mine, 'c')
  room.showed(mine, 'c')
  await vi.waitFor(() => expect(excepted).toEqual(['c']), SOON)
  room.showed(mine, 'c')
  room.showed({ ...mine, actor: 'another' as ActorId }, 'd')
  room.showed(mine, 'c')
  await vi.waitFor(() => expect(excepted).toEqual(['c', undefined]), SOON)
  room.showed(mine, 'c')
  room.committed(commit(), [])
  await vi.waitFor(() => expect(excepted).toEqual(['c', undefined, undefined]), SOON)
  room.showed(mine, 'd')
  await vi.waitFor(() => expect(excepted).toEqual(['c', undefined, undefined, 'd']), SOON)
})
