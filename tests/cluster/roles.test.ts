import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { BoardId, Person } from '@inkwire/board'
import { Decoder, Encoder, packLive, type Role, unpackTick } from '@inkwire/protocol'
import { EVENT_NEEDS, LIVE_NEEDS, type Need, ROUTE_NEEDS } from '@inkwire/realtime/access/needs.ts'
import { createApi } from '@inkwire/realtime/api/api.ts'
import type { ApiParts } from '@inkwire/realtime/api/route.ts'
import { createConnections, createEngine, Gateway, type GatewayParts } from '@inkwire/realtime/gateway/gateway.ts'
import { SocketWire } from '@inkwire/realtime/gateway/wire.ts'
import { settings } from '@inkwire/realtime/settings.ts'
import { nanoid } from 'nanoid'
import pg from 'pg'
import { pino } from 'pino'
import { io } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventually } from '../servers/child.ts'
import { batchOf, Guest, type JoinedSocket, join, newActor, rectangle, send } from '../servers/guest.ts'
import { type Instance, startInstance } from '../servers/instance.ts'
import { type PostgresServer, startPostgres } from '../servers/postgres.ts'

const ROLES = ['viewer', 'commenter', 'editor', 'owner'] as const satisfies readonly Role[]
/** Who tries everything: nobody; a cookie that was forged; a session that has ended; somebody who has a board, but not this one; each role. */
const CALLERS = ['nobody', 'forger', 'ended', 'stranger', ...ROLES] as const
type Caller = (typeof CALLERS)[number]

let postgres: PostgresServer
let instance: Instance
let sql: pg.Client
let guests: { readonly [caller in Caller]: Guest }
/** Who has a role. */
let people: { readonly [role in Role]: string }

const personOf = async (guest: Guest): Promise<string> =>
  (await (await guest.request('/api/v1/session')).json()).person.id

beforeAll(async () => {
  postgres = await startPostgres()
  instance = await startInstance({ databaseUrl: postgres.url })
  sql = new pg.Client(postgres.url)
  await sql.connect()
  await arrive()
})

/** Everybody comes, each with a session of their own. */
async function arrive(): Promise<void> {
  const ended = await Guest.arrive(instance.url)
  await sql.query('DELETE FROM "Session" WHERE "userId" = (SELECT "userId" FROM "Person" WHERE "id" = $1)', [
    await personOf(ended),
  ])
  const editor = await Guest.arrive(instance.url)
  guests = {
    nobody: Guest.of(instance.url, ''),
    forger: Guest.of(instance.url, editor.cookie.replace(/[^.]+$/, 'A'.repeat(43))),
    ended,
    stranger: await Guest.arrive(instance.url),
    viewer: await Guest.arrive(instance.url),
    commenter: await Guest.arrive(instance.url),
    editor,
    owner: await Guest.arrive(instance.url),
  }
  await guests.stranger.newBoard('Of somebody else')
  people = {
    viewer: await personOf(guests.viewer),
    commenter: await personOf(guests.commenter),
    editor: await personOf(guests.editor),
    owner: await personOf(guests.owner),
  }
}

afterAll(async () => {
  await sql?.end()
  await instance?.stop()
  await postgres?.stop()
})

/** A board on which each has the role after which the caller is named. */
async function boardOfAll(): Promise<{ board: BoardId; key: string }> {
  const made = await guests.owner.newBoard('A board')
  for (const role of ['viewer', 'commenter', 'editor'] as const) {
    const member = [made.board, people[role], role]
    await sql.query('INSERT INTO "Member" ("boardId", "personId", "role") VALUES ($1, $2, $3)', member)
  }
  return made
}

/** What a caller is answered where something is needed: 401 and 403, or undefined: it is let in. */
function refusalOf(caller: Caller, need: Need): number | undefined {
  if (need === 'nothing') return undefined
  if (caller === 'nobody' || caller === 'forger' || caller === 'ended') return 401
  if (need === 'session') return undefined
  if (caller === 'stranger') return 403
  return need !== 'key' && ROLES.indexOf(caller) < ROLES.indexOf(need) ? 403 : undefined
}

