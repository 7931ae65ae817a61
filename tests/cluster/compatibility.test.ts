import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import {
  type ActorId,
  BoardDocument,
  type BoardId,
  boardId,
  difference,
  type Element,
  type ElementId,
  type Epoch,
  fold,
  type GestureId,
  type NewElement,
  type Op,
  own,
  pack,
  packSnapshot,
  TEXT_PROPERTIES,
  textOf,
  unpackOps,
  unpackSnapshot,
  type Value,
} from '@inkwire/board'
import { Editor } from '@inkwire/canvas'
import { type BatchRequest, batchDigest } from '@inkwire/protocol'
import { migrate } from '@inkwire/realtime/database/migrate.ts'
import { BoardClient, memoryOutbox, newGestureId, whenOpen, whenSaved } from '@inkwire/sync'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { eventually } from '../servers/child.ts'
import { batchOf, Guest, type JoinedSocket, join, newActor, rectangle, send } from '../servers/guest.ts'
import { type Instance, startInstance } from '../servers/instance.ts'
import { type PostgresServer, startPostgres } from '../servers/postgres.ts'

const MIGRATIONS = fileURLToPath(new URL('../../prisma/migrations', import.meta.url))

/** All rows of a database that the first version with a log wrote (fixtures/README.md). */
interface Fixture {
  readonly key: string
  readonly cookies: { readonly owner: string; readonly friend: string }
  readonly boards: readonly {
    readonly id: BoardId
    readonly epoch: Epoch
    readonly seq: number
    readonly hash: string
  }[]
  readonly tables: { readonly [name: string]: readonly { readonly [column: string]: unknown }[] }
}

const fixture: Fixture = JSON.parse(
  readFileSync(fileURLToPath(new URL('fixtures/first-log.json', import.meta.url)), 'utf8'),
)
const [full] = fixture.boards as [Fixture['boards'][number]]
const first = {
  migrations: rowsOf('_prisma_migrations').map(({ migration_name }) => String(migration_name)),
  batches: rowsOf('Batch').filter(({ board }) => board === full.id),
}

let postgres: PostgresServer
let instance: Instance
let clients: BoardClient[] = []

beforeAll(async () => {
  postgres = await startPostgres()
  await migrate(postgres.url, MIGRATIONS, new Set(first.migrations))
  await load(postgres.url)
  // Applies what has come since.
  instance = await startInstance({ databaseUrl: postgres.url })
})

afterEach(async () => {
  for (const client of clients) await client.close()
  clients = []
})

afterAll(async () => {
  await instance?.stop()
  await postgres?.stop()
})

describe('a board of the first version', () => {
  test('is the same today: folded from the log, from its snapshot, and on the server', async () => {
    const folded = new BoardDocument()
    for (const row of first.batches) fold(folded, { ...batchOfRow(row), ops: unpackOps(bytesOf(row.ops)) })
    expect(folded.hash).toBe(full.hash)
    const [snapshot] = rowsOf('Snapshot')
    const bytes = bytesOf(snapshot?.bytes)
    const document = unpackSnapshot(bytes)
    expect(document.hash).toBe(snapshot?.hash)
    expect(Buffer.from(packSnapshot(document)).equals(bytes)).toBe(true)
    const owner = Guest.of(instance.url, fixture.cookies.owner)
    for (const board of fixture.boards) {
      const head = await owner.request(`/api/v1/boards/${board.id}/head`)
      const { id: _, ...expected } = board
      expect(await head.json()).toEqual(expected)
    }
    const { boards } = await (await owner.request('/api/v1/boards')).json()
    expect(boards.map(({ name }: { name: string }) => name).sort()).toEqual([
      'Drawn with the first version',
      'Without a snapshot',
    ])
    const thumbnail = await owner.request(`/api/v1/boards/${full.id}/thumbnail.svg`)
    expect(await thumbnail.text()).toContain('<svg')
  })

  test('opens in a client of today with its link, and goes on', async () => {
    const friend = await open(full.id, (await Guest.arrive(instance.url)).cookie, fixture.key)
    const folded = new BoardDocument()
    for (const row of first.batches) fold(folded, { ...batchOfRow(row), ops: unpackOps(bytesOf(row.ops)) })
    expect(contentOf(friend)).toEqual(contentOf(folded))
    expect(friend.meta).toEqual(folded.meta)
    expect(textOf(friend.get(id('text')) ?? {}, 'text')).toBe(
      'After the compaction. Two <lost anchor>or more happy people WITHINthis line',
    )
    expect(friend.get(id('unknown'))).toMatchObject({ type: 'hologram', depth: 3 })

    const owner = await open(full.id, fixture.cookies.owner)
    owner.commit(newGestureId(), [{ op: 'set', id: id('ellipse'), props: { x: 500 } }])
    await whenSaved(owner)
    await eventually(
      () => friend.get(id('ellipse'))?.x === 500,
      () => 'the friend sees the edit',
    )
    owner.undo()
    await whenSaved(owner)
    await eventually(
      () => friend.get(id('ellipse'))?.x === folded.get(id('ellipse'))?.x,
      () => 'and that it was undone',
    )
  })

  test('knows what it was sent then: each batch is answered with its seq', async () => {
    const owner = Guest.of(instance.url, fixture.cookies.owner)
    const socket = await owner.connect()
    const mine = first.batches.filter(({ person }) => person === first.batches[0]?.person)
    const actor = String(mine[0]?.actor) as ActorId
    const joined = await join(socket, full.id, actor)
    if (!joined.ok) throw new Error(joined.error.message)
    expect(joined.epoch).toBe(full.epoch)
    const place = { socket, board: full.id, actor, epoch: joined.epoch }
    for (const row of mine) expect(await send(place, requestOf(row, full.epoch))).toEqual({ ok: true, seq: row.seq })
    socket.disconnect()
  })
})

