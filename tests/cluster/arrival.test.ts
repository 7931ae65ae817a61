import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import type { BoardId, PersonId } from '@inkwire/board'
import { Access } from '@inkwire/realtime/access/access.ts'
import { Secrets } from '@inkwire/realtime/access/secrets.ts'
import { guestArrives } from '@inkwire/realtime/accounts/arrival.ts'
import { Places } from '@inkwire/realtime/boards/places.ts'
import { type Database, openDatabase } from '@inkwire/realtime/database/database.ts'
import { migrate } from '@inkwire/realtime/database/migrate.ts'
import { nanoid } from 'nanoid'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../servers/child.ts'
import { type PostgresServer, startPostgres } from '../servers/postgres.ts'

const MIGRATIONS = fileURLToPath(new URL('../../prisma/migrations', import.meta.url))
const KEY = randomBytes(16).toString('base64url')

let postgres: PostgresServer
let database: Database
/** Two who hold rows, and one who looks. */
let first: pg.Client
let second: pg.Client
let watcher: pg.Client

beforeAll(async () => {
  postgres = await startPostgres()
  await migrate(postgres.url, MIGRATIONS)
  database = openDatabase(postgres.url)
  const connected = async () => {
    const client = new pg.Client(postgres.url)
    await client.connect()
    return client
  }
  first = await connected()
  second = await connected()
  watcher = await connected()
})

afterAll(async () => {
  await Promise.all([first?.end(), second?.end(), watcher?.end()])
  await database?.$disconnect()
  await postgres?.stop()
})

const secrets = new Secrets('of this test')

/** A board on which five people were before its link was renewed; `guest` and `account` sign in. */
async function aBoard({ guest, account }: { readonly guest: string; readonly account: string }) {
  const mark = nanoid()
  const person = (letter: string) => `${letter}-${mark}` as PersonId
  const board = nanoid() as BoardId
  for (const letter of ['a', 'h', 'm', 'x', 'y', 'z']) {
    const signsIn = letter === guest || letter === account
    const userId = signsIn ? `user ${letter} ${mark}` : null
    if (userId) await database.user.create({ data: { id: userId, name: letter, email: `${letter}@${mark}.example` } })
    await database.person.create({ data: { id: person(letter), name: letter, color: '#123456', userId } })
  }
  const linkKey = secrets.sealLinkKey(KEY)
  await database.board.create({ data: { id: board, name: 'A board', ownerId: person('h'), linkKey, linkVersion: 2 } })
  await database.boardHead.create({ data: { board, epoch: 'e' } })
  for (const letter of ['a', 'm', 'x', 'y', 'z']) {
    const row = { boardId: board, personId: person(letter) }
    await database.grant.create({ data: { ...row, linkVersion: 1 } })
    await database.place.create({ data: row })
  }
  return { board, person, user: (letter: string) => `user ${letter} ${mark}` }
}

/** Statements that wait for a row that another transaction holds. */
async function waiting(): Promise<number> {
  const { rows } = await watcher.query<{ count: number }>(
    `SELECT count(*)::int FROM pg_stat_activity WHERE wait_event_type = 'Lock'`,
  )
  return rows[0]?.count ?? 0
}

async function waitingAre(count: number): Promise<void> {
  let found = 0
  const check = async () => {
    found = await waiting()
    return found === count
  }
  await eventually(check, () => `${found} statements wait, not ${count}`)
}

const hold = async (client: pg.Client, table: string, board: BoardId, persons: readonly PersonId[]) => {
  await client.query('BEGIN')
  await client.query(`SELECT FROM "${table}" WHERE "boardId" = $1 AND "personId" = ANY($2) FOR UPDATE`, [
    board,
    persons,
  ])
}

