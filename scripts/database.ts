import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { findPlace, type Place, savePlace } from './database-place.ts'
import { freePort, whyNotFree } from './free-port.ts'
import { isLock, type Lock, lockFolder } from './lock.ts'
import { asAccount, findPrograms, type Programs } from './postgres-programs.ts'
import { ended, markOf, type ProcessMark, signal } from './process-mark.ts'
import { errorCode, StartError } from './start-error.ts'

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

const USER = 'inkwire'
/** Connections of PostgreSQL; set, as initdb takes fewer on a machine that is short of semaphores. */
const MAX_CONNECTIONS = 100
/** Bytes of a log that is put aside when the database starts, so that it doesn't grow for ever. */
const LOG_LIMIT = 10_000_000
/** Times for stopping in ms: in good order, at once, and what the rest of a killed one may take to vanish. */
const STOP_TIME = { fast: 20_000, immediate: 10_000, leftovers: 15_000 }

/**
 * Starts the embedded PostgreSQL of a data folder; makes it first if there is none. One that an earlier run left
 * behind is stopped.
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
    if (place.initialised) checkVersion(place.folder, programs)
    else initialise(home, place, programs, log)
    await stopLeftover(place.folder, log)
    if (place.initialised && place.newPassword) setPassword(place, programs)
    return await run(home, place, programs, lock)
  } catch (error) {
    lock.release()
    throw error
  }
}

function checkVersion(folder: string, programs: Programs): void {
  const found = readFileSync(join(folder, 'PG_VERSION'), 'utf8').trim()
  if (found === programs.major) return
  throw new StartError(
    `The database in ${folder} is of PostgreSQL ${found}, and this Inkwire brings ${programs.major}: start it with the Inkwire that made it, or move it with pg_dump`,
  )
}

/** Under another name until it is whole: a start that is killed midway leaves nothing that looks like a database. */
function initialise(home: string, place: Place, programs: Programs, log: (line: string) => void): void {
  if (dirname(place.folder) !== home) log(`The database lies in ${place.folder}, where the user postgres can reach it`)
  const draft = `${place.folder}.new`
  const passwordFile = `${place.folder}.password`
  rmSync(draft, { recursive: true, force: true })
  makeHome(dirname(place.folder), home)
  mkdirSync(draft, { mode: 0o700 })
  rmSync(passwordFile, { force: true })
  writeFileSync(passwordFile, `${place.password}\n`, { mode: 0o600 })
  const { account } = place
  if (account !== null) for (const path of [draft, passwordFile]) chownSync(path, account.uid, account.gid)
  try {
    execFileSync(
      programs.initdb,
      [
        `--pgdata=${draft}`,
        `--username=${USER}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        // PostgreSQL's own: sorts alike on every system and never changes under an index, as the system's may.
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
      ],
      { ...asAccount(account), stdio: 'pipe' },
    )
  } catch (error) {
    const output = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error)
    const file = logFile(home)
    writeFileSync(file, output)
    throw new StartError(
      `PostgreSQL could not make a database in ${place.folder}: ${firstError(output)} (log: ${file})`,
    )
  } finally {
    rmSync(passwordFile, { force: true })
  }
  savePlace(home, place)
  renameSync(draft, place.folder)
}

/** Whatever the umask is: PostgreSQL's account has to pass through. */
function makeHome(folder: string, home: string): void {
  if (folder === home) return
  mkdirSync(folder, { recursive: true })
  for (const each of [dirname(folder), folder]) chmodSync(each, 0o755)
}

/** For data whose database.json was lost: the only way in without the password. */
function setPassword(place: Place, programs: Programs): void {
  execFileSync(programs.postgres, ['--single', '-D', place.folder, 'postgres'], {
    ...asAccount(place.account),
    input: `ALTER ROLE ${USER} PASSWORD '${place.password}'\n`,
    stdio: 'pipe',
  })
}

/** After a kill -9 of whoever started it PostgreSQL lives on. */
async function stopLeftover(folder: string, log: (line: string) => void): Promise<void> {
  const file = join(folder, 'postmaster.pid')
  if (!existsSync(file)) return
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0])
  const mark = Number.isSafeInteger(pid) && pid > 0 ? markOf(pid) : null
  if (mark === null || !isPostmaster(mark.pid, folder)) {
    // PostgreSQL would refuse when another process got the id of the dead one, or when nobody collected the dead one.
    rmSync(file, { force: true })
    return
  }
  log(`Stopping the database that an earlier run left behind (process ${mark.pid})`)
  await stopPostmaster(mark)
}

function isPostmaster(pid: number, folder: string): boolean {
  try {
    if (process.platform === 'linux') return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(folder)
    const command = execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
    return command.includes('postgres') && command.includes(folder)
  } catch {
    return false
  }
}

async function stopPostmaster(mark: ProcessMark): Promise<void> {
  signal(mark.pid, 'SIGINT')
  if (await ended(mark, STOP_TIME.fast)) return
  signal(mark.pid, 'SIGQUIT')
  if (await ended(mark, STOP_TIME.immediate)) return
  signal(mark.pid, 'SIGKILL')
  await ended(mark, STOP_TIME.immediate)
}

async function run(home: string, place: Place, programs: Programs, lock: Lock): Promise<Database> {
  const deadline = Date.now() + STOP_TIME.leftovers
  for (;;) {
    const port =
      place.port !== null && (await whyNotFree(place.port, '127.0.0.1')) === null ? place.port : await freePort()
    savePlace(home, { ...place, port })
    const url = (name: string) => `postgresql://${USER}:${place.password}@127.0.0.1:${port}/${name}`
    const file = logFile(home)
    const from = existsSync(file) ? statSync(file).size : 0
    const child = launch(place, programs, port, file)
    const exit = new Promise<void>((resolve) => {
      child.once('exit', () => resolve())
      child.once('error', () => resolve())
    })
    const problem = await ready(child, exit, place.folder, url)
    const mark = child.pid === undefined ? null : markOf(child.pid)
    if (problem === null && mark !== null) return running(mark, place.folder, url(USER), exit, lock)
    if (mark !== null) await stopPostmaster(mark)
    const output = readFileSync(file, 'utf8').slice(from)
    // Somebody took the port just now; or processes of a killed PostgreSQL are about to end.
    const passing = /could not create any TCP\/IP sockets|pre-existing shared memory block/.test(output)
    if (passing && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 200))
      continue
    }
    throw new StartError(`PostgreSQL did not start: ${problem ?? firstError(output)} (log: ${file})`)
  }
}

