import { type ActorId, BoardDocument, type BoardId, type ElementId, type Op, unpackSnapshot } from '@inkwire/board'
import { packLive, type TrashBody, unpackRecords, unpackTick } from '@inkwire/protocol'
import { TRASH_MS, Trash } from '@inkwire/realtime/boards/trash.ts'
import { trashExpiry } from '@inkwire/realtime/boards/trash-expiry.ts'
import { type Database, openDatabase } from '@inkwire/realtime/database/database.ts'
import { foldRecords } from '@inkwire/realtime/log/refold.ts'
import { nanoid } from 'nanoid'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { eventually } from '../servers/child.ts'
import { batchOf, Guest, type JoinedSocket, join, newActor, rectangle, send } from '../servers/guest.ts'
import { type Instance, startInstance } from '../servers/instance.ts'
import { type PostgresServer, startPostgres } from '../servers/postgres.ts'

let postgres: PostgresServer
let instance: Instance
let database: Database
let sql: pg.Client

beforeAll(async () => {
  postgres = await startPostgres()
  instance = await startInstance({ databaseUrl: postgres.url })
  database = openDatabase(postgres.url)
  sql = new pg.Client(postgres.url)
  sql.on('error', () => {})
  await sql.connect()
})

afterAll(async () => {
  await sql?.end()
  await database?.$disconnect()
  await instance?.stop()
  await postgres?.stop()
})

const path = (board: BoardId, rest = '') => `/api/v1/boards/${board}${rest}`

async function joined(guest: Guest, board: BoardId, key?: string): Promise<JoinedSocket> {
  const socket = await guest.connect()
  const actor = newActor()
  const answer = await join(socket, board, actor, key)
  if (!answer.ok) throw new Error(answer.error.code)
  return { socket, board, actor, epoch: answer.epoch }
}

async function draw(guest: Guest, board: BoardId, ...batches: Op[][]): Promise<void> {
  const me = await joined(guest, board)
  for (const [i, ops] of batches.entries()) expect(await send(me, batchOf(me, i + 1, ops))).toMatchObject({ ok: true })
  me.socket.close()
}

const put = (type: string, props: object): Op => ({
  op: 'put',
  element: { id: nanoid() as ElementId, type, order: 'a0', x: 0, y: 0, w: 100, h: 50, ...props },
})

const personOf = async (guest: Guest): Promise<string> =>
  (await (await guest.request('/api/v1/session')).json()).person.id

const listOf = async (guest: Guest, query = ''): Promise<TrashBody['boards']> =>
  (await (await guest.request(`/api/v1/boards${query}`)).json()).boards

const rowsOf = async (table: string, column: string, board: BoardId): Promise<number> =>
  Number((await sql.query(`SELECT count(*) FROM "${table}" WHERE "${column}" = $1`, [board])).rows[0].count)

let owner: Guest
let editor: Guest
let viewer: Guest
let stranger: Guest
let board: BoardId
let key: string

beforeEach(async () => {
  owner = await Guest.arrive(instance.url)
  editor = await Guest.arrive(instance.url)
  viewer = await Guest.arrive(instance.url)
  stranger = await Guest.arrive(instance.url)
  const made = await owner.newBoard('Plans')
  board = made.board
  key = made.key
  expect((await editor.request(path(board, '/open'), 'POST', { key })).status).toBe(200)
  const member = [board, await personOf(viewer), 'viewer']
  await sql.query('INSERT INTO "Member" ("boardId", "personId", "role") VALUES ($1, $2, $3)', member)
})

/** What each of them is answered. */
async function statuses(ask: (guest: Guest) => Promise<Response>): Promise<Record<string, number>> {
  return {
    stranger: (await ask(stranger)).status,
    viewer: (await ask(viewer)).status,
    editor: (await ask(editor)).status,
    owner: (await ask(owner)).status,
  }
}

