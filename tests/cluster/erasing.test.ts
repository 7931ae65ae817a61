import {
  type BoardId,
  type ElementId,
  type GestureId,
  type Op,
  orderKey,
  packOps,
  spliceTo,
  type TextSequence,
  unpackOps,
} from '@inkwire/board'
import { batchDigest } from '@inkwire/protocol'
import { samplePng } from '@inkwire/realtime/assets/sample-pictures.ts'
import { type Database, openDatabase } from '@inkwire/realtime/database/database.ts'
import { DOCUMENT_JOBS } from '@inkwire/realtime/documents/document-job.ts'
import type { WaitingBatch } from '@inkwire/realtime/log/log.ts'
import { PostgresLog } from '@inkwire/realtime/log/postgres-log.ts'
import { foldedDocument, storedDocument } from '@inkwire/realtime/log/stored-document.ts'
import { Erasing } from '@inkwire/realtime/upkeep/erasing.ts'
import { Pruning } from '@inkwire/realtime/upkeep/pruning.ts'
import { BoardClient, memoryOutbox, newElementId, newGestureId, whenOpen, whenSaved } from '@inkwire/sync'
import { nanoid } from 'nanoid'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { eventually } from '../servers/child.ts'
import { batchOf, Guest, type JoinedSocket, join, newActor, send } from '../servers/guest.ts'
import { type Instance, startInstance } from '../servers/instance.ts'
import { type PostgresServer, startPostgres } from '../servers/postgres.ts'

const SECRET = 'the password is opensesame'

let postgres: PostgresServer
let database: Database
let sql: pg.Client
let log: PostgresLog
let one: Instance
let two: Instance

let owner: Guest
let board: BoardId
let key: string
let clients: BoardClient[]

beforeAll(async () => {
  postgres = await startPostgres()
  one = await startInstance({ databaseUrl: postgres.url })
  two = await startInstance({ databaseUrl: postgres.url })
  database = openDatabase(postgres.url)
  log = new PostgresLog(database, () => {})
  sql = new pg.Client(postgres.url)
  await sql.connect()
})

afterAll(async () => {
  await sql?.end()
  await database?.$disconnect()
  for (const instance of [one, two]) await instance?.stop()
  await postgres?.stop()
})

beforeEach(async () => {
  clients = []
  owner = await Guest.arrive(one.url)
  const made = await owner.newBoard()
  board = made.board
  key = made.key
})

afterEach(async () => {
  for (const client of clients) await client.close()
})

async function opened(instance: Instance, guest: Guest): Promise<BoardClient> {
  const client = new BoardClient({
    board,
    key,
    origin: instance.url,
    outbox: memoryOutbox(),
    socketOptions: { extraHeaders: { cookie: guest.cookie } },
  })
  clients.push(client)
  await whenOpen(client)
  return client
}

const order = orderKey(null, null, () => 0.5)
const textElement = (id: ElementId, text: string): Op => ({
  op: 'put',
  element: { id, type: 'text', order, x: 0, y: 0, text },
})
const box = (id: ElementId, more: object = {}): Op => ({
  op: 'put',
  element: { id, type: 'rectangle', order, x: 0, y: 0, w: 10, h: 10, ...more },
})
const commit = (client: BoardClient, ...ops: Op[]): void => client.commit(newGestureId(), ops)

const erase = (elements: readonly string[], by = owner): Promise<Response> =>
  by.request(`/api/v1/boards/${board}/erase`, 'POST', { elements })

/** Whether bytes are anywhere in what the database holds of the board, as rows. */
async function holds(text: string): Promise<boolean> {
  const { rows } = await sql.query<{ found: boolean }>(
    `SELECT EXISTS (SELECT FROM "Batch" WHERE "board" = $1 AND position($2 IN "ops") > 0)
       OR EXISTS (SELECT FROM "Snapshot" WHERE "board" = $1 AND position($2 IN "bytes") > 0) AS found`,
    [board, Buffer.from(text)],
  )
  return rows[0]?.found ?? false
}

const converged = (...all: BoardClient[]) =>
  eventually(
    () => {
      const heads = all.map((client) => client.head())
      return heads.every(
        ({ outbox, seq, hash, epoch }) =>
          outbox === 0 && seq === heads[0]?.seq && hash === heads[0].hash && epoch === heads[0].epoch,
      )
    },
    () => JSON.stringify(all.map((client) => client.head())),
  )

const documentAt = async (seq: number) => {
  const { epoch } = (await log.heads([board])).get(board) ?? {}
  if (!epoch) throw new Error('the board is there')
  return foldedDocument(await storedDocument(log, board, epoch, seq))
}

