import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { BoardId } from '@inkwire/board'
import { LIMITS } from '@inkwire/protocol'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freePort } from '../../scripts/free-port.ts'
import { eventually } from '../servers/child.ts'
import { batchOf, Guest, type JoinedSocket, join, newActor, rectangle, send } from '../servers/guest.ts'
import { type Instance, startInstance } from '../servers/instance.ts'
import { type OidcProvider, startOidcProvider } from '../servers/oidc.ts'
import { type PostgresServer, startPostgres } from '../servers/postgres.ts'

let postgres: PostgresServer
let oidc: OidcProvider
/** No Redis between them: what one does, the other finds in the database. */
let instance: Instance
let other: Instance
let sql: pg.Client

beforeAll(async () => {
  postgres = await startPostgres()
  oidc = await startOidcProvider()
  const port = await freePort()
  const env = {
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    OIDC_URL: oidc.discoveryUrl,
    OIDC_CLIENT_ID: oidc.clientId,
    OIDC_CLIENT_SECRET: oidc.clientSecret,
    OIDC_NAME: 'Example',
  }
  instance = await startInstance({ databaseUrl: postgres.url, port, env })
  other = await startInstance({ databaseUrl: postgres.url, env })
  sql = new pg.Client(postgres.url)
  await sql.connect()
})

afterAll(async () => {
  await sql?.end()
  await other?.stop()
  await instance?.stop()
  await oidc?.stop()
  await postgres?.stop()
})

const RESET = fileURLToPath(new URL('../../scripts/reset-password.mjs', import.meta.url))
const PASSWORD = 'correct horse'
let accounts = 0
const newEmail = () => `person${++accounts}@example.org`

const signUp = (guest: Guest, email: string, name = 'Ann') =>
  guest.request('/api/v1/account/sign-up', 'POST', { email, password: PASSWORD, name })
const signIn = (guest: Guest, email: string, password = PASSWORD) =>
  guest.request('/api/v1/account/sign-in', 'POST', { email, password })
const personOf = async (guest: Guest) => (await (await guest.request('/api/v1/session')).json()).person
const accountOf = async (guest: Guest) => (await (await guest.request('/api/v1/account')).json()).account
const boardsOf = async (guest: Guest): Promise<{ id: BoardId; role: string }[]> =>
  (await (await guest.request('/api/v1/boards')).json()).boards

async function joined(guest: Guest, board: BoardId, key?: string): Promise<JoinedSocket & { token: string }> {
  const socket = await guest.connect()
  const actor = newActor()
  const answer = await join(socket, board, actor, key)
  if (!answer.ok) throw new Error(answer.error.code)
  return { socket, board, actor, epoch: answer.epoch, token: answer.token }
}

/** An account with nothing, and the browser in which it was made. */
async function account(): Promise<{ email: string; guest: Guest }> {
  const guest = Guest.nobody(instance.url)
  const email = newEmail()
  expect((await signUp(guest, email)).status).toBe(200)
  return { email, guest }
}

/** When a connection was closed by the server, ms after it was asked. */
const closed = (me: JoinedSocket) => new Promise<void>((resolve) => me.socket.on('disconnect', () => resolve()))

