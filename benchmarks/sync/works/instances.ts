import { startCluster } from '../cluster.ts'
import { generate } from '../generate.ts'
import { STREAM_COLUMNS, spread } from './stream.ts'
import type { Work } from './work.ts'

const CONTENDERS = ['one instance', 'two instances']

/** The same people on one instance, and on two with Redis between them: every other person is on the other one. */
export const instances: Work = {
  name: 'instances',
  title: 'One board, 30 people, each draws 20 updates a second, on one instance and on two',
  contenders: CONTENDERS,
  columns: [
    ...STREAM_COLUMNS.slice(0, 4),
    { name: 'p99Across', title: 'p99 across, ms', digits: 1 },
    ...STREAM_COLUMNS.slice(4),
  ],
  goals: [
    { contender: 'two instances', figure: 'cpu', most: 1.2, to: 'one instance' },
    { contender: 'two instances', figure: 'p99Across', most: 50 },
  ],
  async run(name, options) {
    const cluster = await startCluster(CONTENDERS.indexOf(name) + 1)
    try {
      const { ports, pids } = cluster
      const crowd = spread({ rooms: 1, writers: 30, viewers: 0 }, options)
      return await generate({ kind: 'stream', contender: 'Inkwire', ports, pids, rate: 20, ...crowd })
    } finally {
      await cluster.end()
    }
  },
}
