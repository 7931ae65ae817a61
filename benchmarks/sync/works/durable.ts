import { execFile } from 'node:child_process'
import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Cluster, startCluster } from '../cluster.ts'
import { type Figures, median } from '../figures.ts'
import { generate } from '../generate.ts'
import { groupSize } from '../reads.ts'
import type { Work } from './work.ts'

const WRITERS = 200
const QUICK_WRITERS = 20
const BOARDS = 50
/** pgbench's clients, and how much larger than its smallest its tables are. */
const BENCH_CLIENTS = 20
const BENCH_SCALE = 10
/** Writes whose fdatasync is timed, of as many bytes as a page of PostgreSQL has. */
const SYNCS = 100
const PAGE_BYTES = 8_192
/** How many batches a second are acknowledged, that is: committed with fsync; and what PostgreSQL's own benchmark does there. */
export const durable: Work = {
  name: 'durable',
  title: `Durable batches: ${WRITERS} writers, each sends on when it is acknowledged`,
  contenders: ['one board', `${BOARDS} boards`, 'pgbench -N'],
  columns: [
    { name: 'perSecond', title: 'per second', digits: 0, compared: true },
    { name: 'waitMs', title: 'ten acknowledged, ms', digits: 1 },
    { name: 'group', title: 'batches per transaction', digits: 1 },
    { name: 'cpuMs', title: 'CPU ms each', digits: 2 },
    { name: 'storeMs', title: 'PostgreSQL ms each', digits: 2 },
    { name: 'syncMs', title: 'fdatasync ms', digits: 2 },
  ],
  goals: [],
  async run(name, { seconds, quick }) {
    const cluster = await startCluster(1)
    try {
      const syncMs = timeSync(cluster.dataDir)
      if (name.startsWith('pgbench')) return { syncMs, ...(await pgbench(cluster.databaseUrl, seconds)) }
      const boards = name === 'one board' ? 1 : BOARDS
      return { syncMs, ...(await batches(cluster, { boards, writers: quick ? QUICK_WRITERS : WRITERS, seconds })) }
    } finally {
      await cluster.end()
    }
  },
}

async function batches(
  { ports, pids, databaseUrl }: Cluster,
  work: { readonly boards: number; readonly writers: number; readonly seconds: number },
): Promise<Figures> {
  const measured = await generate({ kind: 'batches', contender: 'Inkwire', ports, pids, ...work })
  return { ...measured, group: await groupSize(databaseUrl) }
}

async function pgbench(url: string, seconds: number): Promise<Figures> {
  // The database gives up statements that take long; filling its tables does.
  const env = { ...process.env, PGOPTIONS: '-c statement_timeout=0' }
  const run = (...args: readonly string[]) => promisify(execFile)('pgbench', args, { env })
  try {
    await run('-i', '-q', '-s', String(BENCH_SCALE), url)
    const { stdout } = await run('-N', '-n', '-c', String(BENCH_CLIENTS), '-j', '2', '-T', String(seconds), url)
    return { perSecond: Number(/tps = ([\d.]+)/.exec(stdout)?.[1]), group: 1 }
  } catch (error) {
    console.error(
      `pgbench could not run, so its row stays empty: ${error instanceof Error ? error.message.trim() : error}`,
    )
    return {}
  }
}

/** Median of how long this disk takes to make a page safe, ms. */
function timeSync(folder: string): number {
  const file = join(folder, 'sync-test')
  const descriptor = openSync(file, 'w')
  const page = Buffer.alloc(PAGE_BYTES, 1)
  const times = Array.from({ length: SYNCS }, () => {
    writeSync(descriptor, page)
    const begin = performance.now()
    fdatasyncSync(descriptor)
    return performance.now() - begin
  })
  closeSync(descriptor)
  rmSync(file)
  return median(times)
}