describe('signing up', () => {
  test('keeps the guest: person, boards, and an actor that goes on under its token', async () => {
    const guest = await Guest.arrive(instance.url)
    const before = await personOf(guest)
    const { board } = await guest.newBoard('Mine')
    const me = await joined(guest, board)
    expect(await send(me, batchOf(me, 1, [rectangle(0, 0)]))).toEqual({ ok: true, seq: 1 })
    expect(await accountOf(guest)).toBeNull()

    const gone = closed(me)
    const email = newEmail()
    const answer = await signUp(guest, email.toUpperCase(), 'Ann')
    const person = { ...before, name: 'Ann' }
    expect(await answer.json()).toEqual({ person })
    expect(await personOf(guest)).toEqual(person)
    expect(await accountOf(guest)).toEqual({ email, password: true, provider: false })
    expect(await boardsOf(guest)).toMatchObject([{ id: board, role: 'owner' }])
    // The guest's session is over, and so is the connection that it opened; the page comes back and goes on.
    await gone
    const socket = await guest.connect()
    const again = await socket.emitWithAck('board:join', { protocol: 1, board, actor: me.actor, token: me.token })
    expect(again).toMatchObject({ ok: true, role: 'owner', person })
    expect(await send({ ...me, socket }, batchOf(me, 2, [rectangle(1, 1)]))).toEqual({ ok: true, seq: 2 })
    socket.close()
  })

  test('without a session makes a person of the name given', async () => {
    const { guest } = await account()
    expect(await personOf(guest)).toMatchObject({ name: 'Ann' })
  })

  test('refuses an address that is taken, a short password, and what is no address', async () => {
    const { email } = await account()
    const guest = await Guest.arrive(instance.url)
    const before = await personOf(guest)
    const taken = await signUp(guest, email)
    expect([taken.status, (await taken.json()).error.code]).toEqual([409, 'account.exists'])
    for (const body of [
      { email: 'nobody', password: PASSWORD, name: 'A' },
      { email: newEmail(), password: 'short', name: 'A' },
      { email: newEmail(), password: 'x'.repeat(LIMITS.passwordCharacters.most + 1), name: 'A' },
      { email: newEmail(), password: { $ne: '' }, name: 'A' },
      { email: ['a@example.org'], password: PASSWORD, name: 'A' },
      { email: newEmail(), password: PASSWORD },
      null,
    ]) {
      const answer = await guest.request('/api/v1/account/sign-up', 'POST', body ?? undefined)
      expect([answer.status, (await answer.json()).error.code]).toEqual([400, 'account.invalid'])
    }
    expect(await personOf(guest)).toEqual(before)
  })

  test('stores no password, only its hash', async () => {
    const { email } = await account()
    const { rows } = await sql.query(
      `SELECT a.* FROM "Account" a JOIN "User" u ON u."id" = a."userId" WHERE u."email" = $1`,
      [email],
    )
    expect(rows).toHaveLength(1)
    expect(JSON.stringify(rows)).not.toContain(PASSWORD)
    expect(rows[0].password).toMatch(/^[0-9a-f]{32}:[0-9a-f]{128}$/)
  })
})

