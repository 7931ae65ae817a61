import { readdir } from 'node:fs/promises'
import pg from 'pg'
import { AdminError } from './admin-error.ts'

/** A session that may take as long as it takes. */
export async function openSession(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => {})
  try {
    await client.connect()
  } catch {
    throw new AdminError('The database does not answer. Is it running, and is DATABASE_URL right?')
  }
  return client
}

/** Does work on a session of its own. */
export async function withSession<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = await openSession(url)
  try {
    return await work(client)
  } finally {
    await client.end().catch(() => {})
  }
}

/** Does work in one transaction, without the limits of the service; one that only reads sees all as it is at one moment. */
export async function inTransaction<Result>(
  client: pg.Client,
  mode: 'READ ONLY' | 'READ WRITE',
  work: () => Promise<Result>,
): Promise<Result> {
  await client.query(mode === 'READ ONLY' ? 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY' : 'BEGIN')
  try {
    // LOCAL: behind PgBouncer the next transaction is somebody else's.
    await client.query(
      'SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0',
    )
    const result = await work()
    await client.query('COMMIT')
    return result
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {})
    throw error
  }
}

/** Names of the migrations that a database has, in order. Undefined: it was never Inkwire's. */
export function appliedMigrations(url: string): Promise<readonly string[] | undefined> {
  return withSession(url, async (client) => {
    const there = await client.query<{ there: boolean }>(
      `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS there`,
    )
    if (!there.rows[0]?.there) return undefined
    const { rows } = await client.query<{ name: string }>(
      'SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL ORDER BY 1',
    )
    return rows.length === 0 ? undefined : rows.map(({ name }) => name)
  })
}

/** Names of the migrations that this version brings, in order. */
export async function knownMigrations(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
}
