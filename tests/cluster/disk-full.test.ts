import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ActorId, BoardId, ElementId, Op } from '@inkwire/board'
import { BoardClient, memoryOutbox, newElementId, newGestureId, whenOpen, whenSaved } from '@inkwire/sync'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Database, startDatabase } from '../../scripts/database.ts'
import { waitForRoom } from '../../scripts/disk-room.ts'
import { Keeper } from '../../scripts/keeper.ts'
import { eventually } from '../servers/child.ts'
import { batchOf, Guest, join as joinBoard, newActor, rectangle, send } from '../servers/guest.ts'
import { type Instance, startInstance } from '../servers/instance.ts'
import { type SmallDisk, smallDisk } from '../servers/small-disk.ts'

const MB = 1024 * 1024

let disk: SmallDisk
let database: Database
let keeper: Keeper
let instance: Instance
let client: BoardClient
let board: BoardId
let guest: Guest
/** What the one who keeps the database running has said. */
let said: string[]

beforeEach(async () => {
  said = []
  disk = smallDisk(300 * MB)
  keeper = new Keeper({
    name: 'The database',
    start: async () => {
      await waitForRoom({ folder: disk.folder, say: (line) => said.push(line), given: () => false })
      database = await startDatabase({ dataDir: disk.folder })
      return { ended: database.ended.then(() => 'its end'), stop: database.stop }
    },
    say: (line) => said.push(line),
    giveUp: (reason) => said.push(`gave up: ${reason}`),
  })
  await keeper.begin()
  keeper.establish()
})

afterEach(async () => {
  disk.clear()
  await client?.close()
  await instance?.stop()
  await keeper.stop()
  disk.remove()
})

async function open(options: { readonly watched: boolean }): Promise<void> {
  instance = await startInstance({
    databaseUrl: database.url,
    assetsDir: `${disk.folder}/assets`,
    ...(options.watched ? { databaseDir: database.folder } : {}),
  })
  guest = await Guest.arrive(instance.url)
  const made = await guest.newBoard()
  board = made.board
  client = page()
  await whenOpen(client)
}

const page = (): BoardClient =>
  new BoardClient({
    board,
    origin: instance.url,
    outbox: memoryOutbox(),
    socketOptions: { extraHeaders: { cookie: guest.cookie } },
  })

const draw = (): ElementId => {
  const id = newElementId()
  client.commit(newGestureId(), [
    { op: 'put', element: { id, type: 'rectangle', order: 'a0', x: 0, y: 0, w: 9, h: 9 } },
  ])
  return id
}

const ready = async (): Promise<{ status: number; saves?: boolean; reason?: string }> => {
  const answer = await fetch(`${instance.url}/readyz`)
  return { status: answer.status, ...(await answer.json()) }
}

/** Everything that was drawn is in the log, once, without a hole. */
async function expectLog(count: number): Promise<void> {
  const sql = new pg.Client(database.url)
  await sql.connect()
  try {
    const { rows } = await sql.query<{ seq: string; number: number }>(
      'SELECT "seq", "number" FROM "Batch" WHERE "board" = $1 ORDER BY "seq"',
      [board],
    )
    expect(rows.map(({ seq }) => Number(seq))).toEqual(rows.map((_, i) => i + 1))
    expect(rows).toHaveLength(count)
  } finally {
    await sql.end()
  }
}

test('below the reserve nothing is saved and all can be read; with room it goes on by itself, and nothing is lost', async () => {
  await open({ watched: true })
  draw()
  await whenSaved(client)
  expect(await ready()).toMatchObject({ status: 200, saves: true })
  const { pid } = instance.process()

  disk.fill(50 * MB)
  await eventually(
    async () => (await ready()).saves === false,
    () => 'it sees that the disk is full',
  )
  expect(await ready()).toMatchObject({ status: 200, reason: expect.stringContaining('disk is full') })
  for (let i = 0; i < 20; i++) draw()
  const socket = await guest.connect()
  const actor = newActor()
  const joined = await joinBoard(socket, board, actor)
  if (!joined.ok) throw new Error(joined.error.message)
  const on = { socket, board, actor, epoch: joined.epoch }
  expect(await send(on, batchOf(on, 1, [rectangle(0, 0)]))).toMatchObject({
    error: { code: 'server.full', retry: true },
  })
  socket.close()
  const upload = await fetch(`${instance.url}/api/v1/boards/${board}/assets`, {
    method: 'POST',
    headers: { cookie: guest.cookie },
    body: 'no image',
  })
  expect(upload.status).toBe(507)
  expect((await guest.request(`/api/v1/boards/${board}/erase`, 'POST', { elements: [newElementId()] })).status).toBe(
    507,
  )
  const reader = page()
  await whenOpen(reader)
  expect(reader.head()).toMatchObject({ seq: 1, elements: 1 })
  expect(client.head().outbox).toBe(20)

  disk.fill(80 * MB)
  await new Promise((resolve) => setTimeout(resolve, 1_500))
  expect((await ready()).saves).toBe(false)
  disk.clear()
  await whenSaved(client)
  await eventually(
    () => reader.head().elements === 21,
    () => JSON.stringify(reader.head()),
  )
  await reader.close()
  expect((await ready()).saves).toBe(true)
  expect(instance.process().pid).toBe(pid)
  await expectLog(21)
})

test('a disk without a byte left, which the database ran into: it comes back with the room, and every change is there once', async () => {
  await open({ watched: false })
  draw()
  await whenSaved(client)
  const codes = new Set<string>()
  const socket = await guest.connect()
  const actor: ActorId = newActor()
  const joined = await joinBoard(socket, board, actor)
  if (!joined.ok) throw new Error(joined.error.message)
  const on = { socket, board, actor, epoch: joined.epoch }

  disk.fill()
  // Large ones, until the database finds no room for them.
  const large = (): Op => ({
    op: 'put',
    element: { id: newElementId(), type: 'of-tomorrow', order: 'a0', bytes: randomBytesOf(150_000) },
  })
  const waiting = []
  for (let number = 1; number <= 150; number++) waiting.push(batchOf(on, number, [large()]))
  let saved = 0
  for (const request of waiting) {
    const reply = await send(on, request)
    if (!reply.ok) {
      codes.add(reply.error.code)
      break
    }
    saved++
  }
  expect([...codes]).toEqual(['server.full'])
  for (let i = 0; i < 10; i++) draw()
  // What its own log has no room for it does not survive.
  const sql = new pg.Client(database.url)
  sql.on('error', () => {})
  await sql.connect()
  for (let i = 0; i < 5; i++)
    await sql.query("SELECT pg_switch_wal(), pg_logical_emit_message(false, '', 'x')").catch(() => {})
  await sql.end().catch(() => {})
  await new Promise((resolve) => setTimeout(resolve, 3_000))
  expect(readFileSync(join(disk.folder, 'logs', 'database.log'), 'utf8')).toContain('No space left on device')

  disk.clear()
  await whenSaved(client)
  await eventually(
    async () => (await ready()).status === 200,
    () => 'the database is back',
  )
  expect(said.join()).not.toContain('gave up')
  const again = await guest.connect()
  const rejoined = await joinBoard(again, board, actor)
  expect(rejoined.ok).toBe(true)
  for (const request of waiting.slice(0, saved + 1)) {
    expect(await send({ ...on, socket: again }, request)).toMatchObject({ ok: true })
  }
  again.close()
  socket.close()
  await expectLog(11 + saved + 1)
})

function randomBytesOf(length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  for (let i = 0; i < length; i += 65_536) crypto.getRandomValues(bytes.subarray(i, i + 65_536))
  return bytes
}
