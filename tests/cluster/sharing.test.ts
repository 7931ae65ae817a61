import type { BoardId } from '@inkwire/board'
import { LIMITS, packLive, type SharingBody, unpackTick } from '@inkwire/protocol'
import { nanoid } from 'nanoid'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { eventually } from '../servers/child.ts'
import { batchOf, Guest, type JoinedSocket, join, newActor, rectangle, send } from '../servers/guest.ts'
import { type Instance, startInstance } from '../servers/instance.ts'
import { type PostgresServer, startPostgres } from '../servers/postgres.ts'
import { type RedisServer, startRedis } from '../servers/redis.ts'

let postgres: PostgresServer
let redis: RedisServer
let here: Instance
let there: Instance

beforeAll(async () => {
  postgres = await startPostgres()
  redis = await startRedis()
  const options = { databaseUrl: postgres.url, redisUrl: redis.url }
  here = await startInstance(options)
  there = await startInstance(options)
  owner = await member(here.url)
  ben = await member(there.url)
})

afterAll(async () => {
  await there?.stop()
  await here?.stop()
  await redis?.stop()
  await postgres?.stop()
})

let people = 0
/** Somebody with an account. */
async function member(origin: string): Promise<Guest & { readonly email: string; readonly id: string }> {
  const guest = Guest.nobody(origin)
  const email = `member${++people}@example.org`
  const account = { email, password: 'correct horse', name: `Member ${people}` }
  const { person } = await (await guest.request('/api/v1/account/sign-up', 'POST', account)).json()
  return Object.assign(guest, { email, id: person.id as string })
}

let owner: Awaited<ReturnType<typeof member>>
let ben: Awaited<ReturnType<typeof member>>
let stranger: Guest
let board: BoardId
let key: string

beforeEach(async () => {
  stranger = await Guest.arrive(there.url)
  const made = await owner.newBoard('Plans')
  board = made.board
  key = made.key
})

const path = (rest: string) => `/api/v1/boards/${board}${rest}`
const add = (role: string, email = ben.email) => owner.request(path('/members'), 'POST', { email, role })
const setRole = (person: string, role: string, by: Guest = owner) =>
  by.request(path(`/members/${person}`), 'PATCH', { role })
const setLink = (change: object, by: Guest = owner) => by.request(path('/link'), 'PATCH', change)
const open = (guest: Guest, link: object = { key }) => guest.request(path('/open'), 'POST', link)
const codeOf = async (answer: Response): Promise<string> => (await answer.json()).error.code
const sharingOf = async (guest: Guest): Promise<SharingBody> => (await guest.request(path('/sharing'))).json()

interface Watcher extends JoinedSocket {
  readonly role: string
  /** What it was told about its access. */
  readonly told: { readonly role?: string; readonly at: number }[]
}

async function watcher(guest: Guest, link?: string): Promise<Watcher> {
  const socket = await guest.connect()
  const actor = newActor()
  const answer = await join(socket, board, actor, link)
  if (!answer.ok) throw new Error(answer.error.code)
  const me: Watcher = { socket, board, actor, epoch: answer.epoch, role: answer.role, told: [] }
  socket.on('access', ({ role }) => me.told.push({ ...(role ? { role } : {}), at: performance.now() }))
  return me
}

/** A second by design; machines that run tests are slow and shared. */
const SOON_MS = 15_000

/** Waits until a page was told of its new role (undefined: that it is out), and says how long that took, in ms. */
async function toldOf(me: Watcher, role: string | undefined, since: number): Promise<number> {
  await eventually(
    () => me.told.some((told) => told.role === role),
    () => `told that the role is ${role}: ${JSON.stringify(me.told)}`,
  )
  const took = (me.told.find((told) => told.role === role)?.at ?? 0) - since
  expect(took).toBeLessThan(SOON_MS)
  return took
}