/** Whoever come with a link at once are granted it in one statement, and noted as having opened the board in one. */
const TOGETHER = {
  Grant() {
    let looked = 0
    const ask: Database['ask'] = async <Row extends object>(sql: string, values: readonly unknown[]) => {
      const rows = await database.ask<Row>(sql, values)
      if (sql.includes('FROM "Board"')) looked += rows.length
      return rows
    }
    const { board: boards, person: persons } = database
    const access = new Access({ ask, board: boards, person: persons }, secrets)
    return {
      come: (board: BoardId, person: PersonId): Promise<unknown> => access.find(board, person, KEY),
      // Who was looked up waits for the grant one turn later.
      async came(count: number) {
        await eventually(
          () => looked === count,
          () => `${looked} of ${count} were looked up`,
        )
        await new Promise((resolve) => setImmediate(resolve))
      },
    }
  },
  Place() {
    const places = new Places(database)
    return {
      come: (board: BoardId, person: PersonId): Promise<unknown> => places.opened(board, person),
      async came() {},
    }
  },
}

test.each([
  ['Grant', { guest: 'a', account: 'z' }],
  ['Grant', { guest: 'z', account: 'a' }],
  ['Place', { guest: 'a', account: 'z' }],
  ['Place', { guest: 'z', account: 'a' }],
] as const)(
  '%s: a guest (%o) signs in while both persons come to a board among others: nobody waits in a circle',
  async (table, { guest, account }) => {
    const { board, person, user } = await aBoard({ guest, account })
    const { come, came } = TOGETHER[table]()
    await hold(first, table, board, [person('x'), person('y')])
    await hold(second, table, board, [person('m')])
    // Two questions may be on their way; who comes then is in one with the others.
    const coming = [come(board, person('x')), come(board, person('y'))]
    await waitingAre(2)
    coming.push(...['a', 'm', 'z'].map((letter) => come(board, person(letter))))
    await came(5)
    await first.query('COMMIT')
    // That one has the row of `a`, and waits for the one of `m`.
    await Promise.all(coming.slice(0, 2))
    await waitingAre(1)
    const arriving = guestArrives(database, user(guest), user(account))
    await waitingAre(2)
    await second.query('COMMIT')
    const outcomes = await Promise.allSettled([...coming, arriving])
    expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual([])
    expect(await database.grant.count({ where: { boardId: board, personId: person(account) } })).toBe(1)
    expect(await database.grant.count({ where: { boardId: board, personId: person(guest) } })).toBe(0)
  },
)

test('two guests become the same person, with places on the same boards: neither waits for the other in a circle', async () => {
  const mark = nanoid()
  const signsIn = async (letter: string) => {
    const userId = `user ${letter} ${mark}`
    await database.user.create({ data: { id: userId, name: letter, email: `${letter}@${mark}.example` } })
    const id = `${letter}-${mark}` as PersonId
    await database.person.create({ data: { id, name: letter, color: '#123456', userId } })
    return { id, userId }
  }
  const [one, two, account] = [await signsIn('b'), await signsIn('c'), await signsIn('a')]
  const board = (digit: number) => `${digit}-${mark}` as BoardId
  const [b1, b2, b3] = [board(1), board(2), board(3)]
  const owner = await database.person.create({ data: { id: `o-${mark}`, name: 'o', color: '#123456' } })
  for (const id of [b1, b2, b3]) {
    await database.board.create({ data: { id, name: id, ownerId: owner.id, linkKey: secrets.sealLinkKey(KEY) } })
    await database.place.create({ data: { boardId: id, personId: account.id } })
  }
  // In other orders than each other's, which is how they are found.
  for (const boardId of [b1, b3, b2]) await database.place.create({ data: { boardId, personId: one.id } })
  for (const boardId of [b2, b1]) await database.place.create({ data: { boardId, personId: two.id } })

  await hold(second, 'Place', b3, [account.id])
  const former = guestArrives(database, one.userId, account.userId)
  await waitingAre(1)
  const latter = guestArrives(database, two.userId, account.userId)
  await waitingAre(2)
  await second.query('COMMIT')
  const outcomes = await Promise.allSettled([former, latter])
  expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual([])
  expect(await database.place.count({ where: { personId: account.id } })).toBe(3)
})
