import { type ActorId, BoardDocument, type BoardId, type ElementId, type PersonId, packSnapshot } from '@inkwire/board'
import { PROTOCOL_VERSION } from '@inkwire/protocol'
import { Access } from '@inkwire/realtime/access/access.ts'
import { Secrets } from '@inkwire/realtime/access/secrets.ts'
import { KnownSessions } from '@inkwire/realtime/accounts/known-sessions.ts'
import { Places } from '@inkwire/realtime/boards/places.ts'
import { type Database, openDatabase } from '@inkwire/realtime/database/database.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { eventually } from '../servers/child.ts'
import { Guest, newActor, type RawSocket } from '../servers/guest.ts'
import { type Instance, SECRET, startInstance } from '../servers/instance.ts'
import { type PostgresServer, startPostgres } from '../servers/postgres.ts'

const DAY_MS = 24 * 60 * 60 * 1_000
const MANY = 40

let postgres: PostgresServer
let instance: Instance
let database: Database
let guests: Guest[]
let persons: PersonId[]

const secrets = new Secrets(SECRET)
const personOf = async (guest: Guest): Promise<PersonId> =>
  (await (await guest.request('/api/v1/session')).json()).person.id

beforeAll(async () => {
  postgres = await startPostgres()
  instance = await startInstance({ databaseUrl: postgres.url })
  database = openDatabase(postgres.url)
  guests = await Promise.all(Array.from({ length: MANY }, () => Guest.arrive(instance.url)))
  persons = await Promise.all(guests.map(personOf))
})

afterAll(async () => {
  await database?.$disconnect()
  await instance?.stop()
  await postgres?.stop()
})

/** The database, with all that is asked of it on the short way. */
function watched() {
  const asked: string[] = []
  const ask: Database['ask'] = (sql, values) => {
    asked.push(sql)
    return database.ask(sql, values)
  }
  const { board, person, folder, place } = database
  return { asked, watching: { ask, board, person, folder, place } }
}

describe('many who come with the link at once, for the first time', () => {
  let owner: Guest
  let board: BoardId
  let key: string
  let access: Access
  let asked: string[]

  beforeEach(async () => {
    owner = await Guest.arrive(instance.url)
    ;({ board, key } = await owner.newBoard())
    const { watching, ...watch } = watched()
    asked = watch.asked
    access = new Access(watching, secrets)
  })

  test('are let in by a few statements, and need only their cookie from then on', async () => {
    const found = await Promise.all(persons.map((person) => access.find(board, person, key)))
    expect(found).toEqual(persons.map(() => ({ kind: 'granted', role: 'editor', name: 'A board', accessVersion: 1 })))
    expect(asked.length).toBeLessThan(10)
    const again = await Promise.all(persons.map((person) => access.find(board, person)))
    expect(again).toEqual(found)
  })

  test('are each judged by what they themselves show', async () => {
    const keys = ['', 'wrong', `${key}x`, key.slice(1), key, '__proto__']
    const shown = persons.map((_, i) => keys[i % keys.length] ?? '')
    const found = await Promise.all(persons.map((person, i) => access.find(board, person, shown[i])))
    expect(found.map(({ kind }) => kind)).toEqual(shown.map((one) => (one === key ? 'granted' : 'denied')))
    // Nobody got anything by standing beside somebody who has the key.
    const without = await Promise.all(persons.map((person) => access.find(board, person)))
    expect(without.map(({ kind }) => kind)).toEqual(found.map(({ kind }) => kind))
  })

  test('get nothing by a key that is replaced, a link that is closed or over, or without its password', async () => {
    const come = async (...shown: readonly string[]) => {
      const all = await Promise.all(persons.map((person) => access.find(board, person, ...shown)))
      return [...new Set(all.map((one) => (one.kind === 'granted' ? one.role : one.kind)))]
    }
    const change = (link: object) => owner.request(`/api/v1/boards/${board}/link`, 'PATCH', link)
    await change({ password: 'let me in', access: 'view' })
    expect(await come(key)).toEqual(['password'])
    expect(await come()).toEqual(['denied'])
    expect(await come(key, 'let me out')).toEqual(['password'])
    await change({ password: null })
    expect(await come(key)).toEqual(['viewer'])
    await change({ access: 'edit' })
    expect(await come()).toEqual(['editor'])
    const before = key
    ;({ key } = (await (await owner.request(`/api/v1/boards/${board}/link`, 'POST')).json()).link)
    expect(await come(before)).toEqual(['denied'])
    expect(await come(key)).toEqual(['editor'])
    await change({ access: 'none' })
    expect(await come(key)).toEqual(['denied'])
    await change({ access: 'edit' })
    await database.ask('UPDATE "Board" SET "linkExpiresAt" = now() - interval \'1 ms\' WHERE "id" = $1', [board])
    expect(await come(key)).toEqual(['denied'])
    await owner.request(`/api/v1/boards/${board}`, 'DELETE')
    expect(await come(key)).toEqual(['unknown'])
  })

  test('are noted as those who opened it by a few statements, each once', async () => {
    const { asked, watching } = watched()
    const places = new Places(watching)
    await Promise.all([...persons, ...persons].map((person) => places.opened(board, person)))
    expect(asked.length).toBeLessThan(10)
    const noted = await database.place.count({ where: { boardId: board, openedAt: { not: null } } })
    expect(noted).toBe(MANY)
  })
})

