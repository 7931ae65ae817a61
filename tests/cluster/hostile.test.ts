import { ROUTE_NEEDS } from '@inkwire/realtime/access/needs.ts'
import { nanoid } from 'nanoid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Guest } from '../servers/guest.ts'
import { type Instance, startInstance } from '../servers/instance.ts'
import { type OidcProvider, startOidcProvider } from '../servers/oidc.ts'
import { type PostgresServer, startPostgres } from '../servers/postgres.ts'

let postgres: PostgresServer
let oidc: OidcProvider
let instance: Instance

beforeAll(async () => {
  postgres = await startPostgres()
  oidc = await startOidcProvider()
  instance = await startInstance({
    databaseUrl: postgres.url,
    env: {
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

let emails = 0
const PASSWORD = 'a long password'
/** What each route takes that reads a body: one field at a time is made hostile. */
const BODIES: { readonly [row: string]: () => { readonly [field: string]: unknown } } = {
  'POST /api/v1/session': () => ({}),
  'PATCH /api/v1/session': () => ({ name: 'A', color: '#123456' }),
  'POST /api/v1/account/sign-up': () => ({ email: `a${++emails}@example.org`, password: PASSWORD, name: 'A' }),
  'POST /api/v1/account/sign-in': () => ({ email: `a${++emails}@example.org`, password: PASSWORD }),
  'POST /api/v1/account/sign-out': () => ({}),
  'POST /api/v1/account/sign-out-everywhere': () => ({}),
  'PUT /api/v1/account/password': () => ({ before: PASSWORD, after: PASSWORD }),
  'DELETE /api/v1/account': () => ({ password: PASSWORD }),
  'POST /api/v1/account/provider': () => ({ back: '/' }),
  'POST /api/v1/folders': () => ({ name: 'A' }),
  'PATCH /api/v1/folders/:id': () => ({ name: 'A' }),
  'DELETE /api/v1/folders/:id': () => ({}),
  'POST /api/v1/boards': () => ({ name: 'A' }),
  'POST /api/v1/boards/:id/open': () => ({ key: 'a key', password: PASSWORD }),
  'PATCH /api/v1/boards/:id': () => ({ name: 'A' }),
  'DELETE /api/v1/boards/:id': () => ({}),
  'POST /api/v1/boards/:id/restore': () => ({}),
  'POST /api/v1/boards/:id/duplicate': () => ({}),
  'POST /api/v1/boards/:id/erase': () => ({ elements: [nanoid()] }),
  'POST /api/v1/boards/:id/versions': () => ({ name: 'A', seq: 0 }),
  'PATCH /api/v1/boards/:id/versions/:version': () => ({ name: 'A' }),
  'DELETE /api/v1/boards/:id/versions/:version': () => ({}),
  'POST /api/v1/boards/:id/assets': () => ({}),
  'PATCH /api/v1/boards/:id/link': () => ({ access: 'view', password: PASSWORD, expiresAt: Date.now() + 1e7 }),
  'POST /api/v1/boards/:id/link': () => ({}),
  'POST /api/v1/boards/:id/members': () => ({ email: 'a@example.org', role: 'viewer' }),
  'PATCH /api/v1/boards/:id/members/:person': () => ({ role: 'viewer' }),
  'DELETE /api/v1/boards/:id/members/:person': () => ({}),
  'PUT /api/v1/boards/:id/place': () => ({ starred: true, folder: null }),
}

const VALUES: readonly unknown[] = ['a\0b', 'half \ud83d', 'x'.repeat(20_000), 8.64e15, -0, { toString: 1 }]
/** What stands in an address where an id belongs. */
const NAMES = ['a%00b', '%ed%a0%80', '__proto__', '..%2f..%2fx', '9'.repeat(40)]

/** What of it was answered as a fault of the server's, for a board of one's own. */
async function faultsOf(row: string): Promise<string[]> {
  const [method = '', path = ''] = row.split(' ')
  // What ends a session or counts attempts is tried by somebody new each time.
  const anew = path.includes('/account')
  const owner = await Guest.arrive(instance.url)
  const { board } = await owner.newBoard()
  const faults: string[] = []
  const ask = async (address: string, body?: object) => {
    const guest = anew ? await Guest.arrive(instance.url) : owner
    const on = method === 'DELETE' && path.includes('/boards/') ? (await guest.newBoard()).board : board
    const answer = await guest.request(address.replace(BOARD, on), method, body)
    await answer.body?.cancel()
    if (answer.status >= 500) faults.push(`${answer.status}: ${method} ${address} ${JSON.stringify(body) ?? ''}`)
  }
  const asks: (() => Promise<void>)[] = []
  const params = [...path.matchAll(/:\w+/g)].map(([param]) => param)
  const known = (but?: string) =>
    path.replace(/:\w+/g, (one) => (one === but ? one : one === ':id' && path.includes('/boards/') ? BOARD : nanoid()))
  for (const param of params) {
    for (const name of NAMES) asks.push(() => ask(known(param).replace(param, name), BODIES[row]?.()))
  }
  if (method === 'GET') {
    for (const name of NAMES) asks.push(() => ask(`${known()}?${QUERY.map((one) => `${one}=${name}`).join('&')}`))
  }
  for (const field of Object.keys(BODIES[row]?.() ?? {})) {
    for (const value of VALUES) asks.push(() => ask(known(), { ...BODIES[row]?.(), [field]: value }))
  }
  // One after the other: whoever asks much at once is told that the server is busy.
  for (const one of asks) await one()
  return faults
}

/** Stands for the board's id until it is known which. */
const BOARD = 'the-board'
const QUERY = ['parts', 'epoch', 'limit', 'theme', 'trash', 'forever', 'state', 'code', 'error', 'iss']
const ROWS = Object.keys(ROUTE_NEEDS).filter((row) => row.includes('/api/v1/'))

test('each route that may read a body is tried with one', () => {
  expect(Object.keys(BODIES).sort()).toEqual(ROWS.filter((row) => !row.startsWith('GET ')).sort())
})

test.each(ROWS)('%s: nothing that comes from anybody is a fault of the server', async (row) => {
  expect(await faultsOf(row)).toEqual([])
})

test('and nothing of it stands in the log as one', () => {
  const lines = instance.process().output().split('\n')
  expect(lines.filter((line) => line.includes('a request failed'))).toEqual([])
})
