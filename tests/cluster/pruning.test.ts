import { randomBytes } from 'node:crypto'
import { type ActorId, type BoardId, type Epoch, type GestureId, type Op, packOps } from '@inkwire/board'
import { batchDigest, PROTOCOL_VERSION, packRecords, unpackRecords } from '@inkwire/protocol'
import { type Database, openDatabase } from '@inkwire/realtime/database/database.ts'
import { DOCUMENT_JOBS } from '@inkwire/realtime/documents/document-job.ts'
import type { WaitingBatch } from '@inkwire/realtime/log/log.ts'
import { PostgresLog } from '@inkwire/realtime/log/postgres-log.ts'
import { Pruning } from '@inkwire/realtime/upkeep/pruning.ts'
import { BoardClient, memoryOutbox, whenOpen } from '@inkwire/sync'
import { nanoid } from 'nanoid'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { Guest, newActor, rectangle } from '../servers/guest.ts'
import { type Instance, startInstance } from '../servers/instance.ts'
import { type PostgresServer, startPostgres } from '../servers/postgres.ts'

const DAY_MS = 24 * 60 * 60 * 1_000

let postgres: PostgresServer
let database: Database
let sql: pg.Client
let instances: Instance[]
let log: PostgresLog
let pruning: Pruning

let guest: Guest
let board: BoardId
let epoch: Epoch
let person: WaitingBatch['person']
let clients: BoardClient[]

beforeAll(async () => {
  postgres = await startPostgres()
  const first = await startInstance({ databaseUrl: postgres.url })
  instances = [first, await startInstance({ databaseUrl: postgres.url })]
  database = openDatabase(postgres.url)
  sql = new pg.Client(postgres.url)
  await sql.connect()
  log = new PostgresLog(database, () => {})
  pruning = new Pruning(database, log, async (document) => DOCUMENT_JOBS.refold(document))
})

afterAll(async () => {
  await sql?.end()
  await database?.$disconnect()
  for (const instance of instances ?? []) await instance.stop()
  await postgres?.stop()
})

beforeEach(async () => {
  clients = []
  guest = await Guest.arrive(instances[0]?.url ?? '')
  board = (await guest.newBoard()).board
  const head = (await log.heads([board])).get(board)
  if (!head) throw new Error('the board is there')
  epoch = head.epoch
  person = (await (await guest.request('/api/v1/session')).json()).person.id
})

afterEach(async () => {
  for (const client of clients) await client.close()
})

/** A batch that puts a rectangle, or does what `ops` say. */
function batchOf(
  actor: ActorId,
  number: number,
  prev = number - 1,
  ops: readonly Op[] = [rectangle(number, 0)],
): WaitingBatch {
  const gesture = nanoid() as GestureId
  const packed = packOps(ops)
  return {
    board, epoch, actor, person, number, prev, gesture, ops: packed, digest: batchDigest(gesture, packed),
    accessVersion: 1, foldVersion: 1,
  } // biome-ignore format: one row of names
}

/** Commits batches of one actor, numbered from 1; of `skipped` there are none, as if they had been refused. */
async function draw(count: number, skipped: ReadonlySet<number> = new Set()): Promise<WaitingBatch[]> {
  const actor = newActor()
  const batches: WaitingBatch[] = []
  for (let number = 1; number <= count; number++) {
    if (!skipped.has(number)) batches.push(batchOf(actor, number, batches.at(-1)?.number ?? 0))
  }
  const verdicts = await Promise.all(batches.map((one) => log.commit(one)))
  expect(new Set(verdicts.map(({ kind }) => kind))).toEqual(new Set(['committed']))
  return batches
}

const age = (upTo: number) =>
  sql.query(`UPDATE "Batch" SET "at" = now() - interval '40 days' WHERE "board" = $1 AND "seq" <= $2`, [board, upTo])

/** Prunes what is older than 30 days. */
const prune = (): Promise<boolean> =>
  pruning.pruneOne(new Date(Date.now() - 30 * DAY_MS), new Date(Date.now() - 31 * DAY_MS))

const seqsOf = async (table: 'Batch' | 'Snapshot'): Promise<number[]> =>
  (
    await sql.query<{ seq: string }>(`SELECT "seq" FROM "${table}" WHERE "board" = $1 ORDER BY "seq"`, [board])
  ).rows.map(({ seq }) => Number(seq))

/** A page that opens the board, on either instance. */
async function opened(instance: Instance | undefined): Promise<BoardClient> {
  const client = new BoardClient({
    board,
    origin: instance?.url ?? '',
    socketOptions: { extraHeaders: { cookie: guest.cookie } },
    outbox: memoryOutbox(),
  })
  clients.push(client)
  await whenOpen(client)
  return client
}

test('what is older is gone below a snapshot; the board opens as before, on both instances, and goes on', async () => {
  const before = await draw(700)
  const whole = (await opened(instances[0])).head()
  await age(650)
  expect(await prune()).toBe(true)
  expect(await seqsOf('Batch')).toEqual(Array.from({ length: 50 }, (_, i) => 651 + i))
  expect((await seqsOf('Snapshot'))[0]).toBe(650)
  expect((await log.heads([board])).get(board)).toMatchObject({ floor: 650, head: 700 })
  for (const instance of instances) {
    const { hash, seq } = (await opened(instance)).head()
    expect({ hash, seq }).toEqual({ hash: whole.hash, seq: 700 })
  }
  expect(await log.commit(batchOf(before[0]?.actor ?? newActor(), 701))).toMatchObject({ kind: 'committed', seq: 701 })
  expect(await prune()).toBe(false)
})