describe('the list of boards', () => {
  test('shows mine with my role, newest edit first, and nobody else the board', async () => {
    const other = await owner.newBoard('Another')
    await draw(owner, board, [rectangle(0, 0)])
    expect((await listOf(owner)).map(({ id, role }) => [id, role])).toEqual([
      [board, 'owner'],
      [other.board, 'owner'],
    ])
    expect(await listOf(editor)).toMatchObject([{ id: board, role: 'editor', name: 'Plans' }])
    expect(await listOf(viewer)).toMatchObject([{ id: board, role: 'viewer' }])
    expect(await listOf(stranger)).toEqual([])
    // A grant for a link that was replaced since is worth nothing.
    await sql.query('UPDATE "Board" SET "linkVersion" = "linkVersion" + 1 WHERE "id" = $1', [board])
    expect(await listOf(editor)).toEqual([])
  })

  test('of more boards than it shows it has those that were edited last', async () => {
    await sql.query(
      `WITH made AS (INSERT INTO "Board" ("id", "name", "ownerId", "linkKey", "createdAt")
         SELECT lpad(i::text, 21, 'b'), 'Board ' || i, $1, '\\x00', now() - interval '1 day' FROM generate_series(1, 700) i
         RETURNING "id")
       INSERT INTO "BoardHead" ("board", "epoch", "editedAt") SELECT "id", 'e', now() - interval '1 day' FROM made`,
      [await personOf(owner)],
    )
    const list = await listOf(owner)
    expect(list).toHaveLength(500)
    expect(list[0]?.id).toBe(board)
    await sql.query(`DELETE FROM "BoardHead" WHERE "board" LIKE 'bbb%'`)
    await sql.query(`DELETE FROM "Board" WHERE "id" LIKE 'bbb%'`)
  })
})

describe('the thumbnail', () => {
  const thumbnail = (guest: Guest, query = '', headers: Record<string, string> = {}) =>
    fetch(`${instance.url}${path(board, `/thumbnail.svg${query}`)}`, { headers: { cookie: guest.cookie, ...headers } })

  test('is for whoever may view the board', async () => {
    expect(await statuses((guest) => thumbnail(guest))).toEqual({ stranger: 403, viewer: 200, editor: 200, owner: 200 })
    expect((await fetch(`${instance.url}${path(board, '/thumbnail.svg')}`)).status).toBe(401)
    expect((await owner.request(path(nanoid() as BoardId, '/thumbnail.svg'))).status).toBe(404)
    expect((await thumbnail(owner, '?theme=neon')).status).toBe(400)
  })

  test('shows what is on the board in the colours of a theme, and can neither run nor load anything', async () => {
    await draw(owner, board, [
      put('rectangle', { color: 'red', fill: 'red' }),
      put('text', { text: '<script>alert(1)</script>', w: undefined, h: undefined }),
    ])
    const light = await thumbnail(viewer, '?theme=light')
    expect(light.headers.get('content-type')).toMatch(/^image\/svg\+xml/)
    expect(light.headers.get('cache-control')).toBe('private, no-cache')
    expect(light.headers.get('content-security-policy')).toBe("default-src 'none'; style-src 'unsafe-inline'")
    expect(light.headers.get('x-content-type-options')).toBe('nosniff')
    const svg = await light.text()
    expect(svg).toContain('#D6453D')
    expect(svg).toContain('&lt;script&gt;')
    expect(svg).not.toContain('<script')
    expect(await (await thumbnail(viewer, '?theme=dark')).text()).toContain('#F2766E')
  })

  test('is asked for again by its tag, and is another one after an edit', async () => {
    await draw(owner, board, [put('rectangle', { color: 'red' })])
    const first = await thumbnail(owner)
    const etag = first.headers.get('etag') ?? ''
    expect((await thumbnail(owner, '', { 'if-none-match': etag })).status).toBe(304)
    await draw(owner, board, [put('ellipse', { color: 'green' })])
    const second = await thumbnail(owner, '', { 'if-none-match': etag })
    expect(second.status).toBe(200)
    expect(second.headers.get('etag')).not.toBe(etag)
    expect(await second.text()).toContain('#2F8F5B')
  })

  test('of a large board comes compressed and stays below 200 kB; many at once are one picture', async () => {
    const batches = Array.from({ length: 8 }, (_, k) =>
      Array.from({ length: 1_000 }, (_, i) => put('rectangle', { x: i * 120, y: k * 70, label: 'words' })),
    )
    await draw(owner, board, ...batches)
    const all = await Promise.all(Array.from({ length: 20 }, () => thumbnail(owner)))
    const bodies = await Promise.all(all.map((answer) => answer.text()))
    expect(new Set(bodies).size).toBe(1)
    expect(bodies[0]?.length).toBeGreaterThan(20_000)
    expect(bodies[0]?.length).toBeLessThanOrEqual(200_000)
    const plain = await thumbnail(owner, '', { 'accept-encoding': 'identity' })
    expect(plain.headers.get('content-encoding')).toBeNull()
    expect(await plain.text()).toBe(bodies[0])
  })
})