describe('members', () => {
  test('are added by the e-mail address of an account, change roles and go; only the owner decides', async () => {
    expect((await ben.request(path(''))).status).toBe(403)
    const answer = await add('editor', ben.email.toUpperCase())
    expect(answer.status).toBe(200)
    const { mine, people: all, link } = (await answer.json()) as SharingBody
    expect(mine).toBe(true)
    expect(all.map(({ person, email, role }) => [person.id, email, role])).toEqual([
      [owner.id, owner.email, 'owner'],
      [ben.id, ben.email, 'editor'],
    ])
    expect(link).toEqual({ access: 'edit', key, password: false, expiresAt: null })
    // An editor sees who is there, without addresses, and changes nothing.
    const seen = await sharingOf(ben)
    expect([seen.mine, seen.people.map(({ email }) => email)]).toEqual([false, [null, null]])
    for (const change of [
      setRole(owner.id, 'viewer', ben),
      setRole(ben.id, 'owner', ben),
      setLink({ access: 'none' }, ben),
      ben.request(path('/link'), 'POST'),
      ben.request(path('/members'), 'POST', { email: ben.email, role: 'editor' }),
      ben.request(path(`/members/${owner.id}`), 'DELETE'),
    ]) {
      expect((await change).status).toBe(403)
    }
    expect((await setRole(ben.id, 'viewer')).status).toBe(200)
    expect((await ben.request(path('/sharing'))).status).toBe(403)
    expect((await ben.request(path(''))).status).toBe(200)
    expect((await owner.request(path(`/members/${ben.id}`), 'DELETE')).status).toBe(204)
    expect((await ben.request(path(''))).status).toBe(403)
    expect((await stranger.request(path('/sharing'))).status).toBe(403)
    expect((await Guest.nobody(here.url).request(path('/sharing'))).status).toBe(401)
  })

  test('who is no account, what is no role, and the owner themselves are refused', async () => {
    const unknown = await add('editor', 'nobody@example.org')
    expect([unknown.status, await codeOf(unknown)]).toEqual([404, 'account.unknown'])
    for (const body of [
      { email: ben.email, role: 'owner' },
      { email: ben.email, role: '__proto__' },
      { role: 'editor' },
    ]) {
      expect((await owner.request(path('/members'), 'POST', body)).status).toBe(400)
    }
    expect((await add('editor', owner.email)).status).toBe(400)
    expect((await setRole(ben.id, 'editor')).status).toBe(400)
    expect((await setRole('__proto__', 'editor')).status).toBe(400)
    expect((await owner.request(path(`/members/${owner.id}`), 'DELETE')).status).toBe(403)
  })

  test('can leave by themselves', async () => {
    await add('viewer')
    expect((await ben.request(path(`/members/${ben.id}`), 'DELETE')).status).toBe(204)
    expect((await ben.request(path(''))).status).toBe(403)
  })

  test('one of them becomes the owner, and who was it an editor', async () => {
    await add('viewer')
    const me = await watcher(owner)
    const since = performance.now()
    const body = (await (await setRole(ben.id, 'owner')).json()) as SharingBody
    expect(body.mine).toBe(false)
    await toldOf(me, 'editor', since)
    expect(await send(me, batchOf(me, 1, [rectangle(0, 0)]))).toMatchObject({ ok: true })
    expect((await owner.request(path(''), 'DELETE')).status).toBe(403)
    expect((await setLink({ access: 'none' }, ben)).status).toBe(200)
    me.socket.close()
  })
})