describe('the table of routes', () => {
  /** The API as it is registered; nothing of it is run. */
  const registered = () =>
    createApi({
      parts: {} as ApiParts,
      log: pino({ level: 'silent' }),
      publicUrl: undefined,
      trustedProxies: [],
      webUrl: 'http://127.0.0.1:1',
      createServer,
    })

  test('has a row for each route that is registered: one without does not start', async () => {
    const app = await registered()
    expect(() => app.get('/api/v1/forgotten', async () => ({}))).toThrow('GET /api/v1/forgotten has no row')
    expect(() => app.put('/api/v1/session', async () => ({}))).toThrow('PUT /api/v1/session has no row')
  })

  test('has no row for what is no route', async () => {
    const app = await registered()
    await app.ready()
    for (const row of Object.keys(ROUTE_NEEDS)) {
      const [method = '', url = ''] = row.split(' ')
      expect({ row, registered: app.hasRoute({ method: method === '*' ? 'GET' : method, url } as never) }).toEqual({
        row,
        registered: true,
      })
    }
  })

  test.each(Object.entries(ROUTE_NEEDS).filter(([row]) => row.includes('/api/v1/')))(
    '%s is for whoever it says, and for nobody else',
    async (row, { need, trashed }) => {
      const [method = '', path = ''] = row.split(' ')
      const fresh = /DELETE|restore/.test(row)
      let made = await boardOfAll()
      const answered: { [caller: string]: number | undefined } = {}
      const wanted: { [caller: string]: number | undefined } = {}
      for (const caller of CALLERS) {
        // Another page of the same browser: a session that is made or ended by this request stays with it.
        const page = Guest.nobody(instance.url, guests[caller])
        const address = addressOf(path, made.board, caller)
        answered[caller] = await refusedWith(await page.request(address, method, bodyOf(row, made.key)))
        // A wrong key lets in whoever has a role already.
        wanted[caller] = refusalOf(caller, need)
        if (fresh && answered[caller] === undefined) made = await boardOfAll()
      }
      expect(answered).toEqual(wanted)
      // Whoever signed out has nothing any more with which to try the next one.
      if (row.includes('sign-out')) await arrive()
      if (!trashed) return
      expect((await guests.owner.request(`/api/v1/boards/${made.board}`, 'DELETE')).status).toBe(204)
      for (const caller of CALLERS) {
        if (caller === 'owner') continue
        const address = addressOf(path, made.board, caller)
        const { status } = await guests[caller].request(address, method, bodyOf(row, made.key))
        expect({ caller, status }).toEqual({ caller, status: refusalOf(caller, 'session') ?? 404 })
      }
    },
  )

  test('what is below /api and no address is nobody’s', async () => {
    for (const caller of CALLERS) expect((await guests[caller].request('/api/v1/nothing/here')).status).toBe(400)
  })
})

/** The status with which somebody is refused for who they are; undefined: they are not, whatever else is wrong with the request. */
async function refusedWith(response: Response): Promise<number | undefined> {
  if (response.status !== 401 && response.status !== 403) return undefined
  const { error } = await response.json()
  return error.code === 'session.missing' || error.code === 'access.denied' ? response.status : undefined
}

/** An address of a route for one board, with what else it names. The member is oneself; for the owner, who is none, the viewer. */
function addressOf(path: string, board: BoardId, caller: Caller): string {
  const isMember = caller === 'viewer' || caller === 'commenter' || caller === 'editor'
  const params: { readonly [name: string]: string } = {
    id: board,
    epoch: newActor(),
    seq: '1',
    asset: 'a'.repeat(64),
    element: nanoid(),
    version: nanoid(),
    person: people[isMember ? caller : 'viewer'],
  }
  return path.replace(/:(\w+)/g, (_, name: string) => {
    const value = params[name]
    if (value === undefined) throw new Error(`the walk has no value for :${name} of ${path}: add one`)
    return value
  })
}

/** A body where the route reads one before it knows whether it will serve. */
function bodyOf(row: string, key: string): object | undefined {
  if (row === 'POST /api/v1/boards/:id/open') return { key: `${key.slice(0, -2)}xx` }
  if (/^(POST \/api\/v1\/boards|PATCH .*)$/.test(row)) return { name: 'A name' }
  return undefined
}