describe('a duplicate', () => {
  /** What a board holds, by the log alone. */
  async function stored(copy: BoardId): Promise<BoardDocument> {
    const { rows } = await sql.query('SELECT * FROM "Batch" WHERE "board" = $1 ORDER BY "seq"', [copy])
    const document = new BoardDocument()
    foldRecords(
      document,
      rows.map((row) => ({ ...row, seq: Number(row.seq), at: 0 })),
    )
    return document
  }

  test('is made by whoever may view the board, and is theirs alone', async () => {
    await draw(owner, board, [put('rectangle', { label: 'words' }), rectangle(5, 5)])
    const answer = await viewer.request(path(board, '/duplicate'), 'POST')
    expect(answer.status).toBe(201)
    const body = await answer.json()
    expect(body).toMatchObject({ board: { name: 'Copy of Plans', role: 'owner' }, key: expect.any(String) })
    expect(body.key).not.toBe(key)
    expect((await owner.request(path(body.board.id))).status).toBe(403)
    const head = await (await viewer.request(path(body.board.id, '/head'))).json()
    expect(head).toMatchObject({ seq: 1, elements: 2, hash: (await stored(body.board.id)).hash })
    expect(await listOf(viewer)).toHaveLength(2)
    expect((await stranger.request(path(board, '/duplicate'), 'POST')).status).toBe(403)
    expect((await stranger.request(path(nanoid() as BoardId, '/duplicate'), 'POST')).status).toBe(404)
  })

  test('of an empty board is an empty board; a long name stays within its limit', async () => {
    await owner.request(path(board), 'PATCH', { name: '𝒳'.repeat(100) })
    const { board: copy } = await (await owner.request(path(board, '/duplicate'), 'POST')).json()
    expect(copy.name).toBe(`Copy of ${'𝒳'.repeat(96)}`)
    expect(await (await owner.request(path(copy.id, '/head'))).json()).toMatchObject({ seq: 0, elements: 0 })
  })

  test('of a large board has a sound log and a snapshot; it is joined and drawn on like any other', async () => {
    const elements = Array.from({ length: 3 }, (_, k) => Array.from({ length: 1_000 }, (_, i) => rectangle(i, k)))
    await draw(owner, board, ...elements)
    const { hash } = await (await owner.request(path(board, '/head'))).json()
    const { board: copy } = await (await owner.request(path(board, '/duplicate'), 'POST')).json()
    const head = await (await owner.request(path(copy.id, '/head'))).json()
    // No texts: the very same document.
    expect(head).toMatchObject({ seq: 3, hash, elements: 3_000 })
    expect((await stored(copy.id)).hash).toBe(hash)

    const socket = await owner.connect()
    const actor: ActorId = newActor()
    const answer = await join(socket, copy.id, actor)
    if (!answer.ok) throw new Error(answer.error.code)
    expect(answer).toMatchObject({ head: 3, snapshot: { seq: 3 } })
    expect(unpackRecords(answer.tail)).toEqual([])
    const snapshot = await owner.request(answer.snapshot?.path ?? '')
    expect(unpackSnapshot(new Uint8Array(await snapshot.arrayBuffer())).hash).toBe(hash)
    const me = { socket, board: copy.id, actor, epoch: answer.epoch }
    expect(await send(me, batchOf(me, 1, [rectangle(9, 9)]))).toEqual({ ok: true, seq: 4 })
    socket.close()
    // The original knows nothing of it.
    expect(await (await owner.request(path(board, '/head'))).json()).toMatchObject({ seq: 3, hash })
  })
})

