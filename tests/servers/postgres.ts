import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startDatabase } from '../../scripts/database.ts'

/** A PostgreSQL of the test's own, which it may kill and start again on the same address. */
export interface PostgresServer {
  readonly url: string
  kill9(): Promise<void>
  restart(): Promise<void>
  /** Stops all its processes where they are: it neither answers nor closes a connection. */
  freeze(): Promise<void>
  thaw(): Promise<void>
  stop(): Promise<void>
}

export async function startPostgres(): Promise<PostgresServer> {
  const dataDir = mkdtempSync(join(tmpdir(), 'inkwire-postgres-'))
  let database = await startDatabase({ dataDir })
  const { url } = database
  return {
    url,
    kill9: () => database.kill9(),
    async restart() {
      database = await startDatabase({ dataDir })
      if (database.url !== url) throw new Error('the database came back at another address')
    },
    freeze: async () => signalAll(database.pid, 'SIGSTOP'),
    thaw: async () => signalAll(database.pid, 'SIGCONT'),
    async stop() {
      await database.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** The one that starts the others first: it must not start more meanwhile. */
function signalAll(pid: number, signal: 'SIGSTOP' | 'SIGCONT'): void {
  process.kill(pid, signal)
  const children = execFileSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' })
    .trim()
    .split('\n')
  for (const child of children) process.kill(Number(child), signal)
}