describe('signing in', () => {
  test('brings along what a guest had: boards, memberships, grants, and the actors of pages that are open', async () => {
    const { email, guest: at } = await account()
    const person = await personOf(at)
    const mine = await at.newBoard('Mine')

    const guest = await Guest.arrive(instance.url)
    const early = await personOf(guest)
    const made = await guest.newBoard('Made as a guest')
    const owner = await Guest.arrive(instance.url)
    const granted = await owner.newBoard('Granted')
    const shared = await owner.newBoard('Shared')
    await guest.request(`/api/v1/boards/${granted.board}/open`, 'POST', { key: granted.key })
    const insert = 'INSERT INTO "Member" ("boardId", "personId", "role") VALUES ($1, $2, $3)'
    await sql.query(insert, [shared.board, early.id, 'editor'])
    await sql.query(insert, [shared.board, person.id, 'viewer'])
    const drawn = await joined(guest, made.board)
    expect(await send(drawn, batchOf(drawn, 1, [rectangle(0, 0)]))).toEqual({ ok: true, seq: 1 })
    // This page has drawn nothing yet: only its token proves whose actor it is.
    const quiet = await joined(guest, granted.board)
    const told: unknown[] = []
    for (const { socket } of [drawn, quiet]) socket.on('access', (message) => told.push(message))
    const gone = Promise.all([drawn, quiet].map(closed))

    expect(await (await signIn(guest, email)).json()).toEqual({ person })
    await gone
    // Nobody was told that they had lost anything.
    expect(told).toEqual([])
    expect(Object.fromEntries((await boardsOf(guest)).map(({ id, role }) => [id, role]))).toEqual({
      [mine.board]: 'owner',
      [made.board]: 'owner',
      [granted.board]: 'editor',
      [shared.board]: 'editor',
    })
    expect(await boardsOf(at)).toHaveLength(4)
    // Its browser knows by it that what waits there is this person's.
    expect((await (await guest.request('/api/v1/account')).json()).guests).toEqual([early.id])

    const socket = await guest.connect()
    for (const { board, actor, token } of [drawn, quiet]) {
      const answer = await socket.emitWithAck('board:join', { protocol: 1, board, actor, token })
      expect(answer).toMatchObject({ ok: true, person })
    }
    // What the page had not heard an answer for is sent again under its numbers, and stands once.
    expect(await send({ ...drawn, socket }, batchOf(drawn, 2, [rectangle(1, 1)]))).toEqual({ ok: true, seq: 2 })
    socket.close()
  })

  test('a token of another person proves nothing, also for an actor that has not drawn yet', async () => {
    const { board, key } = await (await Guest.arrive(instance.url)).newBoard()
    const ann = await joined(await Guest.arrive(instance.url), board, key)
    const ben = await Guest.arrive(instance.url)
    const socket = await ben.connect()
    const request = { protocol: 1, board, key, actor: ann.actor, token: ann.token }
    expect(await socket.emitWithAck('board:join', request)).toMatchObject({ error: { code: 'actor.foreign' } })
    socket.close()
    ann.socket.close()
  })

  test('with a wrong password or an unknown address says one and the same', async () => {
    const { email } = await account()
    const guest = await Guest.arrive(instance.url)
    const before = await personOf(guest)
    for (const [address, password] of [
      [email, 'wrong horse battery'],
      [newEmail(), PASSWORD],
      ['__proto__', PASSWORD],
    ] as const) {
      const answer = await signIn(guest, address, password)
      expect([answer.status, (await answer.json()).error.code]).toEqual([403, 'account.credentials'])
    }
    expect(await personOf(guest)).toEqual(before)
  })

  test('is limited for one account; others behind the same address get in', async () => {
    const { email } = await account()
    const others = await account()
    const statuses: number[] = []
    for (let i = 0; i < LIMITS.signInsPerMinute + 5; i++) {
      statuses.push((await signIn(Guest.nobody(instance.url), email, 'wrong horse battery')).status)
    }
    expect(statuses.slice(0, 5)).toEqual(Array(5).fill(403))
    expect(statuses.at(-1)).toBe(429)
    expect((await signIn(Guest.nobody(instance.url), email.toUpperCase())).status).toBe(429)
    expect((await signIn(Guest.nobody(instance.url), others.email)).status).toBe(200)
  })

  test('from a page of another site is refused', async () => {
    const { email } = await account()
    for (const path of ['sign-in', 'sign-up', 'sign-out', 'sign-out-everywhere', 'provider']) {
      const answer = await fetch(`${instance.url}/api/v1/account/${path}`, {
        method: 'POST',
        headers: { origin: 'https://evil.example', 'content-type': 'application/json' },
        body: JSON.stringify({ email, password: PASSWORD, name: 'A', back: '/' }),
      })
      expect([path, answer.status]).toEqual([path, 403])
    }
  })
})

describe('signing out', () => {
  test('ends one session: its cookie is gone and worthless, its connections close', async () => {
    const { email, guest } = await account()
    const { board } = await guest.newBoard()
    const elsewhere = Guest.nobody(instance.url)
    await signIn(elsewhere, email)
    const kept = await joined(elsewhere, board)
    const me = await joined(guest, board)
    const stolen = Guest.nobody(instance.url, guest)
    const gone = closed(me)
    expect((await guest.request('/api/v1/account/sign-out', 'POST')).status).toBe(204)
    await gone
    expect(guest.cookie).toBe('')
    expect(await personOf(stolen)).toBeNull()
    await expect(stolen.connect()).rejects.toThrow()
    expect(await send(kept, batchOf(kept, 1, [rectangle(0, 0)]))).toEqual({ ok: true, seq: 1 })
    kept.socket.close()
  })

  test('everywhere ends all sessions, on every instance, without Redis', async () => {
    const { email, guest } = await account()
    const { board } = await guest.newBoard()
    const elsewhere = Guest.nobody(other.url)
    await signIn(elsewhere, email)
    const far = await joined(elsewhere, board)
    const gone = closed(far)
    const begun = performance.now()
    expect((await guest.request('/api/v1/account/sign-out-everywhere', 'POST')).status).toBe(204)
    await gone
    // A second by design; machines that run tests are slow.
    expect(performance.now() - begun).toBeLessThan(15_000)
    expect(await personOf(elsewhere)).toBeNull()
    expect(await accountOf(guest)).toBeNull()
    expect((await signIn(guest, email)).status).toBe(200)
    expect(await boardsOf(guest)).toMatchObject([{ id: board }])
  })
})

