import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { copyRows } from './copy-rows.ts'
import { type Database, startDatabase } from './database.ts'
import {
  compareTables,
  copyRoleDefaults,
  copySequences,
  copyTable,
  emptyTables,
  openSession,
  type Table,
  tablesOf,
} from './database-rows.ts'
import { shapeOf } from './database-shape.ts'

const SCHEMA = `
  CREATE TABLE place (id bigserial PRIMARY KEY, name text NOT NULL, twice text GENERATED ALWAYS AS (name || name) STORED);
  CREATE TABLE thing (id int PRIMARY KEY, place bigint NOT NULL REFERENCES place, bytes bytea, at timestamptz(3), note text);
  CREATE FUNCTION six() RETURNS int LANGUAGE sql AS 'SELECT 6'`

let dataDir: string
let database: Database
let one: pg.Client
let other: pg.Client

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'inkwire-rows-'))
  database = await startDatabase({ dataDir })
  one = await openSession(database.url)
  await one.query('CREATE DATABASE elsewhere')
  const url = new URL(database.url)
  url.pathname = '/elsewhere'
  other = await openSession(url.href)
  for (const client of [one, other]) await client.query(SCHEMA)
  await one.query(`
    INSERT INTO place (name) SELECT 'place ' || i FROM generate_series(1, 20) i;
    INSERT INTO thing SELECT i, 1 + i % 20, decode(repeat(to_hex(i), 2000), 'hex'), now(), CASE WHEN i % 3 = 0 THEN E'tab\\t\\\\ é' END
      FROM generate_series(4096, 6095) i;
    ALTER ROLE CURRENT_USER IN DATABASE inkwire SET lock_timeout = 1234`)
})

afterAll(async () => {
  await one?.end()
  await other?.end()
  await database?.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

async function copyAll(): Promise<readonly Table[]> {
  const tables = await tablesOf(one)
  await other.query('BEGIN')
  await emptyTables(other, tables)
  for (const table of tables) await copyTable(one, other, table)
  await copySequences(one, other)
  await copyRoleDefaults(one, other)
  await other.query('COMMIT')
  return tables
}

describe('rows of a database', () => {
  it('are copied, with the places of sequences and the defaults of the role, as often as one likes', async () => {
    await copyAll()
    const tables = await copyAll()
    expect(tables.map(({ name }) => name)).toEqual(['public.place', 'public.thing'])
    expect(await compareTables(one, other, tables)).toBe(2020n)
    const { rows } = await other.query(`INSERT INTO place (name) VALUES ('next') RETURNING id, twice`)
    expect(rows).toEqual([{ id: '21', twice: 'nextnext' }])
    const defaults =
      await other.query(`SELECT setconfig FROM pg_db_role_setting JOIN pg_database d ON d.oid = setdatabase
      WHERE datname = 'elsewhere'`)
    expect(defaults.rows).toEqual([{ setconfig: ['lock_timeout=1234'] }])
  })

  it('are compared: one byte more, one row less and one null are seen', async () => {
    const changes = [
      `UPDATE thing SET bytes = bytes || '\\x00'::bytea WHERE id = 5000`,
      'DELETE FROM thing WHERE id = 5000',
      `UPDATE thing SET note = '' WHERE id = 5000`,
    ]
    for (const change of changes) {
      const tables = await copyAll()
      await other.query(change)
      await expect(compareTables(one, other, tables)).rejects.toThrow(/^the copy of public\.thing differs/)
    }
  })

  it('are copied or not, and both connections go on, when either side fails', async () => {
    const write = 'COPY place (name) FROM STDIN'
    const read = (what: string) => `COPY (SELECT ${what} FROM generate_series(1, 100000) i) TO STDOUT`
    const names = async () => (await other.query('SELECT count(*)::int AS names FROM place')).rows[0].names
    const before = await names()
    await expect(copyRows(one, read('1 / (50000 - i)'), other, write)).rejects.toThrow('division by zero')
    await expect(copyRows(one, read('NULLIF(i, 50000)'), other, write)).rejects.toThrow(/null value in column "name"/)
    await expect(copyRows(one, read('i'), other, 'COPY nothing FROM STDIN')).rejects.toThrow(/"nothing" does not exist/)
    expect(await names()).toBe(before)
    await copyRows(one, read('i'), other, write)
    expect(await names()).toBe(before + 100_000)
  })
})

describe('the shape of a database', () => {
  it('tells each difference', async () => {
    const shape = await shapeOf(one)
    expect(await shapeOf(other)).toEqual(shape)
    const changes = [
      'ALTER TABLE thing ADD more int',
      'ALTER TABLE thing ALTER note SET NOT NULL',
      `ALTER TABLE thing ALTER note SET DEFAULT 'x'`,
      'CREATE INDEX ON thing (at)',
      'ALTER TABLE thing DROP CONSTRAINT thing_place_fkey',
      `CREATE OR REPLACE FUNCTION six() RETURNS int LANGUAGE sql AS 'SELECT 7'`,
      'ALTER FUNCTION six() SET lock_timeout = 1',
      'ALTER TABLE thing SET (fillfactor = 50)',
      'CREATE VIEW seen AS SELECT 1 AS one',
    ]
    for (const change of changes) {
      await other.query('BEGIN')
      await other.query('DELETE FROM thing')
      await other.query(change)
      expect(await shapeOf(other), change).not.toEqual(shape)
      await other.query('ROLLBACK')
    }
  })
})
