import type { BoardId, ElementId, Op } from '@inkwire/board'
import { packPoints } from '@inkwire/board'
import { LIMITS } from '@inkwire/protocol'
import { samplePng } from '@inkwire/realtime/assets/sample-pictures.ts'
import { nanoid } from 'nanoid'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { eventually } from '../servers/child.ts'
import { batchOf, Guest, type JoinedSocket, join, newActor, rectangle, send } from '../servers/guest.ts'
import { type Instance, startInstance } from '../servers/instance.ts'
import { type PostgresServer, startPostgres } from '../servers/postgres.ts'
import { unzip } from '../servers/unzip.ts'

let postgres: PostgresServer
let instance: Instance
let sql: pg.Client

beforeAll(async () => {
  postgres = await startPostgres()
  instance = await startInstance({ databaseUrl: postgres.url })
  sql = new pg.Client(postgres.url)
  await sql.connect()
})

afterAll(async () => {
  await sql?.end()
  await instance?.stop()
  await postgres?.stop()
})

const PASSWORD = 'correct horse'
let people = 0
let ann: Guest
let email: string

beforeEach(async () => {
  ann = Guest.nobody(instance.url)
  email = `ann${++people}@example.org`
  await ann.request('/api/v1/account/sign-up', 'POST', { email, password: PASSWORD, name: 'Ann' })
})

const put = (type: string, props: object): Op => ({
  op: 'put',
  element: { id: nanoid() as ElementId, type, order: 'a0', x: 0, y: 0, ...props },
})
const remove = (guest: Guest, body: object = { password: PASSWORD }) => guest.request('/api/v1/account', 'DELETE', body)
const countOf = async (table: string, column: string, value: string): Promise<number> =>
  Number((await sql.query(`SELECT count(*) FROM "${table}" WHERE "${column}" = $1`, [value])).rows[0].count)

async function joined(guest: Guest, board: BoardId, key?: string): Promise<JoinedSocket> {
  const socket = await guest.connect()
  const actor = newActor()
  const answer = await join(socket, board, actor, key)
  if (!answer.ok) throw new Error(answer.error.code)
  return { socket, board, actor, epoch: answer.epoch }
}

describe('my data', () => {
  const download = async (guest: Guest) => {
    const answer = await guest.request('/api/v1/account/data')
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="inkwire-data.zip"')
    return unzip(Buffer.from(await answer.arrayBuffer()))
  }
  const json = (files: ReadonlyMap<string, Buffer>, name: string) => JSON.parse(files.get(name)?.toString() ?? 'null')

  test('is a zip of person, account, my boards as the log has them, and their images', async () => {
    const { board } = await ann.newBoard('Plans')
    const picture = samplePng(4, 3)
    const uploaded = await fetch(`${instance.url}/api/v1/boards/${board}/assets`, {
      method: 'POST',
      headers: { cookie: ann.cookie, 'content-type': 'image/png' },
      body: Uint8Array.from(picture),
    })
    const { asset } = await uploaded.json()
    const me = await joined(ann, board)
    const points = packPoints([{ x: 1, y: 2, pressure: 0.5 }, { x: 3, y: 4, pressure: 1 }], 1) // biome-ignore format: one row of points
    const ops = [
      put('text', { text: 'Grüße, 𝒳 __proto__' }),
      put('stroke', { points, width: 2, color: 'ink' }),
      put('image', { asset, w: 4, h: 3 }),
    ]
    expect(await send(me, batchOf(me, 1, ops))).toEqual({ ok: true, seq: 1 })
    me.socket.close()
    const thrown = await ann.newBoard('Thrown away')
    await ann.request(`/api/v1/boards/${thrown.board}`, 'DELETE')
    const other = await Guest.arrive(instance.url)
    const shared = await other.newBoard('Shared')
    await ann.request(`/api/v1/boards/${shared.board}/open`, 'POST', { key: shared.key })

    const files = await download(ann)
    expect([...files.keys()].sort()).toEqual(
      ['data.json', `boards/${board}.json`, `boards/${thrown.board}.json`, `images/${asset}.png`].sort(),
    )
    expect(json(files, 'data.json')).toMatchObject({
      format: 'inkwire-data',
      person: { name: 'Ann' },
      account: { email, signsInWith: ['credential'] },
      sessions: [{}],
      boards: [{ id: board, name: 'Plans' }, { id: thrown.board }],
      sharedWithMe: [{ id: shared.board, name: 'Shared', role: 'editor' }],
      inTheTrash: [thrown.board],
    })
    const { elements } = json(files, `boards/${board}.json`)
    expect(elements).toHaveLength(3)
    expect(elements.map(({ type }: { type: string }) => type).sort()).toEqual(['image', 'stroke', 'text'])
    const byType = Object.fromEntries(elements.map((element: { type: string }) => [element.type, element]))
    expect(byType.text.text).toBe('Grüße, 𝒳 __proto__')
    expect(byType.stroke.points[1].slice(0, 2)).toEqual([3, 4])
    expect(files.get(`images/${asset}.png`)?.equals(Buffer.from(picture))).toBe(true)
    // Nothing that opens a door: no hash, no session, no key.
    const text = files.get('data.json')?.toString() ?? ''
    const { rows } = await sql.query('SELECT "token" AS secret FROM "Session" UNION SELECT "password" FROM "Account"')
    for (const { secret } of rows) if (secret) expect(text).not.toContain(secret)
  })

  test('is for whoever has a session, a guest too, and so many times an hour', async () => {
    expect((await Guest.nobody(instance.url).request('/api/v1/account/data')).status).toBe(401)
    const guest = await Guest.arrive(instance.url)
    for (let i = 0; i < LIMITS.dataDownloadsPerHour; i++) {
      expect(json(await download(guest), 'data.json')).toMatchObject({ account: null, boards: [] })
    }
    expect((await guest.request('/api/v1/account/data')).status).toBe(429)
  })
})

