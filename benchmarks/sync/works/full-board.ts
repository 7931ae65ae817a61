import { startCluster } from '../cluster.ts'
import { contender } from '../contenders.ts'
import { generate } from '../generate.ts'
import { countReads } from '../reads.ts'
import { startServer } from '../server-process.ts'
import type { Work } from './work.ts'

const ELEMENTS = 10_000
const QUICK_ELEMENTS = 1_000
const JOINS = 15
const AT_ONCE = 1_000
const QUICK_AT_ONCE = 50

/** What a join costs, by whoever comes alone, and by a thousand at once. */
export const fullBoard: Work = {
  name: 'full-board',
  title: 'A board of 10,000 elements is opened; then 1,000 join it at once',
  contenders: ['tldraw', 'Hocuspocus', 'Inkwire'],
  columns: [
    { name: 'ms', title: 'whole board ms', digits: 0, compared: true },
    { name: 'kB', title: 'kB', digits: 0, compared: true },
    { name: 'cpuMs', title: 'CPU ms', digits: 0 },
    { name: 'elements', title: 'elements', digits: 0 },
    { name: 'answered', title: 'all answered, ms', digits: 0 },
    { name: 'loaded', title: 'all loaded, ms', digits: 0 },
    { name: 'reads', title: 'reads of the snapshot', digits: 0 },
  ],
  goals: [
    { contender: 'Inkwire', figure: 'ms', most: 50 },
    { contender: 'Inkwire', figure: 'kB', most: 900 },
    { contender: 'Inkwire', figure: 'loaded', most: 2_000 },
    { contender: 'Inkwire', figure: 'reads', most: 1 },
  ],
  async run(name, { quick }) {
    const task = { kind: 'join', contender: name, elements: quick ? QUICK_ELEMENTS : ELEMENTS, joins: JOINS } as const
    if (name !== 'Inkwire') {
      const { port, pid, end } = await startServer(contender(name))
      try {
        return await generate({ ...task, ports: [port], pids: [pid], atOnce: 0 })
      } finally {
        await end()
      }
    }
    const cluster = await startCluster(1)
    try {
      const { ports, pids, databaseUrl } = cluster
      const alone = await generate({ ...task, ports, pids, atOnce: 0 })
      const reads = await countReads(databaseUrl, 'Snapshot')
      const atOnce = quick ? QUICK_AT_ONCE : AT_ONCE
      try {
        const together = await generate({ ...task, ports, pids, elements: 0, joins: 0, atOnce })
        const { answered = Number.NaN, loaded = Number.NaN } = together
        return { ...alone, answered, loaded, reads: (await countReads(databaseUrl, 'Snapshot')) - reads }
      } catch (error) {
        // What one who comes alone pays is still worth its time.
        console.error(
          `  full-board: ${atOnce} at once failed: ${error instanceof Error ? error.message.trim() : error}`,
        )
        return alone
      }
    } finally {
      await cluster.end()
    }
  },
}