describe('the table of events', () => {
  test('has a row for each event that a connection listens to, and only those are listened to', async () => {
    const engine = createEngine()
    const connections = createConnections(engine)
    const person = { id: nanoid(), name: 'A', color: '#000000' } as Person
    const parts: Partial<GatewayParts> = {
      limits: settings({}).limits,
      wire: (connection) => new SocketWire(connection),
    }
    const whoOpened = () => ({ person, session: 'a session', cookies: [] })
    new Gateway(connections, { whoOpened }, () => '127.0.0.1', parts as GatewayParts)
    const server = createServer()
    server.on('upgrade', (request, socket, head) => engine.handleUpgrade(request as never, socket, head))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const client = io(`http://127.0.0.1:${port}`, { parser: { Encoder, Decoder }, transports: ['websocket'] })
    try {
      await eventually(
        () => [...connections.sockets.sockets.values()].some((socket) => socket.eventNames().length > 0),
        () => 'the connection is accepted',
      )
      const [socket] = connections.sockets.sockets.values()
      expect(socket?.eventNames().sort()).toEqual([...Object.keys(EVENT_NEEDS), ...ITS_OWN].sort())
    } finally {
      client.close()
      engine.close()
      server.close()
    }
  })

  test('no session, a forged one and one that has ended get no connection', async () => {
    for (const caller of ['nobody', 'forger', 'ended'] as const)
      await expect(guests[caller].connect()).rejects.toThrow()
  })

  test('batch, tail and live are for the roles that they say; who is not on the board gets none of them', async () => {
    const { board } = await boardOfAll()
    const owner = await joined('owner', board)
    expect(await send(owner, batchOf(owner, 1, [rectangle(0, 0)]))).toMatchObject({ ok: true })
    for (const caller of ['stranger', ...ROLES] as const) {
      const socket = await guests[caller].connect()
      const actor = newActor()
      const answer = await join(socket, board, actor)
      expect({ caller, ok: answer.ok }).toEqual({
        caller,
        ok: refusalOf(caller, EVENT_NEEDS['board:join']) === undefined,
      })
      // Whoever was refused tries all the same, as if it were there.
      const me = { socket, board, actor, epoch: owner.epoch }
      const code = (need: Need) =>
        caller === 'stranger' ? 'access.changed' : refusalOf(caller, need) === 403 ? 'access.denied' : undefined
      const batch = await send(me, batchOf(me, 1, [rectangle(1, 1)]))
      expect({ caller, code: batch.ok ? undefined : batch.error.code }).toEqual({
        caller,
        code: code(EVENT_NEEDS.batch),
      })
      const tail = await socket.emitWithAck('tail', { board, epoch: owner.epoch, after: 0 })
      expect({ caller, code: tail.ok ? undefined : tail.error.code }).toEqual({ caller, code: code(EVENT_NEEDS.tail) })
      for (const part of PARTS) {
        const seen = seenWithNextBatch(owner, actor)
        socket.emit('live', board, packLive({ number: 2, parts: [part] }))
        // Live has no answer: what has one comes behind it, and then a batch in whose tick it would be at the latest.
        await socket.emitWithAck('tail', { board, epoch: owner.epoch, after: 0 })
        await send(owner, batchOf(owner, ++drawn, [rectangle(2, 2)]))
        const allowed = caller !== 'stranger' && refusalOf(caller, LIVE_NEEDS[part.kind]) === undefined
        expect({ caller, part: part.kind, seen: await seen }).toEqual({ caller, part: part.kind, seen: allowed })
      }
      socket.close()
    }
    owner.socket.close()
  })

  test('a page of somebody else is not taken over, with any role', async () => {
    const { board } = await boardOfAll()
    const owner = await joined('owner', board)
    await send(owner, batchOf(owner, 1, [rectangle(0, 0)]))
    for (const caller of ['viewer', 'commenter', 'editor'] as const) {
      const socket = await guests[caller].connect()
      expect(await join(socket, board, owner.actor)).toMatchObject({ ok: false, error: { code: 'actor.foreign' } })
      socket.close()
    }
    owner.socket.close()
  })
})

/** What Socket.IO itself tells a connection; nobody can send these. */
const ITS_OWN = ['disconnect', 'error']

/** The owner's last batch. */
let drawn = 1

const PARTS = [
  { kind: 'cursor', x: 1, y: 2 },
  { kind: 'away' },
  { kind: 'selection', ids: [] },
  { kind: 'laser', trail: 1, points: [{ x: 1, y: 1 }] },
  { kind: 'preview', ops: [] },
  { kind: 'drag', ids: [], dx: 1, dy: 1 },
  { kind: 'more', from: 0, points: [{ x: 1, y: 1, pressure: 1 }], zoom: 1 },
] as const

async function joined(caller: Caller, board: BoardId): Promise<JoinedSocket> {
  const socket = await guests[caller].connect()
  const actor = newActor()
  const answer = await join(socket, board, actor)
  if (!answer.ok) throw new Error(answer.error.code)
  return { socket, board, actor, epoch: answer.epoch }
}

/** Whether live of an actor comes until the tick that brings a connection's own next batch. */
function seenWithNextBatch(me: JoinedSocket, actor: string): Promise<boolean> {
  return new Promise((resolve) => {
    let seen = false
    const look = (bytes: Uint8Array) => {
      const tick = unpackTick(new Uint8Array(bytes))
      seen ||= tick.live.some((entry) => actor.startsWith(entry.actor))
      if (!tick.batches.some((record) => record.actor === me.actor)) return
      me.socket.off('tick', look)
      resolve(seen)
    }
    me.socket.on('tick', look)
  })
}