test('a secret is gone from log, snapshots and all open pages, on both instances, and the rest is as it was', async () => {
  const mine = await opened(one, owner)
  const theirs = await opened(two, await Guest.arrive(two.url))
  const [secret, other] = [newElementId(), newElementId()]
  commit(mine, textElement(secret, SECRET), textElement(other, 'harmless'))
  await converged(mine, theirs)
  for (const [i, client] of [mine, theirs].entries()) {
    const splice = spliceTo(client.get(secret)?.text as TextSequence, SECRET + '!'.repeat(i + 1))
    if (splice) commit(client, { op: 'splice', id: secret, prop: 'text', ...splice })
    const harmless = spliceTo(client.get(other)?.text as TextSequence, `harmless${', and long'.repeat(i + 1)}`)
    if (harmless) commit(client, { op: 'splice', id: other, prop: 'text', ...harmless })
    await converged(mine, theirs)
  }
  commit(theirs, box(newElementId()), { op: 'remove', id: secret })
  await converged(mine, theirs)
  const before = mine.head()
  const shown = mine.get(other)
  expect(await holds(SECRET)).toBe(true)

  const answer = await erase([secret])
  expect(answer.status).toBe(200)
  expect(await answer.json()).toEqual({ batches: 4, images: 0 })
  expect(await holds(SECRET)).toBe(false)
  expect(await holds('opensesame')).toBe(false)
  await eventually(
    () => [mine, theirs].every((client) => client.head().epoch !== before.epoch && client.getState().phase === 'open'),
    () => 'both have loaded the new log',
  )
  await converged(mine, theirs)
  expect(mine.head()).toMatchObject({ seq: before.seq, elements: 2 })
  expect(mine.get(other)).toEqual(shown)
  for (let seq = 1; seq <= before.seq; seq++) expect((await documentAt(seq)).get(secret)).toBeUndefined()
  // Undoing the deletion brings nothing back, for nobody.
  theirs.undo()
  commit(mine, box(newElementId()))
  await whenSaved(theirs)
  await converged(mine, theirs)
  expect(theirs.get(secret)).toBeUndefined()
  expect(await holds(SECRET)).toBe(false)
})

test('batches that were on their way are in the new log, once: those that were committed, and those that were not', async () => {
  const socket = await owner.connect()
  const actor = newActor()
  const answer = await join(socket, board, actor, key)
  if (!answer.ok) throw new Error(answer.error.message)
  const joined: JoinedSocket = { socket, board, actor, epoch: answer.epoch }
  const [secret, kept] = [newElementId(), newElementId()]
  const sent = [
    batchOf(joined, 1, [textElement(secret, SECRET), box(kept)]),
    batchOf(joined, 2, [{ op: 'set', id: secret, props: { x: 5 } }]),
    batchOf(joined, 3, [box(newElementId())]),
    batchOf(joined, 4, [
      { op: 'set', id: secret, props: { x: 6 } },
      { op: 'set', id: kept, props: { x: 6 } },
    ]),
  ]
  for (const request of sent.slice(0, 3)) expect(await send(joined, request)).toMatchObject({ ok: true })
  expect((await erase([secret])).status).toBe(200)
  await eventually(
    () => !socket.connected,
    () => 'the page is sent away',
  )
  // As the outbox does after another log: all of it again, under the same actor and numbers.
  const again = await owner.connect()
  const rejoined = await join(again, board, actor, key)
  if (!rejoined.ok) throw new Error(rejoined.error.message)
  expect(rejoined.epoch).not.toBe(answer.epoch)
  const now: JoinedSocket = { socket: again, board, actor, epoch: rejoined.epoch }
  const replies = []
  for (const request of sent)
    replies.push(await send(now, { ...request, epoch: rejoined.epoch, prev: request.number === 4 ? 3 : 0 }))
  expect(replies).toEqual([1, 2, 3, 4].map((seq) => ({ ok: true, seq })))
  const { rows } = await sql.query<{ ops: Buffer }>('SELECT "ops" FROM "Batch" WHERE "board" = $1 ORDER BY "seq"', [
    board,
  ])
  expect(rows.map(({ ops }) => unpackOps(ops).length)).toEqual([1, 0, 1, 1])
  expect((await documentAt(4)).get(kept)).toMatchObject({ x: 6 })
  // Also the one that lost something on its way in is a duplicate from now on, and with another content a conflict.
  expect(await send(now, { ...sent[3], epoch: rejoined.epoch } as never)).toEqual({ ok: true, seq: 4 })
  expect(await send(now, batchOf(now, 2, [box(newElementId())]))).toMatchObject({ error: { code: 'batch.conflict' } })
  again.close()
})