describe('the link', () => {
  test('lets people do what it says, and nothing more', async () => {
    const roles: Record<string, unknown> = {}
    for (const access of ['none', 'view', 'comment', 'edit']) {
      expect((await setLink({ access })).status).toBe(200)
      const guest = await Guest.arrive(there.url)
      const answer = await open(guest)
      roles[access] = answer.ok ? (await answer.json()).board.role : answer.status
    }
    expect(roles).toEqual({ none: 403, view: 'viewer', comment: 'commenter', edit: 'editor' })
    expect((await setLink({ access: 'own' })).status).toBe(400)
  })

  test('for viewing takes no op and no live, and hands on no key', async () => {
    await setLink({ access: 'view' })
    const viewer = await watcher(stranger, key)
    expect(viewer.role).toBe('viewer')
    expect(await send(viewer, batchOf(viewer, 1, [rectangle(0, 0)]))).toMatchObject({
      error: { code: 'access.denied' },
    })
    const live: string[] = []
    const watching = await watcher(owner)
    watching.socket.on('tick', (bytes) => live.push(...unpackTick(bytes).live.map(({ actor }) => actor)))
    const cursor = packLive({ number: 1, parts: [{ kind: 'cursor', x: 1, y: 2 }] })
    const editor = await Guest.arrive(there.url)
    await add('editor')
    const shown = await watcher(ben)
    await eventually(
      () => {
        viewer.socket.emit('live', board, cursor)
        shown.socket.emit('live', board, cursor)
        return live.some((name) => shown.actor.startsWith(name))
      },
      () => 'the cursor of an editor is seen',
    )
    expect(live.filter((name) => viewer.actor.startsWith(name))).toEqual([])
    expect(await (await stranger.request(path(''))).json()).not.toHaveProperty('key')
    expect((await stranger.request(path(''), 'PATCH', { name: 'X' })).status).toBe(403)
    expect((await editor.request(path(''))).status).toBe(403)
    for (const { socket } of [viewer, watching, shown]) socket.close()
  })

  test('with a password is asked for it, also whoever was in before; it is never told again', async () => {
    expect((await open(stranger)).status).toBe(200)
    const inside = await watcher(stranger)
    const since = performance.now()
    const answer = await setLink({ password: 'swordfish' })
    const text = await answer.text()
    expect(JSON.parse(text).link).toMatchObject({ key, password: true })
    expect(text).not.toContain('swordfish')
    await toldOf(inside, undefined, since)
    expect(await join(inside.socket, board, newActor(), key)).toMatchObject({ error: { code: 'access.password' } })
    expect(await codeOf(await open(stranger))).toBe('access.password')
    expect(await codeOf(await open(stranger, { key, password: 'goldfish' }))).toBe('access.password')
    // Who does not have the link does not learn that there is a password.
    expect(await codeOf(await open(stranger, { key: 'wrong', password: 'swordfish' }))).toBe('access.denied')
    expect((await open(stranger, { key, password: 'swordfish' })).status).toBe(200)
    expect(await join(inside.socket, board, newActor(), key)).toMatchObject({ ok: true, role: 'editor' })
    expect((await setLink({ password: 'abc' })).status).toBe(400)
    expect((await setLink({ password: null })).status).toBe(200)
    expect((await open(await Guest.arrive(there.url))).status).toBe(200)
    inside.socket.close()
  })

  test('takes only so many tries at its password', async () => {
    await setLink({ password: 'swordfish' })
    // At once: one after the other they would take so long on a slow machine that more are let through.
    const tries = Array.from({ length: LIMITS.linkPasswordsPerMinute + 3 }, (_, i) => `guess ${i}`)
    const answers = await Promise.all(tries.map((password) => open(stranger, { key, password })))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([403, 429]))
    expect((await open(await Guest.arrive(there.url), { key, password: 'swordfish' })).status).toBe(200)
  })

  test('is over at its time: who came with it is out, on every instance; members stay', async () => {
    await add('editor')
    const guest = await watcher(stranger, key)
    const stays = await watcher(ben)
    expect((await setLink({ expiresAt: Date.now() - 1 })).status).toBe(400)
    const expiresAt = Date.now() + 1_500
    expect((await (await setLink({ expiresAt })).json()).link.expiresAt).toBe(expiresAt)
    expect(await join(guest.socket, board, guest.actor)).toMatchObject({ ok: true })
    await toldOf(guest, undefined, performance.now() + expiresAt - Date.now())
    expect((await open(await Guest.arrive(here.url))).status).toBe(403)
    expect((await sharingOf(owner)).link).toMatchObject({ access: 'none', expiresAt: null })
    expect(await send(stays, batchOf(stays, 1, [rectangle(0, 0)]))).toMatchObject({ ok: true })
    expect(stays.told).toEqual([])
    for (const { socket } of [guest, stays]) socket.close()
  })

  test('made anew leaves the old one worthless, with all that it granted', async () => {
    expect((await open(stranger)).status).toBe(200)
    const { link } = (await (await owner.request(path('/link'), 'POST')).json()) as SharingBody
    expect(link.key).not.toBe(key)
    expect((await stranger.request(path(''))).status).toBe(403)
    expect((await open(stranger)).status).toBe(403)
    expect((await open(stranger, { key: link.key })).status).toBe(200)
    expect((await owner.request(path(`/link`), 'POST')).status).toBe(200)
    expect((await owner.request(`/api/v1/boards/${nanoid()}/link`, 'POST')).status).toBe(404)
  })
})
