import { createHash, randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'

/** The database can't be used as it is; the message is one line for the operator. */
export class DatabaseProblem extends Error {
  override name = 'DatabaseProblem'
}

/** Any number that all instances of Inkwire share and nobody else uses: the one that Prisma's own engine takes. */
const ADVISORY_LOCK = 72_707_369

/** As defaults of the role, so that they hold behind PgBouncer too. In ms. */
const ROLE_DEFAULTS = {
  statement_timeout: 5_000,
  lock_timeout: 2_000,
  idle_in_transaction_session_timeout: 2_000,
} as const

/** For the transaction that it stands in, and not for whoever gets the connection next. */
const WITHOUT_HURRY = 'SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0'

interface Applied {
  readonly migration_name: string
  readonly checksum: string
  readonly finished_at: Date | null
}

/**
 * Applies what is missing of prisma/migrations, one transaction each, and keeps `_prisma_migrations` exactly as Prisma's own
 * engine does, whose binary a closed network can't download. Checks that the database keeps what it commits.
 * Throws DatabaseProblem.
 *
 * @param names where given, no others than these are applied
 * @returns the names of the migrations that were applied now
 */
export async function migrate(url: string, folder: string, names?: ReadonlySet<string>): Promise<string[]> {
  const [lock, client] = [await connected(url), await connected(url)]
  try {
    // A transaction of its own holds the lock: a lock of the session would stay with a connection of PgBouncer's for ever.
    await lock.query('BEGIN')
    await lock.query(`SET LOCAL idle_in_transaction_session_timeout = 0; ${WITHOUT_HURRY}`)
    await lock.query('SELECT pg_advisory_xact_lock($1)', [ADVISORY_LOCK])
    await checkDurability(client)
    const applied = await applyMissing(client, folder, names)
    await setRoleDefaults(client)
    await lock.query('COMMIT')
    return applied
  } finally {
    await Promise.all([lock.end(), client.end()])
  }
}

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => {})
  await client.connect()
  return client
}

async function checkDurability(client: pg.Client): Promise<void> {
  for (const setting of ['fsync', 'synchronous_commit', 'full_page_writes']) {
    const { rows } = await client.query<{ value: string }>('SELECT current_setting($1) AS value', [setting])
    if (rows[0]?.value === 'off') {
      throw new DatabaseProblem(
        `The database runs with ${setting} off: it would lose what was acknowledged. Turn it on, then start again.`,
      )
    }
  }
}

async function applyMissing(client: pg.Client, folder: string, names?: ReadonlySet<string>): Promise<string[]> {
  await client.query(`CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum VARCHAR(64) NOT NULL,
    finished_at TIMESTAMPTZ,
    migration_name VARCHAR(255) NOT NULL,
    logs TEXT,
    rolled_back_at TIMESTAMPTZ,
    started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count INTEGER NOT NULL DEFAULT 0
  )`)
  const { rows } = await client.query<Applied>(
    'SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL',
  )
  const known = new Map(rows.map((row) => [row.migration_name, row]))
  const applied: string[] = []
  for (const name of await migrationNames(folder)) {
    if (names && !names.has(name)) continue
    const sql = await readFile(join(folder, name, 'migration.sql'), 'utf8')
    const checksum = createHash('sha256').update(sql).digest('hex')
    const before = known.get(name)
    if (before) {
      checkUnchanged(before, name, checksum)
      continue
    }
    await apply(client, name, sql, checksum)
    applied.push(name)
  }
  return applied
}

function checkUnchanged(before: Applied, name: string, checksum: string): void {
  if (before.finished_at === null) {
    throw new DatabaseProblem(`Migration ${name} failed half-way earlier. Repair it with "prisma migrate resolve".`)
  }
  if (before.checksum !== checksum) {
    throw new DatabaseProblem(
      `Migration ${name} was changed after it had been applied. Put its file back as it was and add a new one.`,
    )
  }
}

async function migrationNames(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
}

async function apply(client: pg.Client, name: string, sql: string, checksum: string): Promise<void> {
  await client.query('BEGIN')
  try {
    await client.query(WITHOUT_HURRY)
    const started = new Date()
    await client.query(sql)
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, $4, now(), 1)`,
      [randomUUID(), checksum, name, started],
    )
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK')
    const reason = error instanceof Error ? error.message : String(error)
    throw new DatabaseProblem(`Migration ${name} can't be applied: ${reason}. Nothing of it was kept.`)
  }
}

async function setRoleDefaults(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>('SELECT current_database() AS name')
  const database = pg.escapeIdentifier(rows[0]?.name ?? '')
  for (const [setting, ms] of Object.entries(ROLE_DEFAULTS)) {
    await client.query(`ALTER ROLE CURRENT_USER IN DATABASE ${database} SET ${setting} = ${ms}`)
  }
}