describe('a newer client', () => {
  test('writes what this one does not know, and nothing that is done here takes it away', async () => {
    const { guest: newer, place, board, key } = await newerClient()
    const strange: { readonly [name: string]: Value } = {
      glow: { radius: 0.1 + 0.2, colors: ['#ffffff', null, true, -1e300], bytes: new Uint8Array([0, 255, 128]) },
      constructor: 'a word like others',
      ['__proto__']: [[[[1]]]],
      'name with spaces – ß🙂': '',
    }
    const put = (name: string, props: object): Op => ({
      op: 'put',
      element: { ...strange, ...props, id: id(name) } as unknown as NewElement,
    })
    const elements = [
      put('box', { type: 'rectangle', order: 'a0', x: 0, y: 0, w: 50, h: 50, label: 'A label' }),
      put('holo', { type: 'hologram', order: 'a1', x: 100, y: 0, text: 'of a new type', facets: 7 }),
      put('bare', { type: 'spell-2', order: 'a2' }),
      put('arrow', { type: 'arrow', order: 'a3', start: { x: 0, y: 0 }, end: { x: 40, y: 40 } }),
    ]
    expect(await send(place, batchOf(place, 1, [...elements, { op: 'meta', props: strange }]))).toMatchObject({
      ok: true,
    })

    const client = await open(board, (await Guest.arrive(instance.url)).cookie, key)
    const editor = new Editor({ board: client, theme: 'light', measure: (text, _, size) => text.length * size * 0.5 })
    const before = new BoardDocument()
    for (const element of client.elements()) before.put(element)
    before.setMeta(client.meta)
    const survive = () => {
      for (const element of client.elements())
        expect(strangeOf(element, strange), element.type).toEqual(packed(strange))
      expect(packed(client.meta)).toEqual(packed(before.meta))
    }
    survive()
    editor.fetchRest()
    await eventually(
      () => editor.desk.rest.now !== undefined,
      () => 'all of the editor is there',
    )
    editor.run('select-all')
    for (const command of ['move-right', 'duplicate', 'group', 'bring-to-front', 'lock', 'lock', 'ungroup'] as const) {
      editor.run(command)
    }
    editor.setStyle({ color: 'red' })
    await whenSaved(client)
    expect([...client.elements()].filter(({ type }) => type === 'hologram')).toHaveLength(2)
    survive()
    editor.run('select-all')
    editor.run('delete')
    expect(client.size).toBe(0)
    while (client.canUndo) client.undo()
    expect(visible(client)).toEqual(visible(before))
    while (client.canRedo) client.redo()
    expect(client.size).toBe(0)

    // As a version of the history is restored.
    client.commit(newGestureId(), difference(client, before))
    await whenSaved(client)
    survive()
    expect(visible(client)).toEqual(visible(before))

    const copy = await newer.request(`/api/v1/boards/${board}/duplicate`, 'POST')
    const { board: copied } = await copy.json()
    expect(visible(await open(copied.id, newer.cookie))).toEqual(visible(before))
    place.socket.disconnect()
  })

  test('is refused with a clear word what this server can not fold, and loses nothing by it', async () => {
    const { place, board, key, guest: newer } = await newerClient()
    const refusedWith = async (request: BatchRequest) => {
      const answer = await send(place, request)
      if (answer.ok) throw new Error('it was taken')
      return answer.error.code
    }
    expect(await send(place, batchOf(place, 1, [rectangle(0, 0)]))).toEqual({ ok: true, seq: 1 })
    const next = batchOf(place, 2, [rectangle(5, 5)])
    expect(await refusedWith({ ...next, foldVersion: 2 })).toBe('protocol.version')
    const op = new Uint8Array(pack([[9, id('box'), { spin: 1 }]]))
    expect(
      await refusedWith(
        batchOf(place, 2, [], { ops: op, digest: batchDigest(next.gesture, op), gesture: next.gesture }),
      ),
    ).toBe('op.invalid')
    // Nothing of it is in the log: the same number is free for what this server knows.
    expect(await send(place, next)).toEqual({ ok: true, seq: 2 })
    expect(await (await newer.request(`/api/v1/boards/${board}/head`)).json()).toMatchObject({ seq: 2, elements: 2 })

    // A newer server has written into this log; this one must neither fold it nor go on as if it had.
    await sql(
      `INSERT INTO "Batch" SELECT board, 3, $2, 1, person, at, 2, gesture, ops FROM "Batch" WHERE board = $1 AND seq = 2`,
      [board, newActor()],
    )
    await sql(`UPDATE "BoardHead" SET head = 3 WHERE board = $1`, [board])
    await eventually(
      () => !place.socket.connected,
      () => 'who is on the board is sent away',
    )
    const late = await newer.connect()
    expect(await join(late, board, newActor(), key)).toMatchObject({
      ok: false,
      error: { code: 'server.busy', retry: true },
    })
    late.disconnect()
    expect(await sql(`SELECT count(*)::int AS batches FROM "Batch" WHERE board = $1`, [board])).toEqual([
      { batches: 3 },
    ])
  })
})