test('a crowd joins at once, and soon each of them knows all; also who comes later, and who leaves', async () => {
  const owner = await Guest.arrive(instance.url)
  const { board, key } = await owner.newBoard()
  const sockets: RawSocket[] = []
  const names: Set<ActorId>[] = []
  const come = async (guest: Guest, transport: string) => {
    const socket = await guest.connect([transport])
    const known = new Set<ActorId>()
    sockets.push(socket)
    names.push(known)
    socket.on('people', ({ present, gone, all }) => {
      if (all) known.clear()
      for (const { actor } of present) known.add(actor)
      for (const actor of gone) known.delete(actor)
    })
    const actor = newActor()
    const request = { protocol: PROTOCOL_VERSION, board, actor, key }
    // In the very moment of the answer, as a page does: what follows may come in the same turn.
    await new Promise<void>((resolve, reject) => {
      socket.emit('board:join', request, (answer) => {
        if (!answer.ok) return reject(new Error(answer.error.message))
        known.clear()
        for (const one of answer.present) known.add(one.actor)
        resolve()
      })
    })
    expect(known.has(actor)).toBe(true)
  }
  const knowAll = (count: number) =>
    eventually(
      () => names.every(({ size }) => size === count),
      () => `they know ${names.map(({ size }) => size).join()}, not ${count}`,
    )
  try {
    const crowd = [...guests, ...guests, ...guests, ...guests]
    await Promise.all(crowd.map((guest, i) => come(guest, i % 20 === 7 ? 'polling' : 'websocket')))
    await knowAll(crowd.length)
    await come(owner, 'websocket')
    await knowAll(crowd.length + 1)
    for (const socket of sockets.splice(0, 3)) socket.emit('board:leave', board)
    names.splice(0, 3)
    await knowAll(crowd.length - 2)
  } finally {
    for (const socket of sockets) socket.disconnect()
  }
})

test('a snapshot is read once, for whoever takes it in whatever encoding', async () => {
  const owner = await Guest.arrive(instance.url)
  const { board } = await owner.newBoard()
  const { epoch } = await (await owner.request(`/api/v1/boards/${board}/head`)).json()
  const document = new BoardDocument()
  for (let i = 0; i < 100; i++) {
    document.put({ id: `element ${i}`.padEnd(21, '_') as ElementId, type: 'rectangle', order: `a${i}`, x: i, y: i })
  }
  const bytes = packSnapshot(document)
  const row = { board, epoch, seq: 1n, schema: 1, hash: document.hash, elements: document.size, bytes }
  await database.snapshot.create({ data: row })
  const get = (accepted: string, seq = '1') =>
    fetch(`${instance.url}/api/v1/boards/${board}/snapshots/${epoch}/${seq}`, {
      headers: { cookie: owner.cookie, 'accept-encoding': accepted },
    })
  const encodings: readonly (readonly [accepted: string, encoding: string | null])[] = [
    ['br, gzip', 'br'],
    ['gzip, deflate, br', 'br'],
    ['gzip', 'gzip'],
    ['br;q=0, gzip;q=0.5', 'gzip'],
    ['identity', null],
    ['gzip;q=0, brr', null],
  ]
  for (let round = 0; round < 2; round++) {
    const answers = await Promise.all(encodings.map(([accepted]) => get(accepted)))
    expect(answers.map(({ headers }) => headers.get('content-encoding'))).toEqual(encodings.map(([, one]) => one))
    for (const answer of answers) {
      expect(answer.headers.get('vary')).toContain('accept-encoding')
      expect(new Uint8Array(await answer.arrayBuffer())).toEqual(bytes)
    }
    // What is answered from now on was kept.
    await database.snapshot.deleteMany({ where: { board } })
  }
  for (const seq of ['2', '01', '-1', '1e0']) expect((await get('br', seq)).status).toBe(404)
})

test('whose sessions those are who come at once takes a few statements; what is not plain is left to the library', async () => {
  const { asked, watching } = watched()
  const cookie = { name: 'inkwire.session_token', secret: secrets.accounts }
  const found = await Promise.all(guests.map((guest) => new KnownSessions(watching).find(guest.cookie, cookie)))
  expect(found.map((one) => one?.person.id)).toEqual(persons)
  asked.length = 0
  const known = new KnownSessions(watching)
  await Promise.all([...guests, ...guests].map((guest) => known.find(guest.cookie, cookie)))
  expect(asked.length).toBeLessThan(6)

  const guest = await Guest.arrive(instance.url)
  const { cookie: before } = guest
  expect(await known.find(before, cookie)).toBeDefined()
  // Due to be renewed, and over.
  for (const ms of [DAY_MS + 1_000, 366 * DAY_MS]) {
    expect(await new KnownSessions(database, () => Date.now() + ms).find(before, cookie)).toBeUndefined()
  }
  expect(await new KnownSessions(database, () => Date.now() + DAY_MS / 2).find(before, cookie)).toBeDefined()
  expect(await known.find(before, { ...cookie, secret: 'another' })).toBeUndefined()
  await guest.request('/api/v1/account/sign-out', 'POST')
  expect(await known.find(before, cookie)).toBeUndefined()
  const signedOut = await fetch(`${instance.url}/api/v1/session`, { headers: { cookie: before } })
  expect(await signedOut.json()).toEqual({ person: null })
})

test('a session that is due is renewed by whichever request comes first, and goes on', async () => {
  const guest = await Guest.arrive(instance.url)
  const person = await personOf(guest)
  const aged = `UPDATE "Session" SET "expiresAt" = "expiresAt" - interval '25 h'
    WHERE "userId" = (SELECT "userId" FROM "Person" WHERE "id" = $1)`
  await database.ask(aged, [person])
  const answer = await guest.request('/api/v1/session')
  expect(answer.headers.getSetCookie().join()).toContain('inkwire.session_token=')
  expect((await answer.json()).person.id).toBe(person)
  const next = await guest.request('/api/v1/session')
  expect(next.headers.getSetCookie()).toEqual([])
})
