import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Running } from './keeper.ts'
import type { LogFile } from './log-file.ts'
import { ended, markOf, parseMark, signal } from './process-mark.ts'

export interface ServiceOptions {
  /** Arguments of node. */
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  readonly log: LogFile
  /** Where its process id is kept, for the start after a kill -9 of the supervisor. */
  readonly pidFile: string
  /** Also told what it writes, for development. */
  readonly echo: ((text: string) => void) | null
}

/** ms for a service to end in good order. */
const STOP_TIME = 10_000

/** Starts a Node process of ours. It has an IPC channel, so that it notices ('disconnect') when its supervisor dies. */
export function startService({ args, cwd, env, log, pidFile, echo }: ServiceOptions): Running {
  log.begin()
  const child = spawn(process.execPath, args, {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // In a group of its own: Ctrl+C reaches it only through us, in order; and its own children end with it.
    detached: true,
  })
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      log.write(text)
      echo?.(text)
    })
  }
  const mark = child.pid === undefined ? null : markOf(child.pid)
  if (mark !== null) {
    mkdirSync(dirname(pidFile), { recursive: true })
    writeFileSync(pidFile, JSON.stringify(mark))
  }
  const over = endOf(child).then((how) => {
    rmSync(pidFile, { force: true })
    // What it started itself (Next's workers) has no work left.
    if (child.pid !== undefined) signal(-child.pid, 'SIGKILL')
    return how
  })
  return { ended: over, stop: () => stop(child, over) }
}

/** Stops services that an earlier supervisor left behind, killed as it was. */
export async function stopLeftoverServices(pidFolder: string): Promise<void> {
  if (!existsSync(pidFolder)) return
  for (const file of readdirSync(pidFolder)) {
    const path = join(pidFolder, file)
    const mark = parseMark(readFileSync(path, 'utf8'))
    if (mark !== null) {
      // The id alone may be another process's by now.
      if (!(await ended(mark, 0))) signal(-mark.pid, 'SIGTERM')
      if (!(await ended(mark, STOP_TIME))) signal(-mark.pid, 'SIGKILL')
      await ended(mark, STOP_TIME)
    }
    rmSync(path, { force: true })
  }
}

async function stop(child: ChildProcess, over: Promise<string>): Promise<void> {
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.pid !== undefined && signal(-child.pid, 'SIGKILL'), STOP_TIME)
  await over
  clearTimeout(timer)
}

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => child.pid === undefined && resolve(error.message))
    // 'close', not 'exit': its last lines may still be on their way.
    child.once('exit', (code, name) => {
      const how = name === null ? `exit code ${code}` : `killed by ${name}`
      const late = setTimeout(resolve, 1000, how)
      child.once('close', () => {
        clearTimeout(late)
        resolve(how)
      })
    })
  })
}
