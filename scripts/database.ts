import { chmodSync, existsSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { findPlace, type Place, savePlace } from './database-place.ts'
import { freePort, whyNotFree } from './free-port.ts'
import { initdb, setPassword } from './initdb.ts'
import { isLock, type Lock, lockFolder } from './lock.ts'
import { findPrograms, type Programs } from './postgres-programs.ts'
import { type Postmaster, startPostmaster, stopLeftover, stopPostmaster, USER } from './postmaster.ts'
import { signal } from './process-mark.ts'
import { StartError } from './start-error.ts'
import { takeOver } from './takeover.ts'

export interface DatabaseOptions {
  /** Folder of this database's files; made if it is missing. */
  readonly dataDir: string
  /** Told what a person would want to know, in single lines. */
  readonly log?: (line: string) => void
}

/** The embedded PostgreSQL, running. */
export interface Database {
  /** postgresql://… with the password; loopback only. */
  readonly url: string
  readonly pid: number
  /** PostgreSQL's own data folder. */
  readonly folder: string
  /** Settled when it no longer runs, for whatever reason. */
  readonly ended: Promise<void>
  /** Ends it in good order. */
  stop(): Promise<void>
  /** Ends all its processes at once, as a power cut would. */
  kill9(): Promise<void>
}

/** Bytes of a log that is put aside when the database starts, so that it doesn't grow for ever. */
const LOG_LIMIT = 10_000_000

/**
 * Starts the embedded PostgreSQL of a data folder; makes it first if there is none, and takes over what an older
 * major version has left. One that an earlier run left behind is stopped.
 *
 * @throws StartError with one line that says what a person can do
 */
export async function startDatabase({ dataDir, log = () => {} }: DatabaseOptions): Promise<Database> {
  mkdirSync(dataDir, { recursive: true })
  const home = realpathSync(dataDir)
  const lock = lockFolder(home, 'database')
  if (!isLock(lock)) throw new StartError(`The database in ${home} is used by process ${lock.pid}: stop that one first`)
  try {
    const place = findPlace(home)
    const programs = findPrograms(place.account, home, log)
    const logTo = logFile(home)
    if (!place.initialised) initialise(home, place, programs, log)
    else {
      await stopLeftover(place.folder, log)
      const found = readFileSync(join(place.folder, 'PG_VERSION'), 'utf8').trim()
      if (found !== programs.major) await takeOver({ home, place, found, programs, log, logFile: logTo })
      else if (place.newPassword) setPassword(place, programs)
    }
    return await run(home, place, programs, lock, logTo)
  } catch (error) {
    lock.release()
    throw error
  }
}

/** Under another name until it is whole: a start that is killed midway leaves nothing that looks like a database. */
function initialise(home: string, place: Place, programs: Programs, log: (line: string) => void): void {
  if (dirname(place.folder) !== home) log(`The database lies in ${place.folder}, where the user postgres can reach it`)
  const draft = `${place.folder}.new`
  rmSync(draft, { recursive: true, force: true })
  makeHome(dirname(place.folder), home)
  initdb({ folder: draft, password: place.password, account: place.account, programs, logFile: logFile(home) })
  savePlace(home, place)
  renameSync(draft, place.folder)
}

/** Whatever the umask is: PostgreSQL's account has to pass through. */
function makeHome(folder: string, home: string): void {
  if (folder === home) return
  mkdirSync(folder, { recursive: true })
  for (const each of [dirname(folder), folder]) chmodSync(each, 0o755)
}

async function run(home: string, place: Place, programs: Programs, lock: Lock, logFile: string): Promise<Database> {
  const { folder, account, password } = place
  const postmaster = await startPostmaster({
    program: programs.postgres,
    folder,
    account,
    password,
    logFile,
    port: async () => {
      const kept = place.port !== null && (await whyNotFree(place.port, '127.0.0.1')) === null
      const port = kept && place.port !== null ? place.port : await freePort()
      savePlace(home, { ...place, port })
      return port
    },
  })
  try {
    await makeDatabase(postmaster.url('postgres'))
  } catch (error) {
    await stopPostmaster(postmaster.mark)
    throw new StartError(
      `PostgreSQL did not start: ${error instanceof Error ? error.message : error} (log: ${logFile})`,
    )
  }
  return running(postmaster, folder, lock)
}

async function makeDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [USER])
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${USER}`)
  } finally {
    await client.end().catch(() => {})
  }
}

function running({ mark, url, ended }: Postmaster, folder: string, lock: Lock): Database {
  const over = ended.then(() => lock.release())
  return {
    url: url(USER),
    pid: mark.pid,
    folder,
    ended: over,
    stop: async () => {
      await stopPostmaster(mark)
      await over
    },
    kill9: async () => {
      for (const pid of [mark.pid, ...childrenOf(mark.pid)]) signal(pid, 'SIGKILL')
      await over
    },
  }
}

function childrenOf(pid: number): readonly number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number)
  } catch {
    // Elsewhere than on Linux they notice by themselves that their parent is gone.
    return []
  }
}

function logFile(home: string): string {
  const file = join(home, 'logs', 'database.log')
  mkdirSync(dirname(file), { recursive: true })
  if (existsSync(file) && statSync(file).size > LOG_LIMIT) renameSync(file, `${file}.1`)
  return file
}