describe('deleting everything of mine', () => {
  test('needs the password, ends all sessions, and leaves my boards to nobody', async () => {
    const { board, key } = await ann.newBoard('Mine')
    const ben = await Guest.arrive(instance.url)
    const guest = await joined(ben, board, key)
    const told = new Promise((resolve) => guest.socket.on('access', resolve))
    const me = await joined(ann, board)
    expect(await send(me, batchOf(me, 1, [rectangle(0, 0)]))).toMatchObject({ ok: true })
    const gone = new Promise((resolve) => me.socket.on('disconnect', resolve))
    const { person } = await (await ann.request('/api/v1/session')).json()

    expect((await remove(ann, {})).status).toBe(403)
    expect((await remove(ann, { password: 'wrong horse battery' })).status).toBe(403)
    expect((await ben.request(`/api/v1/boards/${board}`)).status).toBe(200)
    const stolen = Guest.nobody(instance.url, ann)
    expect((await remove(ann)).status).toBe(204)
    expect(ann.cookie).toBe('')
    expect(await told).toMatchObject({ reason: 'This board was deleted.' })
    await gone
    expect((await (await stolen.request('/api/v1/session')).json()).person).toBeNull()
    expect((await ben.request(`/api/v1/boards/${board}`)).status).toBe(404)
    const again = await ann.request('/api/v1/account/sign-in', 'POST', { email, password: PASSWORD })
    expect(again.status).toBe(403)
    await eventually(
      async () => (await countOf('Batch', 'board', board)) + (await countOf('Board', 'id', board)) === 0,
      () => 'the board and its log are gone',
    )
    expect(await countOf('User', 'email', email)).toBe(0)
    const { rows } = await sql.query('SELECT "name", "userId" FROM "Person" WHERE "id" = $1', [person.id])
    expect(rows).toEqual([{ name: 'Deleted person', userId: null }])
    guest.socket.close()
  })

  test('leaves what I drew on boards of others, under no name, also as the guest that I was', async () => {
    const owner = await Guest.arrive(instance.url)
    const { board, key } = await owner.newBoard('Theirs')
    const guest = await Guest.arrive(instance.url)
    const me = await joined(guest, board, key)
    await send(me, batchOf(me, 1, [rectangle(0, 0)]))
    me.socket.close()
    await guest.request('/api/v1/account/sign-in', 'POST', { email, password: PASSWORD })
    expect((await guest.request(`/api/v1/boards/${board}`)).status).toBe(200)
    expect((await remove(guest)).status).toBe(204)
    expect(await (await owner.request(`/api/v1/boards/${board}/head`)).json()).toMatchObject({ seq: 1, elements: 1 })
    const { rows } = await sql.query(
      'SELECT p."name" FROM "Batch" b JOIN "Person" p ON p."id" = b."person" WHERE b."board" = $1',
      [board],
    )
    expect(rows).toEqual([{ name: 'Deleted person' }])
    for (const table of ['Member', 'Grant']) expect(await countOf(table, 'boardId', board)).toBe(0)
  })

  test('a guest can do it without a password; nobody and other sites can not', async () => {
    expect((await remove(Guest.nobody(instance.url))).status).toBe(401)
    const guest = await Guest.arrive(instance.url)
    const headers = { cookie: guest.cookie, origin: 'https://evil.example', 'content-type': 'application/json' }
    const foreign = await fetch(`${instance.url}/api/v1/account`, { method: 'DELETE', headers, body: '{}' })
    expect(foreign.status).toBe(403)
    expect((await remove(guest, {})).status).toBe(204)
    expect((await (await guest.request('/api/v1/session')).json()).person).toBeNull()
  })
})
