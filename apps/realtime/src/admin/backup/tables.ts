import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { AdminError } from '../admin-error.ts'
import type { TableCopy } from './manifest.ts'

/** Prisma's own notes about migrations are made anew by migrating. */
const NOT_OURS = '_prisma_migrations'

export interface Table {
  readonly name: string
  readonly columns: readonly string[]
}

/** All tables of the database, those that others refer to first. */
export async function tablesInOrder(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<{ name: string; columns: string[]; needs: string[] }>(
    `SELECT c.relname AS name,
       (SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_attribute a
         WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns,
       (SELECT coalesce(array_agg(DISTINCT r.relname::text), '{}') FROM pg_constraint f JOIN pg_class r ON r.oid = f.confrelid
         WHERE f.conrelid = c.oid AND f.contype = 'f' AND f.confrelid <> c.oid) AS needs
     FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace AND c.relname <> $1 ORDER BY 1`,
    [NOT_OURS],
  )
  const ordered: Table[] = []
  for (let left = rows; left.length > 0; ) {
    const placed = new Set(ordered.map(({ name }) => name))
    const next = left.filter(({ needs }) => needs.every((name) => placed.has(name)))
    if (next.length === 0) throw new Error(`tables refer to each other in a circle: ${left.map(({ name }) => name)}`)
    ordered.push(...next.map(({ name, columns }) => ({ name, columns })))
    left = left.filter((row) => !next.includes(row))
  }
  return ordered
}

/** Writes a table's rows into a file, as this transaction sees them. */
export async function writeTable(client: pg.Client, { name, columns }: Table, file: string): Promise<TableCopy> {
  const rows = client.query(copyTo(`COPY ${copied(name, columns)} TO STDOUT (FORMAT binary)`))
  const hash = hashing()
  await pipeline(rows, hash.through, createGzip(), createWriteStream(file, { flags: 'wx', mode: 0o600, flush: true }))
  return { name, columns: [...columns], rows: rows.rowCount, sha256: hash.digest() }
}

/** Throws AdminError when a file does not hold what was written. Nothing is done with it. */
export async function checkTable({ sha256 }: TableCopy, file: string): Promise<void> {
  const hash = hashing()
  try {
    await pipeline(createReadStream(file), createGunzip(), hash.through, async (rows) => {
      for await (const _ of rows);
    })
  } catch (error) {
    throw new AdminError(`${file} can't be read: ${error instanceof Error ? error.message : error}`)
  }
  if (hash.digest() !== sha256) throw new AdminError(`${file} is not what was backed up.`)
}

/** Reads a table's rows from a file. Throws AdminError when it is not what was written. */
export async function readTable(
  client: pg.Client,
  { name, columns, rows, sha256 }: TableCopy,
  file: string,
): Promise<void> {
  const into = client.query(copyFrom(`COPY ${copied(name, columns)} FROM STDIN (FORMAT binary)`))
  const hash = hashing()
  try {
    await pipeline(createReadStream(file), createGunzip(), hash.through, into)
  } catch (error) {
    throw new AdminError(`${file} can't be read: ${error instanceof Error ? error.message : error}`)
  }
  if (into.rowCount !== rows || hash.digest() !== sha256) throw new AdminError(`${file} is not what was backed up.`)
}

const copied = (table: string, names: readonly string[]): string =>
  `${pg.escapeIdentifier(table)} (${names.map((name) => pg.escapeIdentifier(name)).join(', ')})`

/** SHA-256 of what passes through. */
function hashing(): { readonly through: Transform; readonly digest: () => string } {
  const hash = createHash('sha256')
  const through = new Transform({
    transform(chunk, _encoding, done) {
      hash.update(chunk)
      done(null, chunk)
    },
  })
  return { through, digest: () => hash.digest('hex') }
}
