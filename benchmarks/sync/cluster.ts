import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startDatabase } from '../../scripts/database.ts'
import { freePort } from '../../scripts/free-port.ts'
import { Boards } from '../driver/boards.ts'
import { listens, removeData } from './server-process.ts'

const INSTANCE = fileURLToPath(new URL('../../apps/realtime/dist/main.js', import.meta.url))
const START_MS = 60_000

/** Equal instances on one database; with Redis where there are several. */
export interface Cluster {
  readonly ports: readonly number[]
  /** Of the instances, PostgreSQL and Redis. */
  readonly pids: readonly number[]
  readonly databaseUrl: string
  readonly dataDir: string
  end(): Promise<void>
}

/** Rejects when one of them does not come up. */
export async function startCluster(instances: number): Promise<Cluster> {
  const dataDir = mkdtempSync(join(tmpdir(), 'inkwire-benchmark-'))
  const database = await startDatabase({ dataDir })
  const children: ChildProcess[] = []
  const start = (cmd: string, args: readonly string[], env: object = {}): ChildProcess => {
    const child = spawn(cmd, args, {
      cwd: dataDir,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    child.on('error', (error) => console.error(error.message))
    children.push(child)
    return child
  }
  const kill = () => {
    for (const child of children) child.kill('SIGKILL')
  }
  process.once('exit', kill)
  const end = async () => {
    kill()
    await database.kill9()
    process.off('exit', kill)
    removeData(dataDir)
  }
  try {
    const redis = instances > 1 ? await freePort() : undefined
    if (redis !== undefined) {
      start('redis-server', ['--port', String(redis), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'])
      await listening(redis)
    }
    const ports: number[] = []
    for (let i = 0; i < instances; i++) {
      const port = await freePort()
      start(process.execPath, [INSTANCE], {
        PORT: String(port),
        HOST: '127.0.0.1',
        DATABASE_URL: database.url,
        REDIS_URL: redis === undefined ? '' : `redis://127.0.0.1:${redis}`,
        WEB_URL: '',
        PUBLIC_URL: '',
        LOG_LEVEL: 'error',
        NODE_ENV: 'production',
        SECRET: 'a secret that all instances of a benchmark share',
      })
      await listening(port)
      ports.push(port)
    }
    Boards.share(ports, dataDir)
    const pids = [database.pid, ...children.flatMap(({ pid }) => (pid === undefined ? [] : [pid]))]
    return { ports, pids, databaseUrl: database.url, dataDir, end }
  } catch (error) {
    await end()
    throw error
  }
}

async function listening(port: number): Promise<void> {
  for (const deadline = Date.now() + START_MS; !(await listens(port)); ) {
    if (Date.now() > deadline) throw new Error(`Nothing listens on port ${port}`)
  }
}