test('characters keep their names where others of their batch are erased', async () => {
  const mine = await opened(one, owner)
  const [secret, other] = [newElementId(), newElementId()]
  commit(mine, textElement(secret, SECRET), textElement(other, 'ink'), textElement(newElementId(), 'more'))
  await whenSaved(mine)
  await erase([secret])
  await eventually(
    () => mine.head().elements === 2 && mine.getState().phase === 'open',
    () => JSON.stringify(mine.head()),
  )
  const splice = spliceTo(mine.get(other)?.text as TextSequence, 'in!k')
  if (splice) commit(mine, { op: 'splice', id: other, prop: 'text', ...splice })
  await whenSaved(mine)
  const { seq, hash } = mine.head()
  await eventually(
    () => mine.head().seq === 2,
    () => `${seq}`,
  )
  expect((await documentAt(2)).hash).toBe(mine.head().hash)
  expect(hash).toBeDefined()
})

test('a frame loses its child and an arrow its end, and nothing else happens to them', async () => {
  const mine = await opened(one, owner)
  const [frame, child, arrow] = [newElementId(), newElementId(), newElementId()]
  commit(
    mine,
    { op: 'put', element: { id: frame, type: 'frame', order, x: 0, y: 0, w: 100, h: 100 } },
    box(child, { parent: frame }),
    {
      op: 'put',
      element: {
        id: arrow,
        type: 'arrow',
        order,
        start: { x: 1, y: 2, binding: { id: frame, u: 0.5, v: 0.5, distance: 4 } },
        end: { x: 300, y: 2 },
      },
    },
  )
  await whenSaved(mine)
  expect((await erase([frame])).status).toBe(200)
  await eventually(
    () => mine.head().elements === 2 && mine.getState().phase === 'open',
    () => JSON.stringify(mine.head()),
  )
  expect(mine.get(child)).toMatchObject({ parent: frame, w: 10 })
  expect(mine.get(arrow)).toMatchObject({ start: { x: 1, y: 2 } })
})

test("an image that only the erased showed is no longer the board's, nor on the disk; another board keeps its own", async () => {
  const upload = async (to: BoardId, bytes: Buffer): Promise<string> => {
    const answer = await fetch(`${one.url}/api/v1/boards/${to}/assets`, {
      method: 'POST',
      body: new Uint8Array(bytes),
      headers: { cookie: owner.cookie, 'content-type': 'image/png' },
    })
    return (await answer.json()).asset
  }
  const [lonely, shared] = [await upload(board, samplePng(1, 1)), await upload(board, samplePng(2, 1))]
  expect(
    await (
      await fetch(`${one.url}/api/v1/boards/${board}/duplicate`, { method: 'POST', headers: { cookie: owner.cookie } })
    ).status,
  ).toBe(201)
  await sql.query('DELETE FROM "BoardAsset" WHERE "assetId" = $1 AND "boardId" <> $2', [lonely, board])
  const mine = await opened(one, owner)
  const image = (id: ElementId, asset: string): Op => ({
    op: 'put',
    element: { id, type: 'image', order, x: 0, y: 0, w: 1, h: 1, asset },
  })
  const [first, second, third] = [newElementId(), newElementId(), newElementId()]
  commit(mine, image(first, lonely), image(second, shared), image(third, shared))
  await whenSaved(mine)
  expect(await (await erase([first, second])).json()).toMatchObject({ images: 1 })
  expect((await owner.request(`/api/v1/boards/${board}/assets/${lonely}`)).status).toBe(404)
  expect((await owner.request(`/api/v1/boards/${board}/assets/${shared}`)).status).toBe(200)
  expect(await database.asset.count({ where: { id: lonely } })).toBe(0)
})

test('only the owner; a snapshot of the old log is no longer to be had', async () => {
  const mine = await opened(one, owner)
  const secret = newElementId()
  commit(mine, textElement(secret, SECRET))
  await whenSaved(mine)
  const stranger = await Guest.arrive(two.url)
  await opened(two, stranger)
  expect((await erase([secret], stranger)).status).toBe(403)
  expect((await erase([])).status).toBe(400)
  expect((await erase(['__proto__'])).status).toBe(400)
  const { epoch } = mine.head()
  const document = DOCUMENT_JOBS.refold(await storedDocument(log, board, epoch as never, 1))
  await log.pinSnapshot(board, { epoch: epoch as never, seq: 1, ...document })
  const path = `/api/v1/boards/${board}/snapshots/${epoch}/1`
  expect((await owner.request(path)).status).toBe(200)
  expect((await erase([secret])).status).toBe(200)
  expect((await owner.request(path)).status).toBe(404)
  expect(await holds(SECRET)).toBe(false)
})

