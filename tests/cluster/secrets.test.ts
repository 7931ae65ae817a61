import { ROUTE_NEEDS } from '@inkwire/realtime/access/needs.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { batchOf, Guest, join, newActor, rectangle, send } from '../servers/guest.ts'
import { type Instance, SECRET, startInstance } from '../servers/instance.ts'
import { type PostgresServer, startPostgres } from '../servers/postgres.ts'

let postgres: PostgresServer
let instance: Instance

beforeAll(async () => {
  postgres = await startPostgres()
  instance = await startInstance({ databaseUrl: postgres.url, env: { LOG_LEVEL: 'trace' } })
})

afterAll(async () => {
  await instance?.stop()
  await postgres?.stop()
})

test('the cookie is out of reach for scripts, and not sent from other sites', async () => {
  const answer = await fetch(`${instance.url}/api/v1/session`, { method: 'POST' })
  const cookies = answer.headers.getSetCookie()
  expect(cookies.length).toBeGreaterThan(0)
  for (const cookie of cookies) {
    expect(cookie).toMatch(/; HttpOnly/)
    expect(cookie).toMatch(/; SameSite=Lax/)
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

test('the log tells no secret, also when all goes wrong', async () => {
  const owner = await Guest.arrive(instance.url)
  const { board, key } = await owner.newBoard('A name that is private')
  const other = await Guest.arrive(instance.url)
  expect((await other.request(`/api/v1/boards/${board}/open`, 'POST', { key })).status).toBe(200)
  const socket = await other.connect()
  const actor = newActor()
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
  await other.request(`/api/v1/boards/${board}/open`, 'POST', { key })
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
  for (const secret of [key, answer.token, password, SECRET, 'A name that is private', ...tokens]) {
    expect(secret.length).toBeGreaterThan(5)
    expect({ secret, logged: log.includes(secret) }).toEqual({ secret, logged: false })
  }
})