function launch(place: Place, programs: Programs, port: number, file: string): ChildProcess {
  // A file, not a pipe: PostgreSQL may outlive us, and must not stumble over a closed pipe.
  const output = openSync(file, 'a', 0o600)
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    port,
    max_connections: MAX_CONNECTIONS,
    logging_collector: 'off',
  }
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn(programs.postgres, ['-D', place.folder, ...args], {
    ...asAccount(place.account),
    stdio: ['ignore', output, output],
    // In a group of its own: Ctrl+C reaches it only through us, after whoever needs it has stopped.
    detached: true,
  })
  closeSync(output)
  return child
}

/** @returns null once it answers, else what went wrong ('' where its log says it) */
async function ready(child: ChildProcess, exit: Promise<void>, folder: string, url: (name: string) => string) {
  const over = exit.then(() => 'ended' as const)
  for (;;) {
    const state = await Promise.race([over, new Promise<'waiting'>((resolve) => setTimeout(resolve, 25, 'waiting'))])
    if (state === 'ended') return child.pid === undefined ? `${child.spawnfile} could not be run` : null
    if (!isReady(folder, child.pid)) continue
    const client = new pg.Client({ connectionString: url('postgres') })
    client.on('error', () => {})
    try {
      await client.connect()
      const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [USER])
      if (found.rowCount === 0) await client.query(`CREATE DATABASE ${USER}`)
      return null
    } catch (error) {
      if (errorCode(error) === '28P01')
        return 'the password in database.json is not its own: delete that file to get a new one'
      // It ended or restarts itself meanwhile; the next turn sees which.
    } finally {
      await client.end().catch(() => {})
    }
  }
}

/** PostgreSQL writes its state into the eighth line, for pg_ctl. */
function isReady(folder: string, pid: number | undefined): boolean {
  try {
    const lines = readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')
    return lines[0] === String(pid) && lines[7]?.trim() === 'ready'
  } catch {
    return false
  }
}

function running(mark: ProcessMark, folder: string, url: string, exit: Promise<void>, lock: Lock): Database {
  const over = exit.then(() => lock.release())
  return {
    url,
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

/** The line of PostgreSQL's output that says what went wrong. */
function firstError(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '')
  const telling =
    lines.find((line) => /FATAL|PANIC/.test(line)) ?? lines.find((line) => /error/i.test(line)) ?? lines.at(-1)
  return telling?.replace(/^.*?(FATAL|PANIC|error):\s*/, '').trim() ?? 'it said nothing'
}