test('what was pruned is still a duplicate, and what never was in the log is still a conflict', async () => {
  const skipped = new Set([3, 4, 5, 90, 199])
  const batches = await draw(200, skipped)
  await age(150)
  await prune()
  await age(195)
  await prune()
  const verdicts = await Promise.all(batches.map((one) => log.commit(one)))
  const { floor } = (await log.heads([board])).get(board) ?? { floor: 0 }
  expect(floor).toBe(195)
  expect(verdicts).toEqual(batches.map((_, i) => ({ kind: 'duplicate', seq: i < floor && i < 194 ? floor : i + 1 })))
  const { actor } = batches[0] ?? { actor: newActor() }
  for (const number of skipped) expect(await log.commit(batchOf(actor, number))).toEqual({ kind: 'conflict' })
  expect((await log.heads([board])).get(board)?.head).toBe(195)
})

test('a page that was away for longer than the log goes back gets a snapshot, and a tail below it is refused', async () => {
  await draw(60)
  await age(40)
  await prune()
  const socket = await guest.connect()
  try {
    const request = { protocol: PROTOCOL_VERSION, board, actor: newActor(), have: { epoch, seq: 7 } }
    const joined = await socket.emitWithAck('board:join', request)
    expect(joined).toMatchObject({ ok: true, head: 60, snapshot: { seq: 40 } })
    expect(joined.ok && unpackRecords(joined.tail).map(({ seq }) => seq)).toEqual(
      Array.from({ length: 20 }, (_, i) => 41 + i),
    )
    expect(await socket.emitWithAck('tail', { board, epoch, after: 7 })).toMatchObject({
      ok: false,
      error: { code: 'board.wrong_epoch' },
    })
    expect(await socket.emitWithAck('tail', { board, epoch, after: 45 })).toMatchObject({ ok: true, head: 60 })
  } finally {
    socket.close()
  }
})

test('named versions keep the document that they name', async () => {
  await draw(50)
  const hashes = new Map<number, string>()
  for (const seq of [10, 30]) {
    const snapshot = DOCUMENT_JOBS.refold({
      snapshot: undefined,
      snapshotSeq: 0,
      records: packRecords(await log.records(board, epoch, 0, seq)),
    })
    hashes.set(seq, snapshot.hash)
    await sql.query('INSERT INTO "Version" ("id", "boardId", "seq", "name", "personId") VALUES ($1, $2, $3, $4, $5)', [
      nanoid(),
      board,
      seq,
      `version ${seq}`,
      person,
    ])
  }
  await age(50)
  await prune()
  expect(await seqsOf('Batch')).toEqual([])
  expect(await seqsOf('Snapshot')).toEqual([10, 30, 50])
  for (const [seq, hash] of hashes) expect((await log.snapshot(board, epoch, seq))?.hash).toBe(hash)
  expect((await opened(instances[1])).head()).toMatchObject({ seq: 50, elements: 50 })
})

test('an instance that dies after it has raised the floor leaves rows that the next one removes', async () => {
  await draw(30)
  await age(20)
  await prune()
  await sql.query(
    `INSERT INTO "Batch" SELECT "board", 20, 'leftover', 1, "person", "at", 1, "gesture", "ops" FROM "Batch" WHERE "board" = $1 AND "seq" = 21`,
    [board],
  )
  expect(await prune()).toBe(true)
  expect((await seqsOf('Batch'))[0]).toBe(21)
})

test('while ten thousand batches are pruned, by two instances at once, people draw on', async () => {
  await sql.query(
    `INSERT INTO "Batch" ("board", "seq", "actor", "number", "person", "at", "foldVersion", "gesture", "ops")
     SELECT $1, n, $2, n, $3, now() - interval '40 days', 1, 'gesture', $4 FROM generate_series(1, 10000) AS n`,
    [board, newActor(), person, Buffer.from(packOps([rectangle(1, 1)]))],
  )
  await sql.query('UPDATE "BoardHead" SET "head" = 10000 WHERE "board" = $1', [board])
  await sql.query(
    `INSERT INTO "Actor" ("board", "actor", "person", "lastNumber", "lastSeq", "lastDigest")
     SELECT "board", "actor", "person", 10000, 10000, $2 FROM "Batch" WHERE "board" = $1 AND "seq" = 1`,
    [board, randomBytes(16)],
  )
  const actor = newActor()
  let pruningNow = true
  let number = 0
  const drawing = (async () => {
    while (pruningNow || number < 20) {
      expect(await log.commit(batchOf(actor, ++number))).toMatchObject({ kind: 'committed', seq: 10_000 + number })
    }
  })()
  const done = await Promise.all([prune(), prune()])
  pruningNow = false
  await drawing
  expect(done).toContain(true)
  expect(await seqsOf('Batch')).toEqual(Array.from({ length: number }, (_, i) => 10_001 + i))
  const { rows } = await sql.query(
    'SELECT "prunedNumber", "skipped" FROM "Actor" WHERE "board" = $1 AND "lastSeq" = 10000',
    [board],
  )
  expect(rows).toEqual([{ prunedNumber: 10_000, skipped: [] }])
})