describe('a new password', () => {
  test('needs the one before, ends all other sessions and is the only one that counts', async () => {
    const { email, guest } = await account()
    const elsewhere = Guest.nobody(instance.url)
    await signIn(elsewhere, email)
    const change = (before: string, after: string) =>
      guest.request('/api/v1/account/password', 'PUT', { before, after })
    expect((await change('wrong horse battery', 'a new password')).status).toBe(403)
    expect((await change(PASSWORD, 'short')).status).toBe(400)
    expect(await personOf(elsewhere)).not.toBeNull()
    expect((await change(PASSWORD, 'a new password')).status).toBe(204)
    expect(await accountOf(guest)).toMatchObject({ email })
    expect(await personOf(elsewhere)).toBeNull()
    expect((await signIn(elsewhere, email)).status).toBe(403)
    expect((await signIn(elsewhere, email, 'a new password')).status).toBe(200)
    const me = await joined(elsewhere, (await elsewhere.newBoard()).board)
    const gone = closed(me)
    expect((await guest.request('/api/v1/account/sign-out-everywhere', 'POST')).status).toBe(204)
    await gone
  })

  test('is nothing for guests and for nobody', async () => {
    const body = { before: PASSWORD, after: 'a new password' }
    const guest = await Guest.arrive(instance.url)
    expect((await guest.request('/api/v1/account/password', 'PUT', { after: PASSWORD })).status).toBe(403)
    expect((await guest.request('/api/v1/account/password', 'PUT', body)).status).toBe(403)
    expect((await Guest.nobody(instance.url).request('/api/v1/account/password', 'PUT', body)).status).toBe(401)
  })
})

test('the operator gives a new password to who has lost theirs; it ends all sessions', async () => {
  const { email, guest } = await account()
  const reset = (address: string) =>
    promisify(execFile)(process.execPath, [RESET, address], { env: { ...process.env, DATABASE_URL: postgres.url } })
  const { stdout } = await reset(email.toUpperCase())
  const password = /: (\S+)$/m.exec(stdout)?.[1] ?? ''
  expect(await personOf(guest)).toBeNull()
  expect((await signIn(guest, email)).status).toBe(403)
  expect((await signIn(guest, email, password)).status).toBe(200)
  await expect(reset('nobody@example.org')).rejects.toMatchObject({
    stderr: 'There is no account of nobody@example.org.\n',
  })
  await expect(reset('')).rejects.toThrow('reset-password ann@example.org')
})

