import { existsSync, renameSync, rmSync, statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import { migrate } from '../apps/realtime/src/database/migrate.ts'
import type { Place } from './database-place.ts'
import {
  compareTables,
  copyRoleDefaults,
  copySequences,
  copyTable,
  emptyTables,
  openSession,
  tablesOf,
} from './database-rows.ts'
import { shapeOf } from './database-shape.ts'
import { copyFolder, folderBytes } from './folder-copy.ts'
import { freePort } from './free-port.ts'
import { initdb, setPassword } from './initdb.ts'
import { findOldPrograms, OLD_VERSIONS, oldProgramsFolder } from './old-programs.ts'
import type { Programs } from './postgres-programs.ts'
import { type Postmaster, startPostmaster, stopLeftover, stopPostmaster, USER } from './postmaster.ts'
import { StartError } from './start-error.ts'
import { exchange, takeoverFolders } from './takeover-folders.ts'

export interface TakeoverOptions {
  /** The data folder. */
  readonly home: string
  readonly place: Place
  /** Major version of the data that is there. */
  readonly found: string
  /** Ours. */
  readonly programs: Programs
  readonly log: (line: string) => void
  /** Where PostgreSQL's output goes, the old one's too. */
  readonly logFile: string
  /** Bytes that are free where the database lies. */
  readonly free?: (folder: string) => number
}

const MIGRATIONS = fileURLToPath(new URL('../prisma/migrations', import.meta.url))
/** What the old programs and an empty database take, and what must stay free. */
const SPACE_BESIDE_DATA = 500 * 2 ** 20
/** Of a copy: lost in a power cut it is made again. */
const OLD_SETTINGS = { default_transaction_read_only: 'on', fsync: 'off', full_page_writes: 'off', autovacuum: 'off' }
/** Tables that are emptied and filled in one transaction are then written once, and not to the write-ahead log, too. */
const NEW_SETTINGS = { wal_level: 'minimal', max_wal_senders: '0' }
const MEBIBYTE = 2 ** 20

/**
 * Makes data of an older major version data of ours: reads it with the old PostgreSQL, from a copy, writes it with the new one
 * into a folder beside, compares all rows, and only then exchanges the folders. Until that moment the old data is as it
 * was, whatever happens; afterwards it is kept under another name.
 *
 * @throws StartError
 */
export async function takeOver(options: TakeoverOptions): Promise<void> {
  const { home, place, found, programs, log } = options
  const { folder, account } = place
  const folders = takeoverFolders(folder)
  if (!(found in OLD_VERSIONS) || Number(found) > Number(programs.major)) {
    throw new StartError(
      `The database in ${folder} is of PostgreSQL ${found}, and this Inkwire brings ${programs.major}: start it with the Inkwire that made it`,
    )
  }
  try {
    await clear(folder)
    log(`The database is of PostgreSQL ${found}: taking it over into ${programs.major}`)
    checkSpace(options)
    const beside = dirname(folder)
    const old = await findOldPrograms({ major: found, account, folder: beside, home, log })
    log(`Copying ${mebibytes(folderBytes(folder))} MB, so that the old data stays as it is`)
    copyFolder(folder, folders.copy, account, ['postmaster.pid', 'postmaster.opts'])
    if (place.newPassword) setPassword({ folder: folders.copy, account, password: place.password }, old)
    initdb({ folder: folders.draft, password: place.password, account, programs, logFile: options.logFile })
    const rows = await transfer(options, old)
    renameSync(folders.draft, folders.whole)
    const kept = exchange(folder, found)
    log(
      `Taken over, and compared: ${rows} rows. The data of PostgreSQL ${found} is kept in ${kept}: delete it when all is well`,
    )
  } catch (error) {
    await clear(folder).catch(() => {})
    const reason = error instanceof Error ? error.message : String(error)
    throw new StartError(
      `The database in ${folder} (PostgreSQL ${found}) was not taken over, and is as it was: ${reason}`,
    )
  }
  // What can't be removed now only takes room.
  await clear(folder).catch(() => {})
  rmSync(oldProgramsFolder(dirname(folder), found), { recursive: true, force: true })
}

/** Removes what an earlier try left, its processes too. What is whole but was not exchanged is out of date by now. */
async function clear(folder: string): Promise<void> {
  for (const left of Object.values(takeoverFolders(folder))) {
    if (!existsSync(left)) continue
    await stopLeftover(left, () => {})
    rmSync(left, { recursive: true, force: true })
  }
}

function checkSpace({ place: { folder }, free = freeBytes }: TakeoverOptions): void {
  // The copy, and the new data.
  const needed = 2 * folderBytes(folder) + SPACE_BESIDE_DATA
  const there = free(dirname(folder))
  if (there >= needed) return
  throw new StartError(
    `it takes ${mebibytes(needed)} MB in ${dirname(folder)}, and ${mebibytes(there)} MB are free there: make room, then start again`,
  )
}

function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}