test('a long log is written anew while people draw on: nothing of theirs is lost; a crash before the end leaves the old one', async () => {
  const person = (await (await owner.request('/api/v1/session')).json()).person.id
  const head = (await log.heads([board])).get(board)
  if (!head) throw new Error('the board is there')
  const [secret, doomed] = [newElementId(), newElementId()]
  const batch = (
    actor: WaitingBatch['actor'],
    number: number,
    ops: readonly Op[],
    epoch = head.epoch,
  ): WaitingBatch => {
    const [gesture, packed] = [nanoid() as GestureId, packOps(ops)]
    return {
      board,
      epoch,
      actor,
      person,
      number,
      prev: number - 1,
      gesture,
      ops: packed,
      digest: batchDigest(gesture, packed),
      accessVersion: 1,
      foldVersion: 1,
    }
  }
  const first = newActor()
  const early = await Promise.all(
    Array.from({ length: 3_000 }, (_, i) =>
      log.commit(
        batch(
          first,
          i + 1,
          i === 0
            ? [textElement(secret, SECRET), textElement(doomed, 'doomed text')]
            : [box(newElementId()), { op: 'set', id: secret, props: { x: i } }],
        ),
      ),
    ),
  )
  expect(early.every(({ kind }) => kind === 'committed')).toBe(true)

  const parts = { database, log, assets: { removeIfUnused: async () => {} } }
  const run = async <Result>(work: () => Result) => work()
  const thread = { run: (kind: string, request: never) => run(() => DOCUMENT_JOBS[kind as 'erase'](request)) } as never
  // One instance after the other dies in the midst of it, somewhere.
  for (const ms of [60, 250]) {
    const asked = fetch(`${two.url}/api/v1/boards/${board}/erase`, {
      method: 'POST',
      headers: { cookie: owner.cookie, 'content-type': 'application/json' },
      body: JSON.stringify({ elements: [doomed] }),
    }).catch(() => {})
    await new Promise((resolve) => setTimeout(resolve, ms))
    await two.kill9()
    await asked
    const document = await documentAt(3_000)
    expect(document.get(secret)).toMatchObject({ x: 2_999 })
    expect(document.get(doomed) !== undefined).toBe(await holds('doomed text'))
    expect((await log.heads([board])).get(board)?.epoch === head.epoch).toBe(document.get(doomed) !== undefined)
    await two.restart()
  }
  const { epoch } = (await log.heads([board])).get(board) ?? head

  let erasing = true
  const actor = newActor()
  const drawn = (async () => {
    for (let number = 1; ; number++) {
      let current = epoch
      for (;;) {
        const verdict = await log.commit(
          batch(actor, number, [box(newElementId()), { op: 'set', id: secret, props: { y: number } }], current),
        )
        if (verdict.kind === 'committed') break
        expect(verdict.kind).toBe('wrong_epoch')
        current = (await log.heads([board])).get(board)?.epoch ?? current
      }
      if (!erasing && number > 20) return number
    }
  })()
  const erased = await new Erasing({ ...parts, thread }).erase(board, [secret, doomed])
  erasing = false
  const count = await drawn
  expect(erased?.batches).toBeGreaterThanOrEqual(3_000)
  const now = (await log.heads([board])).get(board)
  expect(now).toMatchObject({ head: 3_000 + count })
  expect(now?.epoch).not.toBe(epoch)
  const document = await documentAt(3_000 + count)
  expect(document.size).toBe(2_999 + count)
  expect(document.get(secret)).toBeUndefined()
  expect(await holds(SECRET)).toBe(false)
  expect(await database.snapshot.count({ where: { board, epoch: { not: now?.epoch ?? '' } } })).toBe(0)
})

test('where the log is pruned the snapshots that stand for it lose the elements, too', async () => {
  const mine = await opened(one, owner)
  const [secret, other] = [newElementId(), newElementId()]
  commit(mine, textElement(secret, SECRET))
  commit(mine, box(other))
  commit(mine, { op: 'set', id: secret, props: { x: 3 } })
  await whenSaved(mine)
  await sql.query('INSERT INTO "Version" ("id", "boardId", "seq", "name", "personId") VALUES ($1, $2, 1, $1, $1)', [
    nanoid(),
    board,
  ])
  const head = (await log.heads([board])).get(board)
  if (!head) throw new Error('the board is there')
  await new Pruning(database, log, async (document) => DOCUMENT_JOBS.refold(document)).pruneTo({ board, ...head }, 2)
  expect(await holds(SECRET)).toBe(true)
  expect((await erase([secret])).status).toBe(200)
  expect(await holds(SECRET)).toBe(false)
  expect((await documentAt(1)).size).toBe(0)
  expect([...(await documentAt(3)).elements()].map(({ id }) => id)).toEqual([other])
  expect((await opened(two, owner)).head()).toMatchObject({ seq: 3, elements: 1 })
})
