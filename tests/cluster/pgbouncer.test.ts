import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { converged, draw, person } from '../servers/drawing.ts'
import { Guest } from '../servers/guest.ts'
import { type Instance, startInstance } from '../servers/instance.ts'
import { type Pool, startPool } from '../servers/pgbouncer.ts'
import { type PostgresServer, startPostgres } from '../servers/postgres.ts'

/** Connections to PostgreSQL; two instances would take 24 of their own. */
const SIZE = 4

let postgres: PostgresServer
let pool: Pool
let instances: readonly Instance[]

beforeAll(async () => {
  postgres = await startPostgres()
  pool = await startPool(postgres.url, SIZE)
  // Both at once: each wants to apply the migrations.
  instances = await Promise.all([1, 2].map(() => startInstance({ databaseUrl: pool.url })))
})

afterAll(async () => {
  await Promise.all((instances ?? []).map((instance) => instance.stop()))
  await pool?.stop()
  await postgres?.stop()
})

test('behind PgBouncer in transaction mode both instances start, everybody draws, and no connection keeps what was meant for one transaction', async () => {
  const [one, two] = instances
  if (!one || !two) throw new Error('they have not started')
  const { board, key } = await (await Guest.arrive(one.url)).newBoard()
  const people = await Promise.all([one, two, two].map(({ url }) => person(url, board, key)))
  for (let round = 0; round < 30; round++) {
    for (const client of people) draw(client)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  await converged(people, 90)
  await Promise.all(people.map((client) => client.close()))

  // Connections of before the first start don't know yet what it made the role's defaults.
  await pool.reconnect()
  await one.process().stop()
  await one.restart()
  const sql = new pg.Client(postgres.url)
  await sql.connect()
  const { rows } = await sql.query(`SELECT (SELECT count(*)::int FROM pg_locks WHERE locktype = 'advisory') AS locks,
    (SELECT count(*)::int FROM pg_stat_activity WHERE usename = current_user AND pid <> pg_backend_pid()) AS connections`)
  await sql.end()
  expect(rows[0].locks).toBe(0)
  // Those of the pool, and whoever watches over this PostgreSQL.
  expect(rows[0].connections).toBeLessThan(2 * SIZE)
  // Each of the pool's connections, as whoever comes next finds it.
  const clients = Array.from({ length: SIZE }, () => new pg.Client(pool.url))
  const found: unknown[] = []
  for (const client of clients) {
    await client.connect()
    await client.query('BEGIN')
    const { rows } = await client.query("SELECT current_setting('statement_timeout') AS statement")
    found.push(rows[0].statement)
  }
  await Promise.all(clients.map((client) => client.end()))
  expect(found).toEqual(found.map(() => '5s'))
})