function mebibytes(bytes: number): string {
  return Math.ceil(bytes / MEBIBYTE).toLocaleString('en')
}

/** @returns how many rows went over */
async function transfer({ place, programs, logFile, log }: TakeoverOptions, old: Programs): Promise<string> {
  const { copy, draft } = takeoverFolders(place.folder)
  const common = { account: place.account, password: place.password, logFile, port: freePort }
  const running: Postmaster[] = []
  const start = async (program: string, folder: string, settings: Readonly<Record<string, string>>) => {
    const postmaster = await startPostmaster({ ...common, program, folder, settings })
    running.push(postmaster)
    return postmaster
  }
  try {
    const source = await start(old.postgres, copy, OLD_SETTINGS)
    const target = await start(programs.postgres, draft, NEW_SETTINGS)
    const rows = await transferRows(source, target, log)
    // In good order: what is exchanged needs no recovery.
    for (const postmaster of running) await stopPostmaster(postmaster.mark)
    return rows
  } finally {
    for (const postmaster of running) await stopPostmaster(postmaster.mark)
  }
}

async function transferRows(source: Postmaster, target: Postmaster, log: (line: string) => void): Promise<string> {
  const sessions: pg.Client[] = []
  const open = async (url: string) => {
    const session = await openSession(url)
    sessions.push(session)
    return session
  }
  try {
    const whole = await open(source.url('postgres'))
    const { rows } = await whole.query<{ name: string }>(
      'SELECT datname AS name FROM pg_database WHERE NOT datistemplate ORDER BY 1',
    )
    const foreign = rows.find(({ name }) => name !== 'postgres' && name !== USER)
    if (foreign)
      throw new StartError(`it holds the database ${foreign.name}, which Inkwire did not make: move it elsewhere`)
    await (await open(target.url('postgres'))).query(`CREATE DATABASE ${USER}`)
    // It was stopped before its first use.
    if (!rows.some(({ name }) => name === USER)) return '0'
    const from = await open(source.url(USER))
    const to = await open(target.url(USER))
    await makeSchema(from, to, target.url(USER))
    return await transferDatabase(from, to, log)
  } finally {
    for (const session of sessions) await session.end().catch(() => {})
  }
}

/** The schema that the old data has is made by the same migrations as it was then, no more of them. */
async function makeSchema(from: pg.Client, to: pg.Client, url: string): Promise<void> {
  const { rows } = await from.query<{ there: boolean }>(`SELECT to_regclass('_prisma_migrations') IS NOT NULL AS there`)
  if (rows[0]?.there) {
    const applied = await from.query<{ name: string }>(
      'SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
    )
    const names = new Set(applied.rows.map(({ name }) => name))
    const made = new Set(await migrate(url, MIGRATIONS, names))
    const unknown = [...names].find((name) => !made.has(name))
    if (unknown) throw new StartError(`a newer Inkwire has used it (migration ${unknown}): start it with that one`)
  }
  const [old, now] = [await shapeOf(from), await shapeOf(to)]
  const missing = old.find((line) => !now.includes(line))
  const added = now.find((line) => !old.includes(line))
  if (missing) throw new StartError(`it holds what Inkwire did not make (${missing}): move it elsewhere`)
  if (added) throw new StartError(`something of Inkwire's is missing in it (${added})`)
}

async function transferDatabase(from: pg.Client, to: pg.Client, log: (line: string) => void): Promise<string> {
  const tables = await tablesOf(from)
  log('Copying all rows')
  await to.query('BEGIN')
  await emptyTables(to, tables)
  for (const table of tables) await copyTable(from, to, table)
  await copySequences(from, to)
  await copyRoleDefaults(from, to)
  await to.query('COMMIT')
  log('Comparing what was copied')
  const rows = await compareTables(from, to, tables)
  await to.query('ANALYZE')
  return rows.toLocaleString('en')
}
