import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, readlinkSync, realpathSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { type Account, asAccount } from './postgres-programs.ts'
import { ended, markOf, type ProcessMark, signal } from './process-mark.ts'
import { errorCode, StartError } from './start-error.ts'

/** Name of the one role, and of the one database. */
export const USER = 'inkwire'
/** Connections of PostgreSQL; set, as initdb takes fewer on a machine that is short of semaphores. */
const MAX_CONNECTIONS = 100
/** Times for stopping in ms: in good order, at once, and what the rest of a killed one may take to vanish. */
const STOP_TIME = { fast: 20_000, immediate: 10_000, leftovers: 15_000 }

export interface PostmasterOptions {
  /** The program `postgres`, of the folder's major version. */
  readonly program: string
  /** PostgreSQL's own data folder. */
  readonly folder: string
  readonly account: Account
  readonly password: string
  /** Where its output goes. */
  readonly logFile: string
  /** Asked before each try, of which there are several when somebody takes the port in between. */
  readonly port: () => Promise<number>
  /** Settings of PostgreSQL beside ours. */
  readonly settings?: Readonly<Record<string, string>>
}

/** A PostgreSQL that answers. */
export interface Postmaster {
  readonly mark: ProcessMark
  /** Of a database of it; loopback only. */
  readonly url: (database: string) => string
  /** Settled when it no longer runs, for whatever reason. */
  readonly ended: Promise<void>
}

/**
 * Starts a PostgreSQL on a folder and waits until it answers.
 *
 * @throws StartError
 */
export async function startPostmaster(options: PostmasterOptions): Promise<Postmaster> {
  const { folder, password, logFile } = options
  const deadline = Date.now() + STOP_TIME.leftovers
  for (;;) {
    const port = await options.port()
    const url = (database: string) => `postgresql://${USER}:${password}@127.0.0.1:${port}/${database}`
    const from = existsSync(logFile) ? statSync(logFile).size : 0
    const child = launch(options, port)
    const exit = new Promise<void>((resolve) => {
      child.once('exit', () => resolve())
      child.once('error', () => resolve())
    })
    const problem = await ready(child, exit, folder, url('postgres'))
    const mark = child.pid === undefined ? null : markOf(child.pid)
    if (problem === null && mark !== null) return { mark, url, ended: exit }
    if (mark !== null) await stopPostmaster(mark)
    const output = readFileSync(logFile, 'utf8').slice(from)
    // Somebody took the port just now; or processes of a killed PostgreSQL are about to end.
    const passing = /could not create any TCP\/IP sockets|pre-existing shared memory block/.test(output)
    if (passing && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 200))
      continue
    }
    throw new StartError(`PostgreSQL did not start: ${problem ?? firstError(output)} (log: ${logFile})`)
  }
}

/** Stops the PostgreSQL of a folder that lived on after a kill -9 of whoever started it. */
export async function stopLeftover(folder: string, log: (line: string) => void): Promise<void> {
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

export async function stopPostmaster(mark: ProcessMark): Promise<void> {
  signal(mark.pid, 'SIGINT')
  if (await ended(mark, STOP_TIME.fast)) return
  signal(mark.pid, 'SIGQUIT')
  if (await ended(mark, STOP_TIME.immediate)) return
  signal(mark.pid, 'SIGKILL')
  await ended(mark, STOP_TIME.immediate)
}

/** The line of PostgreSQL's output that says what went wrong. */
export function firstError(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '')
  const telling =
    lines.find((line) => /FATAL|PANIC/.test(line)) ?? lines.find((line) => /error/i.test(line)) ?? lines.at(-1)
  return telling?.replace(/^.*?(FATAL|PANIC|error):\s*/, '').trim() ?? 'it said nothing'
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

function launch({ program, folder, account, logFile, settings = {} }: PostmasterOptions, port: number): ChildProcess {
  // A file, not a pipe: PostgreSQL may outlive us, and must not stumble over a closed pipe.
  const output = openSync(logFile, 'a', 0o600)
  const all = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    port,
    max_connections: MAX_CONNECTIONS,
    logging_collector: 'off',
    ...settings,
  }
  const args = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn(program, ['-D', folder, ...args], {
    ...asAccount(account),
    stdio: ['ignore', output, output],
    // In a group of its own: Ctrl+C reaches it only through us, after whoever needs it has stopped.
    detached: true,
  })
  closeSync(output)
  return child
}

/** @returns null once it answers, else what went wrong ('' where its log says it) */
async function ready(child: ChildProcess, exit: Promise<void>, folder: string, url: string) {
  const over = exit.then(() => 'ended' as const)
  for (;;) {
    const state = await Promise.race([over, new Promise<'waiting'>((resolve) => setTimeout(resolve, 25, 'waiting'))])
    if (state === 'ended') return child.pid === undefined ? `${child.spawnfile} could not be run` : null
    if (!isReady(folder, child.pid)) continue
    const client = new pg.Client({ connectionString: url })
    client.on('error', () => {})
    try {
      await client.connect()
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
