import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { freePort } from '../../scripts/free-port.ts'
import { eventually, startChild } from './child.ts'
import { listens } from './redis.ts'

/** PgBouncer before a PostgreSQL: each transaction gets whichever connection is free. */
export interface Pool {
  readonly url: string
  /** Each connection to PostgreSQL is given up when nobody has it, and another one made. */
  reconnect(): Promise<void>
  stop(): Promise<void>
}

/** @param size connections to PostgreSQL */
export async function startPool(databaseUrl: string, size: number): Promise<Pool> {
  const database = new URL(databaseUrl)
  const name = database.pathname.slice(1)
  const port = await freePort()
  const folder = mkdtempSync(join(tmpdir(), 'inkwire-pool-'))
  const [file, users] = [join(folder, 'pgbouncer.ini'), join(folder, 'users.txt')]
  writeFileSync(users, `"${database.username}" "${decodeURIComponent(database.password)}"\n`)
  writeFileSync(
    file,
    `[databases]
${name} = host=${database.hostname} port=${database.port} dbname=${name}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = plain
auth_file = ${users}
admin_users = ${database.username}
pool_mode = transaction
default_pool_size = ${size}
max_client_conn = 200
`,
  )
  for (const [path, mode] of [
    [folder, 0o755],
    [file, 0o644],
    [users, 0o644],
  ] as const)
    chmodSync(path, mode)
  // It does not run as root.
  const asUser = process.getuid?.() === 0 ? ['-u', 'nobody'] : []
  const child = startChild('pgbouncer', [...asUser, file], { cwd: folder })
  await eventually(
    () => {
      if (!child.running) throw new Error(`pgbouncer ended: ${child.output()}`)
      return listens(port)
    },
    () => `PgBouncer listens: ${child.output()}`,
  )
  const url = new URL(databaseUrl)
  url.host = `127.0.0.1:${port}`
  return {
    url: url.href,
    async reconnect() {
      const console = new pg.Client(Object.assign(new URL(url), { pathname: '/pgbouncer' }).href)
      await console.connect()
      await console.query('RECONNECT')
      await console.end()
    },
    async stop() {
      await child.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