describe("the operator's provider", () => {
  /** Goes the way of a browser: to the provider, back, and to where it was. Returns where that is. */
  async function through(guest: Guest, back = '/'): Promise<string> {
    const { url } = await (await guest.request('/api/v1/account/provider', 'POST', { back })).json()
    const away = await fetch(url, { redirect: 'manual' })
    const callback = new URL(away.headers.get('location') ?? '')
    expect(callback.origin).toBe(instance.url)
    const home = await guest.request(callback.pathname + callback.search)
    expect(home.status).toBe(302)
    return home.headers.get('location') ?? ''
  }

  test('is named, and lets people in: a guest stays who they are, and is known the next time', async () => {
    oidc.user = { sub: 'ann', email: newEmail(), name: 'Ann', email_verified: true }
    const guest = await Guest.arrive(instance.url)
    const before = await personOf(guest)
    const { board } = await guest.newBoard()
    const answer = await (await guest.request('/api/v1/account')).json()
    expect(answer).toEqual({ account: null, provider: { name: 'Example' }, guests: [] })
    expect(await through(guest, `/b/${board}`)).toMatch(new RegExp(`^(${instance.url})?/b/${board}$`))
    expect(await personOf(guest)).toEqual(before)
    expect(await accountOf(guest)).toEqual({ email: oidc.user.email, password: false, provider: true })

    const again = await Guest.arrive(instance.url)
    const second = await again.newBoard()
    await through(again)
    expect(await personOf(again)).toEqual(before)
    expect((await boardsOf(again)).map(({ id }) => id).sort()).toEqual([board, second.board].sort())
  })

  test('an account that came by it can set a password, once, and all other sessions end', async () => {
    const email = newEmail()
    oidc.user = { sub: 'olga', email, name: 'Olga', email_verified: true }
    const [guest, elsewhere] = [await Guest.arrive(instance.url), Guest.nobody(instance.url)]
    await through(guest)
    await through(elsewhere)
    const set = (after: string) => guest.request('/api/v1/account/password', 'PUT', { after })
    expect((await set('short')).status).toBe(400)
    expect((await set(PASSWORD)).status).toBe(204)
    expect(await accountOf(guest)).toEqual({ email, password: true, provider: true })
    expect(await personOf(elsewhere)).toBeNull()
    expect((await set('another password')).status).toBe(403)
    expect((await signIn(elsewhere, email, 'another password')).status).toBe(403)
    expect((await signIn(elsewhere, email)).status).toBe(200)
    expect(await personOf(elsewhere)).toEqual(await personOf(guest))
  })

  test('does not let in to an account that was made for the same address with a password', async () => {
    const { email } = await account()
    oidc.user = { sub: 'mallory', email, name: 'M', email_verified: true }
    const guest = await Guest.arrive(instance.url)
    const before = await personOf(guest)
    expect(await through(guest)).toContain('/account?error=account_not_linked')
    expect(await personOf(guest)).toEqual(before)
    expect(await accountOf(guest)).toBeNull()
  })

  test('can be joined to an account by whoever is signed in to it', async () => {
    const { email, guest } = await account()
    oidc.user = { sub: 'ben', email: newEmail(), name: 'Ben', email_verified: false }
    await through(guest, '/account')
    expect(await accountOf(guest)).toEqual({ email, password: true, provider: true })
    const again = Guest.nobody(instance.url)
    await through(again)
    expect(await personOf(again)).toEqual(await personOf(guest))
    // Also from a page whose session ended without it.
    await guest.request('/api/v1/account/sign-out-everywhere', 'POST')
    expect(await personOf(again)).toBeNull()
    await through(again)
    expect(await accountOf(again)).toMatchObject({ email })
  })

  test('a way back that nobody began leads nowhere, and so does a target that is not ours', async () => {
    const guest = await Guest.arrive(instance.url)
    const forged = await guest.request('/api/v1/account/callback/oidc?code=1&state=2')
    expect(forged.status).toBe(302)
    expect(forged.headers.get('location')).toMatch(/\/account\?error=/)
    expect(await accountOf(guest)).toBeNull()
    for (const back of ['https://evil.example', '//evil.example', '/\\evil.example', 'evil', '']) {
      expect((await guest.request('/api/v1/account/provider', 'POST', { back })).status).toBe(400)
    }
    for (const path of ['sign-in/email', 'sign-up/email', 'delete-user', 'update-user', 'list-sessions', 'error']) {
      expect([path, (await guest.request(`/api/v1/account/${path}`, 'POST', {})).status]).toEqual([path, 400])
    }
  })
})

test('a session that ends in whatever way closes its connections, and nothing secret is in the logs', async () => {
  const { guest } = await account()
  const me = await joined(guest, (await guest.newBoard()).board)
  await sql.query(`DELETE FROM "Session" WHERE "userId" = (SELECT "userId" FROM "Person" WHERE "id" = $1)`, [
    (await personOf(guest)).id,
  ])
  // Whoever ended it: the connection is closed.
  await eventually(
    () => !me.socket.connected,
    () => 'the connection is closed',
  )
  for (const one of [instance, other]) {
    expect(one.process().output()).not.toContain(PASSWORD)
    expect(one.process().output()).not.toContain(oidc.clientSecret)
  }
})
