import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Database, startDatabase } from './database.ts'
import { markOf } from './process-mark.ts'

let dataDir: string
let open: Database[]
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'inkwire-database-'))
  open = []
})
afterEach(async () => {
  for (const database of open) await database.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

async function start(): Promise<Database> {
  const database = await startDatabase({ dataDir })
  open.push(database)
  return database
}

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query({ text: sql, rowMode: 'array' })
    return rows[0]?.[0]
  } finally {
    await client.end()
  }
}

/** A process that starts the database of the data folder and holds it. */
async function startElsewhere(): Promise<{ child: ChildProcess; pid: number }> {
  const module = fileURLToPath(new URL('database.ts', import.meta.url))
  const script = `const { startDatabase } = await import(${JSON.stringify(module)})
    console.log((await startDatabase({ dataDir: ${JSON.stringify(dataDir)} })).pid)
    setInterval(() => {}, 1000)`
  const root = fileURLToPath(new URL('..', import.meta.url))
  const args = ['--import', 'tsx', '--input-type=module', '-e', script]
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = await once(child.stdout, 'data')
  return { child, pid: Number(String(line)) }
}

describe('embedded PostgreSQL', () => {
  it('keeps its data and its address over a stop and over a kill -9', async () => {
    const first = await start()
    await ask(first.url, 'CREATE TABLE kept (n int)')
    await first.stop()
    const second = await start()
    expect(second.url).toBe(first.url)
    await ask(second.url, 'INSERT INTO kept VALUES (7)')
    await second.kill9()
    const third = await start()
    expect(third.url).toBe(first.url)
    expect(await ask(third.url, 'SELECT n FROM kept')).toBe(7)
  })

  it('is durable, in UTF-8, on the loopback interface alone, behind a password', async () => {
    const { url } = await start()
    expect(await ask(url, 'SHOW fsync')).toBe('on')
    expect(await ask(url, 'SHOW full_page_writes')).toBe('on')
    expect(await ask(url, 'SHOW synchronous_commit')).toBe('on')
    expect(await ask(url, 'SHOW server_encoding')).toBe('UTF8')
    expect(await ask(url, 'SHOW listen_addresses')).toBe('127.0.0.1')
    expect(await ask(url, 'SHOW max_connections')).toBe('100')
    const wrong = new URL(url)
    wrong.password = 'wrong'
    await expect(ask(wrong.href, 'SELECT 1')).rejects.toThrow(/password/)
    expect(statSync(join(dataDir, 'database.json')).mode & 0o777).toBe(0o600)
  })

  it('refuses the second of two, by name', async () => {
    await start()
    await expect(startDatabase({ dataDir })).rejects.toThrow(
      new RegExp(`^The database in .* is used by process ${process.pid}: stop that one first$`),
    )
  })

  it('stops what a starter that was killed left behind', async () => {
    const { child, pid } = await startElsewhere()
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
    expect(markOf(pid)).not.toBeNull()
    const lines: string[] = []
    const database = await startDatabase({ dataDir, log: (line) => lines.push(line) })
    open.push(database)
    expect(lines).toEqual([`Stopping the database that an earlier run left behind (process ${pid})`])
    expect(database.pid).not.toBe(pid)
    expect(await ask(database.url, 'SELECT 1')).toBe(1)
  })

  it('makes a new password when database.json is lost', async () => {
    const first = await start()
    await first.stop()
    rmSync(join(dataDir, 'database.json'))
    const second = await start()
    expect(second.url).not.toBe(first.url)
    expect(await ask(second.url, 'SELECT 1')).toBe(1)
  })

  it('says in one line that data is of a newer major version', async () => {
    const { folder, stop } = await start()
    await stop()
    open = []
    writeFileSync(join(folder, 'PG_VERSION'), '99\n')
    await expect(startDatabase({ dataDir })).rejects.toThrow(
      /^The database in .* is of PostgreSQL 99, and this Inkwire .*$/,
    )
  })

  it('starts from nothing after a start that was killed while it made the data', async () => {
    mkdirSync(join(dataDir, 'postgres.new'))
    writeFileSync(join(dataDir, 'postgres.new', 'PG_VERSION'), '18\n')
    const { url } = await start()
    expect(await ask(url, 'SELECT 1')).toBe(1)
  })
})
