import { ROUTE_NEEDS } from '@inkwire/realtime/access/needs.ts'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { batchOf, Guest, join, newActor, rectangle, send } from '../servers/guest.ts'
import { type Instance, SECRET, startInstance } from '../servers/instance.ts'
import { type OidcProvider, startOidcProvider } from '../servers/oidc.ts'
import { type PostgresServer, startPostgres } from '../servers/postgres.ts'

const PASSWORD = 'correct horse battery'
const LINK_PASSWORD = 'staple of the link'
const EMAIL = 'somebody@example.org'

let postgres: PostgresServer
let oidc: OidcProvider
/** As behind a proxy with TLS. */
let instance: Instance

beforeAll(async () => {
  postgres = await startPostgres()
  oidc = await startOidcProvider()
  instance = await startInstance({
    databaseUrl: postgres.url,
    env: {
      LOG_LEVEL: 'trace',
      PUBLIC_URL: 'https://board.example.org',
      OIDC_URL: oidc.discoveryUrl,
      OIDC_CLIENT_ID: oidc.clientId,
      OIDC_CLIENT_SECRET: oidc.clientSecret,
    },
  })
})

afterAll(async () => {
  await instance?.stop()
  await oidc?.stop()
  await postgres?.stop()
})

let known = 0

/** The address at which a browser comes back from the provider, as somebody whom nobody here knows. */
async function wayBack(guest: Guest): Promise<string> {
  known += 1
  oidc.user = { ...oidc.user, sub: `known${known}`, email: `known${known}@example.org` }
  const { url } = await (await guest.request('/api/v1/account/provider', 'POST', { back: '/' })).json()
  const { pathname, search } = new URL((await fetch(url, { redirect: 'manual' })).headers.get('location') ?? '')
  return pathname + search
}

test('every cookie is for HTTPS and this host alone, out of reach for scripts, and not sent from other sites', async () => {
  const [guest, other] = [Guest.nobody(instance.url), Guest.nobody(instance.url)]
  const credentials = { email: 'cookies@example.org', password: PASSWORD }
  const answers = [
    await guest.request('/api/v1/session', 'POST'),
    await guest.request('/api/v1/account/sign-up', 'POST', { ...credentials, name: 'A' }),
    await guest.request('/api/v1/account/password', 'PUT', { before: PASSWORD, after: 'another horse' }),
    await other.request('/api/v1/account/sign-in', 'POST', { ...credentials, password: 'another horse' }),
    await guest.request('/api/v1/account/sign-out', 'POST'),
    await guest.request('/api/v1/account/provider', 'POST', { back: '/' }),
    await guest.request(await wayBack(guest)),
  ]
  for (const answer of answers) {
    expect(answer.status).toBeLessThan(400)
    const cookies = answer.headers.getSetCookie()
    expect({ url: answer.url, cookies: cookies.length }).not.toEqual({ url: answer.url, cookies: 0 })
    for (const cookie of cookies) {
      expect(cookie).toMatch(/^__Secure-inkwire\.[a-z_]+=/)
      for (const attribute of ['Secure', 'HttpOnly', 'SameSite=Lax', 'Path=/'])
        expect(cookie.split('; ')).toContain(attribute)
      expect(cookie).not.toMatch(/; Domain/i)
    }
  }
})

/** How a browser tells that a page of another site asks. */
const FOREIGN: readonly [name: string, value: string][] = [
  ['origin', 'http://evil.example'],
  ['origin', 'null'],
  ['sec-fetch-site', 'cross-site'],
]

