import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { freePort } from '../../scripts/free-port.ts'
import type { Driver } from '../driver/update.ts'
import { processTree } from './processor.ts'

/** A start that takes longer has failed: it makes a database first, on a machine that may be slow. */
const START_MS = 60_000

/** A contender's server, fresh, on a port and a data folder of its own. */
export interface ServerProcess {
  readonly port: number
  readonly pid: number
  /** Ends it and all below it at once, and takes its data away. */
  end(): Promise<void>
}

/** Rejects with what the server printed when it does not come up. */
export async function startServer(driver: Driver): Promise<ServerProcess> {
  const port = await freePort()
  const dataDir = mkdtempSync(join(tmpdir(), 'inkwire-benchmark-'))
  const { cmd, args, env } = driver.server({ port, dataDir })
  const child = spawn(cmd, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text))
  const exit = new Promise<void>((resolve) => child.once('close', resolve))
  const pid = child.pid ?? 0
  const kill = () => {
    for (const each of [...processTree(pid)].reverse()) endAtOnce(each)
  }
  // A run that is interrupted must not leave servers behind.
  process.once('exit', kill)
  const end = async () => {
    kill()
    await exit
    process.off('exit', kill)
    removeData(dataDir)
  }
  for (const deadline = Date.now() + START_MS; !(await listens(port)); ) {
    if (child.exitCode === null && Date.now() < deadline) continue
    await end()
    throw new Error(`The server did not start: ${output.trim()}`)
  }
  return { port, pid, end }
}

function endAtOnce(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended by itself meanwhile.
  }
}

/** Where root starts it, the embedded database has a folder elsewhere, one below which it lies; it notes down where. */
export function removeData(dataDir: string): void {
  const note = join(dataDir, 'database.json')
  const folder: unknown = existsSync(note) ? JSON.parse(readFileSync(note, 'utf8')).folder : undefined
  if (typeof folder === 'string') rmSync(resolve(dataDir, folder, '..'), { recursive: true, force: true })
  rmSync(dataDir, { recursive: true, force: true })
}

export function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    // Not at once again: the server that is starting needs the processor.
    socket.once('error', () => setTimeout(resolve, 50, false))
  })
}