describe('the trash', () => {
  test('takes boards from their owner only, and shows them to nobody else', async () => {
    const trashed = await statuses((guest) => guest.request(path(board), 'DELETE'))
    expect(trashed).toEqual({ stranger: 403, viewer: 403, editor: 403, owner: 204 })
    expect(await statuses((guest) => guest.request(path(board)))).toEqual({
      stranger: 404, viewer: 404, editor: 404, owner: 404,
    }) // biome-ignore format: one row of statuses
    expect(await listOf(owner)).toEqual([])
    const [entry, ...more] = await listOf(owner, '?trash=1')
    expect(more).toEqual([])
    expect(entry).toMatchObject({ id: board, name: 'Plans', role: 'owner', deletedAt: expect.any(Number) })
    expect((entry?.expiresAt ?? 0) - (entry?.deletedAt ?? 0)).toBe(TRASH_MS)
    expect(await listOf(editor, '?trash=1')).toEqual([])
    expect((await owner.request(path(board, '/thumbnail.svg'))).status).toBe(200)
    expect((await viewer.request(path(board, '/thumbnail.svg'))).status).toBe(404)
    expect((await owner.request(path(board, '/duplicate'), 'POST')).status).toBe(404)
  })

  test('gives a board back to its owner: people can join again, with what was on it', async () => {
    await draw(owner, board, [rectangle(1, 2)])
    const me = await joined(editor, board)
    const out = new Promise((resolve) => me.socket.on('access', resolve))
    await owner.request(path(board), 'DELETE')
    expect(await out).toMatchObject({ reason: 'This board was deleted.' })
    expect(await join(me.socket, board, newActor())).toMatchObject({ error: { code: 'board.unknown' } })

    expect((await editor.request(path(board, '/restore'), 'POST')).status).toBe(404)
    expect((await stranger.request(path(board, '/restore'), 'POST')).status).toBe(404)
    const answer = await owner.request(path(board, '/restore'), 'POST')
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({ board: { id: board, role: 'owner' }, key })
    expect(await join(me.socket, board, newActor())).toMatchObject({ ok: true, role: 'editor', head: 1 })
    expect(await listOf(owner, '?trash=1')).toEqual([])
    // Again: nothing to do for the owner, not allowed for the others.
    const again = await statuses((guest) => guest.request(path(board, '/restore'), 'POST'))
    expect(again).toEqual({ stranger: 403, viewer: 403, editor: 403, owner: 200 })
    me.socket.close()
  })

  test('is the only place from which a board is deleted for good, with all that belongs to it', async () => {
    await draw(owner, board, [rectangle(0, 0)], [rectangle(1, 1)])
    const { epoch } = await (await owner.request(path(board, '/head'))).json()
    await sql.query(
      `INSERT INTO "Snapshot" ("board", "epoch", "seq", "schema", "hash", "elements", "bytes")
       SELECT $1, $2, i, 1, '', 0, '\\x00' FROM generate_series(1, 45) i`,
      [board, epoch],
    )
    const forever = (guest: Guest) => guest.request(path(board, '?forever=1'), 'DELETE')
    expect(await statuses(forever)).toEqual({ stranger: 403, viewer: 403, editor: 403, owner: 400 })
    expect(await listOf(owner)).toHaveLength(1)

    await owner.request(path(board), 'DELETE')
    expect(await statuses(forever)).toEqual({ stranger: 404, viewer: 404, editor: 404, owner: 204 })
    for (const table of ['Batch', 'Actor', 'Snapshot', 'BoardHead']) {
      expect([table, await rowsOf(table, 'board', board)]).toEqual([table, 0])
    }
    for (const table of ['Member', 'Grant']) {
      expect([table, await rowsOf(table, 'boardId', board)]).toEqual([table, 0])
    }
    expect(await rowsOf('Board', 'id', board)).toBe(0)
    expect(await listOf(owner, '?trash=1')).toEqual([])
    expect((await owner.request(path(board, '/restore'), 'POST')).status).toBe(404)
    expect((await forever(owner)).status).toBe(404)
  })

  test('is emptied of what lay there for 30 days, and of nothing else, once, whoever looks', async () => {
    const trash = new Trash(database)
    const recent = (await owner.newBoard('Recent')).board
    const kept = (await owner.newBoard('Kept')).board
    const old = [board, (await owner.newBoard('Old')).board, (await owner.newBoard('Older')).board]
    for (const one of [...old, recent]) await owner.request(path(one), 'DELETE')
    await sql.query(`UPDATE "Board" SET "deletedAt" = now() - interval '31 days' WHERE "id" = ANY ($1)`, [old])
    expect((await listOf(owner, '?trash=1')).map(({ id }) => id)).toEqual([recent])
    const failures: string[] = []
    const looks = Array.from({ length: 3 }, () => trashExpiry(trash, (message) => failures.push(message)))
    const removed = await Promise.all(looks.map((expiry) => expiry.run()))
    const rest = await trashExpiry(trash, (message) => failures.push(message)).run()
    expect(removed.reduce((sum, count) => sum + count, rest)).toBe(3)
    expect(failures).toEqual([])
    for (const one of old) expect(await rowsOf('BoardHead', 'board', one)).toBe(0)
    expect(await rowsOf('Board', 'id', recent)).toBe(1)
    expect(await rowsOf('Board', 'id', kept)).toBe(1)
  })
})