async function newerClient(): Promise<{ guest: Guest; place: JoinedSocket; board: BoardId; key: string }> {
  const guest = await Guest.arrive(instance.url)
  const { board, key } = await guest.newBoard('Of tomorrow')
  const socket = await guest.connect()
  const actor = newActor()
  const joined = await join(socket, board, actor)
  if (!joined.ok) throw new Error(joined.error.message)
  return { guest, board, key, place: { socket, board, actor, epoch: joined.epoch } }
}

async function open(board: BoardId, cookie: string, key?: string): Promise<BoardClient> {
  const client = new BoardClient({
    origin: instance.url,
    board: boardId.parse(board),
    ...(key === undefined ? {} : { key }),
    outbox: memoryOutbox(),
    socketOptions: { extraHeaders: { cookie } },
  })
  clients.push(client)
  await whenOpen(client)
  return client
}

/** Rows as JSON: PostgreSQL's own forms of bytes and times. */
async function load(url: string): Promise<void> {
  await sql('DELETE FROM _prisma_migrations', [], url)
  for (const [table, rows] of Object.entries(fixture.tables)) {
    await sql(
      `SET session_replication_role = replica; INSERT INTO "${table}" SELECT * FROM jsonb_populate_recordset(NULL::"${table}", ${pg.escapeLiteral(JSON.stringify(rows))}::jsonb)`,
      undefined,
      url,
    )
  }
  await sql(`UPDATE "Session" SET "expiresAt" = now() + interval '1 day'`, [], url)
}

async function sql(text: string, values?: unknown[], url = postgres.url): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(text, values)).rows
  } finally {
    await client.end()
  }
}

function rowsOf(table: string): Fixture['tables'][string] {
  return fixture.tables[table] ?? []
}

const bytesOf = (hex: unknown): Buffer => Buffer.from(String(hex).slice('\\x'.length), 'hex')

const batchOfRow = (row: { readonly [column: string]: unknown }) => ({
  actor: String(row.actor) as ActorId,
  number: Number(row.number),
})

function requestOf(row: { readonly [column: string]: unknown }, epoch: Epoch): BatchRequest {
  const ops = new Uint8Array(bytesOf(row.ops))
  const gesture = String(row.gesture) as GestureId
  const number = Number(row.number)
  const digest = batchDigest(gesture, ops)
  return { board: full.id, epoch, number, prev: number - 1, digest, gesture, foldVersion: 1, ops }
}

const id = (name: string) => name.padEnd(21, '_') as ElementId

const packed = (value: unknown): string => Buffer.from(pack(value as Value)).toString('hex')

/** Of an element, the properties that are in `strange`, packed. */
function strangeOf(element: Element, strange: { readonly [name: string]: Value }): string {
  return packed(Object.fromEntries(Object.keys(strange).map((name) => [name, own(element, name) ?? null])))
}

/** All elements byte for byte, by their ids. */
function contentOf(document: { elements(): Iterable<Element> }): Map<string, string> {
  return new Map([...document.elements()].map((element) => [element.id, packed(element)]))
}

/** The same with texts as they read: a copy's characters have other ids. */
function visible(document: { elements(): Iterable<Element> }): Map<string, string> {
  return new Map(
    [...document.elements()].map((element) => {
      const props: { [name: string]: unknown } = { ...element }
      for (const name of TEXT_PROPERTIES) if (name in props) props[name] = textOf(element, name)
      return [element.id, packed(props)]
    }),
  )
}