test.each(Object.keys(ROUTE_NEEDS).filter((row) => /^(POST|PATCH|PUT|DELETE) \/api\//.test(row)))(
  '%s is refused to a page of another site, whoever visits it',
  async (row) => {
    const guest = await Guest.arrive(instance.url)
    const { board } = await guest.newBoard()
    const [method = '', path = ''] = row.split(' ')
    const address = `${instance.url}${path.replace(':id', board).replace(/:\w+/g, 'x')}`
    for (const from of FOREIGN) {
      const answer = await fetch(address, { method, headers: new Headers([['cookie', guest.cookie], from]) })
      expect(answer.status).toBe(403)
      expect(await answer.json()).toMatchObject({ error: { code: 'origin.refused' } })
      // Nothing that another site could read, or be told to keep.
      expect(answer.headers.get('access-control-allow-origin')).toBeNull()
      expect(answer.headers.getSetCookie()).toEqual([])
    }
    expect((await guest.request(`/api/v1/boards/${board}`)).status).toBe(200)
  },
)

test('a page of another site reads nothing either; it can only link to pages, and a provider lead back', async () => {
  const reads = Object.entries(ROUTE_NEEDS).filter(([row]) => /^(GET|\*) /.test(row))
  const linked = reads.filter(([, { fromElsewhere }]) => fromElsewhere).map(([row]) => row)
  expect(linked.filter((row) => row.includes('/api/'))).toEqual(['GET /api/v1/account/callback/oidc'])
  const guest = await Guest.arrive(instance.url)
  const { board } = await guest.newBoard()
  for (const [row] of reads.filter(([one]) => one.includes('/api/'))) {
    const path = (row.split(' ')[1] ?? '').replace(':id', board).replace(/:\w+|\*/g, 'x')
    for (const from of [...FOREIGN, ['sec-fetch-site', 'same-site'] as const]) {
      const headers = new Headers([['cookie', guest.cookie], [...from]])
      const answer = await fetch(`${instance.url}${path}`, { headers, redirect: 'manual' })
      const refused = answer.status === 403 && (await answer.json()).error.code === 'origin.refused'
      expect({ row, from, refused }).toEqual({ row, from, refused: !linked.includes(row) })
    }
  }
  // Only to read: the same address takes nothing else.
  const forged = await fetch(`${instance.url}/api/v1/account/callback/oidc`, {
    method: 'POST',
    headers: { cookie: guest.cookie, 'sec-fetch-site': 'cross-site' },
  })
  expect(forged.status).toBe(403)
})

test('whoever reads the database finds nothing with which to get in', async () => {
  const guest = await Guest.arrive(instance.url)
  const { board, key } = await guest.newBoard('Sealed')
  expect((await guest.request(`/api/v1/boards/${board}/link`, 'PATCH', { password: LINK_PASSWORD })).status).toBe(200)
  const account = { email: 'reader@example.org', password: PASSWORD, name: 'A' }
  expect((await guest.request('/api/v1/account/sign-up', 'POST', account)).status).toBe(200)
  expect((await guest.request(await wayBack(guest))).headers.get('location')).not.toContain('error')
  const sql = new pg.Client(postgres.url)
  await sql.connect()
  try {
    const { rows: tables } = await sql.query(`SELECT "tablename" AS "name" FROM pg_tables WHERE schemaname = 'public'`)
    let dump = ''
    for (const { name } of tables) {
      const { rows } = await sql.query(`SELECT row_to_json(t)::text AS "row" FROM "${name}" t`)
      dump += rows.map(({ row }) => `${row}\n`).join('')
    }
    // It is the whole database.
    for (const known of ['Sealed', board, 'reader@example.org']) expect(dump).toContain(known)
    const cookie = decodeURIComponent(guest.cookie.slice(guest.cookie.indexOf('=') + 1))
    const secrets = [key, PASSWORD, LINK_PASSWORD, SECRET, oidc.clientSecret, cookie]
    for (const secret of secrets) {
      expect(secret.length).toBeGreaterThan(5)
      for (const form of [secret, Buffer.from(secret).toString('hex'), Buffer.from(secret).toString('base64')])
        expect({ secret, found: dump.includes(form) }).toEqual({ secret, found: false })
    }
    const { rows } = await sql.query(`SELECT "linkPassword" FROM "Board" WHERE "id" = $1`, [board])
    expect(rows[0].linkPassword).toMatch(HASHED)
    const { rows: ways } = await sql.query(
      `SELECT a.* FROM "Account" a JOIN "User" u ON u."id" = a."userId" WHERE u."email" = 'reader@example.org'`,
    )
    expect(ways.map(({ providerId }) => providerId).sort()).toEqual(['credential', 'oidc'])
    for (const { providerId, password, accessToken, refreshToken, idToken } of ways) {
      expect([accessToken, refreshToken, idToken]).toEqual([null, null, null])
      if (providerId === 'credential') expect(password).toMatch(HASHED)
    }
  } finally {
    await sql.end()
  }
})

/** Salt and scrypt's 64 bytes, as the library writes them. */
const HASHED = /^[0-9a-f]{32}:[0-9a-f]{128}$/

test('the log tells no secret, also when all goes wrong', async () => {
  const owner = await Guest.arrive(instance.url)
  const { board, key } = await owner.newBoard('A name that is private')
  const other = await Guest.arrive(instance.url)
  expect((await other.request(`/api/v1/boards/${board}/open`, 'POST', { key })).status).toBe(200)
  const socket = await other.connect()
  const actor = newActor()
  const account = { email: EMAIL, password: PASSWORD, name: 'Somebody' }
  expect((await owner.request('/api/v1/account/sign-up', 'POST', account)).status).toBe(200)
  expect((await owner.request(`/api/v1/boards/${board}/link`, 'PATCH', { password: LINK_PASSWORD })).status).toBe(200)
  const opening = { key, password: LINK_PASSWORD }
  expect((await other.request(`/api/v1/boards/${board}/open`, 'POST', opening)).status).toBe(200)
  const back = await wayBack(other)
  const answer = await join(socket, board, actor, key)
  if (!answer.ok) throw new Error(answer.error.code)
  const me = { socket, board, actor, epoch: answer.epoch }
  await send(me, batchOf(me, 1, [rectangle(0, 0)]))
  // Bodies that can't be read, and a database that is away in the midst of everything.
  await fetch(`${instance.url}/api/v1/boards/${board}/open`, {
    method: 'POST',
    headers: { cookie: other.cookie, 'content-type': 'application/json' },
    body: `{"key":"${key}"`,
  })
  await postgres.kill9()
  await other.request(`/api/v1/boards/${board}/open`, 'POST', opening)
  await Guest.nobody(instance.url).request('/api/v1/account/sign-in', 'POST', account)
  await Guest.nobody(instance.url).request('/api/v1/account/sign-up', 'POST', { ...account, email: `new.${EMAIL}` })
  await other.request(back)
  await owner.request('/api/v1/session', 'PATCH', { name: 'Somebody' })
  await owner.newBoard('A name that is private').catch(() => {})
  await other.connect().catch(() => {})
  socket.close()
  await postgres.restart()
  expect((await Guest.arrive(instance.url)).cookie).not.toBe('')

  const log = instance.process().output()
  // It was not silent: what went wrong stands there.
  expect(log).toContain('a request failed')
  const password = new URL(postgres.url).password
  const tokens = [owner, other].flatMap(({ cookie }) => {
    const value = decodeURIComponent(cookie.slice(cookie.indexOf('=') + 1))
    return [value, value.split('.')[0] ?? value]
  })
  const code = new URLSearchParams(back.slice(back.indexOf('?'))).get('code') ?? ''
  const ofAccounts = [PASSWORD, LINK_PASSWORD, EMAIL, oidc.clientSecret, code]
  for (const secret of [key, answer.token, password, SECRET, 'A name that is private', ...ofAccounts, ...tokens]) {
    expect(secret.length).toBeGreaterThan(5)
    expect({ secret, logged: log.includes(secret) }).toEqual({ secret, logged: false })
  }
})
