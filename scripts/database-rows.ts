import pg from 'pg'
import { copyRows } from './copy-rows.ts'
import { StartError } from './start-error.ts'

/** A table of any schema but PostgreSQL's own. */
export interface Table {
  /** Quoted, with its schema. */
  readonly name: string
  /** Quoted, in the table's order, without those that are computed. */
  readonly columns: readonly string[]
}

/** What a table holds, for comparing: rows in any order give the same. */
interface Content {
  readonly rows: string
  readonly checksum: string
}

/** All that is text is written alike by both sides; and no default of the role ends a long statement. */
const SESSION = {
  bytea_output: 'hex',
  DateStyle: 'ISO',
  IntervalStyle: 'postgres',
  TimeZone: 'UTC',
  extra_float_digits: '1',
  client_encoding: 'UTF8',
  statement_timeout: '0',
  lock_timeout: '0',
  idle_in_transaction_session_timeout: '0',
}

/** A connection for looking at and copying all that a database holds. */
export async function openSession(url: string): Promise<pg.Client> {
  const options = Object.entries(SESSION).map(([name, value]) => `-c ${name}=${value}`)
  const client = new pg.Client({ connectionString: url, options: options.join(' ') })
  client.on('error', () => {})
  await client.connect()
  return client
}

export async function tablesOf(client: pg.Client): Promise<readonly Table[]> {
  const { rows } = await client.query<{ name: string; columns: string[] }>(`
    SELECT format('%I.%I', n.nspname, c.relname) AS name,
      array_agg(quote_ident(a.attname) ORDER BY a.attnum) FILTER (WHERE a.attgenerated = '') AS columns
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relkind = 'r' AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'
    GROUP BY 1 ORDER BY 1`)
  return rows
}

/** Empties tables that nothing else refers to; in this transaction nothing is checked or triggered from here on. */
export async function emptyTables(client: pg.Client, tables: readonly Table[]): Promise<void> {
  if (tables.length === 0) return
  await client.query(
    `SET LOCAL session_replication_role = replica; TRUNCATE ${tables.map(({ name }) => name).join(', ')}`,
  )
}

/** Copies a table's rows into the same table elsewhere, which is empty. */
export function copyTable(source: pg.Client, target: pg.Client, { name, columns }: Table): Promise<void> {
  const list = columns.join(', ')
  return copyRows(
    source,
    `COPY ${name} (${list}) TO STDOUT (FORMAT binary)`,
    target,
    `COPY ${name} (${list}) FROM STDIN (FORMAT binary)`,
  )
}

/**
 * Compares tables with those of the same names elsewhere, all of them.
 *
 * @returns how many rows they hold
 * @throws StartError for the first that differs
 */
export async function compareTables(one: pg.Client, other: pg.Client, tables: readonly Table[]): Promise<bigint> {
  let sum = 0n
  for (const table of tables) {
    const [was, is] = await Promise.all([contentOf(one, table), contentOf(other, table)])
    if (was.rows !== is.rows || was.checksum !== is.checksum) {
      throw new StartError(`the copy of ${table.name} differs (${was.rows} rows, ${is.rows} copied)`)
    }
    sum += BigInt(was.rows)
  }
  return sum
}

async function contentOf(client: pg.Client, { name, columns }: Table): Promise<Content> {
  const { rows } = await client.query<Content>(`
    SELECT count(*)::text AS rows,
      coalesce(sum(('x' || left(md5(ROW(${columns.join(', ')})::text), 16))::bit(64)::bigint::numeric), 0)::text AS checksum
    FROM ONLY ${name}`)
  const [content] = rows
  if (content === undefined) throw new Error(`${name} could not be counted`)
  return content
}

/** Gives sequences the place that they have elsewhere. */
export async function copySequences(source: pg.Client, target: pg.Client): Promise<void> {
  const { rows } = await source.query<{ name: string }>(`
    SELECT format('%I.%I', schemaname, sequencename) AS name FROM pg_sequences WHERE last_value IS NOT NULL`)
  for (const { name } of rows) {
    const found = await source.query<{ place: string; called: boolean }>(
      `SELECT last_value::text AS place, is_called AS called FROM ${name}`,
    )
    for (const { place, called } of found.rows) {
      await target.query('SELECT setval($1::regclass, $2::bigint, $3)', [name, place, called])
    }
  }
}

/** Gives the role of both connections the defaults that it has elsewhere, in this database and in all. */
export async function copyRoleDefaults(source: pg.Client, target: pg.Client): Promise<void> {
  const { rows } = await source.query<{ everywhere: boolean; setting: string }>(`
    SELECT setdatabase = 0 AS everywhere, unnest(setconfig) AS setting FROM pg_db_role_setting
    WHERE setrole = (SELECT oid FROM pg_roles WHERE rolname = current_user)
      AND setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))`)
  for (const { everywhere, setting } of rows) {
    const name = setting.slice(0, setting.indexOf('='))
    const value = pg.escapeLiteral(setting.slice(name.length + 1))
    const database = pg.escapeIdentifier(target.database ?? '')
    await target.query(`ALTER ROLE CURRENT_USER ${everywhere ? '' : `IN DATABASE ${database} `}SET ${name} = ${value}`)
  }
}
