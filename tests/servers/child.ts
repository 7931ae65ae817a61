import { type ChildProcess, spawn } from 'node:child_process'

/** A server process of a test. */
export interface Child {
  readonly pid: number
  /** What it printed so far, both streams. */
  output(): string
  readonly running: boolean
  /** kill -9: no chance to say anything. */
  kill9(): Promise<void>
  /** SIGTERM, and kill -9 when that does not help. */
  stop(): Promise<void>
}

const STOP_MS = 15_000

export function startChild(
  command: string,
  args: readonly string[],
  options: { cwd: string; env?: NodeJS.ProcessEnv },
): Child {
  const child: ChildProcess = spawn(command, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout?.on('data', (data) => {
    output += data
  })
  child.stderr?.on('data', (data) => {
    output += data
  })
  let running = true
  const ended = new Promise<void>((resolve) => {
    child.on('exit', () => {
      running = false
      resolve()
    })
    child.on('error', (error) => {
      output += error.message
      running = false
      resolve()
    })
  })
  // A test run that is interrupted must not leave servers behind.
  const killAtExit = () => child.kill('SIGKILL')
  process.once('exit', killAtExit)
  child.on('exit', () => process.off('exit', killAtExit))
  return {
    pid: child.pid ?? 0,
    output: () => output,
    get running() {
      return running
    },
    async kill9() {
      child.kill('SIGKILL')
      await ended
    },
    async stop() {
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
      await ended
      clearTimeout(timer)
    },
  }
}

/** Waits until `check` is true, generously: machines that run tests are slow and shared. Throws with `what` was waited for. */
export async function eventually(
  check: () => boolean | Promise<boolean>,
  what: () => string,
  timeoutMs = 60_000,
): Promise<void> {
  const end = Date.now() + timeoutMs
  while (!(await check())) {
    if (Date.now() > end) throw new Error(`not within ${timeoutMs} ms: ${what()}`)
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}