test('while the database is silent, boards that are not open to everyone get nothing; the others do', async () => {
  const open = await owner.newBoard('Open')
  await sql.query(`UPDATE "Board" SET "linkAccess" = 'none' WHERE "id" = $1`, [board])
  const people = new Map<string, { me: JoinedSocket; live: number; gone: boolean }>()
  for (const [name, guest, one, link] of [
    ['closed', owner, board, undefined],
    ['watcher of closed', viewer, board, undefined],
    ['open', owner, open.board, undefined],
    ['watcher of open', viewer, open.board, open.key],
  ] as const) {
    const person = { me: await joined(guest, one, link), live: 0, gone: false }
    person.me.socket.on('tick', (bytes) => {
      person.live += unpackTick(bytes).live.length
    })
    person.me.socket.on('disconnect', () => {
      person.gone = true
    })
    people.set(name, person)
  }
  const personCalled = (name: string) => {
    const person = people.get(name)
    if (!person) throw new Error(name)
    return person
  }
  const show = () => {
    for (const name of ['closed', 'open']) {
      const { me } = personCalled(name)
      me.socket.emit('live', me.board, packLive({ number: 1, parts: [{ kind: 'cursor', x: 1, y: 2 }] }))
    }
  }
  /** Who sees live that is shown now. */
  const seenBy = async (): Promise<string[]> => {
    for (const person of people.values()) person.live = 0
    for (let i = 0; i < 20; i++) {
      show()
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    return [...people].filter(([, { live }]) => live > 0).map(([name]) => name)
  }
  // Nobody is shown what they show themselves.
  const watchers = ['watcher of closed', 'watcher of open']
  expect(await seenBy()).toEqual(watchers)

  await postgres.kill9()
  let seen: string[] = []
  await eventually(
    async () => {
      seen = await seenBy()
      return !seen.includes('watcher of closed')
    },
    () => `the closed board is silent: ${seen}`,
  )
  expect(seen).toEqual(['watcher of open'])
  expect(instance.process().output()).toContain('get nothing until the database answers')
  expect([...people.values()].some(({ gone }) => gone)).toBe(false)

  await postgres.restart()
  await eventually(
    async () => {
      seen = await seenBy()
      return seen.length === watchers.length
    },
    () => `both see live again: ${seen}`,
  )
  const { me } = personCalled('closed')
  await eventually(
    async () => (await send(me, batchOf(me, 1, [rectangle(0, 0)]))).ok,
    () => 'the closed board takes batches again',
  )
  for (const person of people.values()) person.me.socket.close()
})
