import { contender } from '../contenders.ts'
import type { Crowd } from '../deliveries.ts'
import type { Column } from '../figures.ts'
import { generate } from '../generate.ts'
import { startServer } from '../server-process.ts'
import type { Work, WorkOptions } from './work.ts'

/** s before what counts, as a server runs for weeks: V8 compiles what is hot meanwhile, which takes half of the CPU in the first ten. */
const WARM_UP = 30
const QUICK_WARM_UP = 2
/** Clients of a room in a smoke test. */
const QUICK_CROWD = 30

export const STREAM_COLUMNS: readonly Column[] = [
  { name: 'served', title: 'served %', digits: 1 },
  { name: 'dropped', title: 'connections lost', digits: 0 },
  { name: 'p50', title: 'p50 ms', digits: 1 },
  { name: 'p99', title: 'p99 ms', digits: 1 },
  { name: 'cpu', title: 'CPU s/100k', digits: 2, compared: true },
  { name: 'storeCpu', title: 'stores', digits: 2 },
  { name: 'bytes', title: 'bytes', digits: 0, compared: true },
  { name: 'mbits', title: 'Mbit/s', digits: 1 },
  { name: 'generator', title: 'generator %', digits: 0 },
  { name: 'others', title: 'others %', digits: 0 },
]

export interface Stream extends Pick<Work, 'name' | 'title' | 'contenders' | 'goals'> {
  readonly crowd: Crowd
  /** Updates a second and writer. */
  readonly rate: number
}

/** A work in which some draw and all see it. */
export function streamWork({ crowd, rate, ...work }: Stream): Work {
  return {
    ...work,
    columns: STREAM_COLUMNS,
    async run(name, options) {
      const server = await startServer(contender(name))
      try {
        const { port, pid } = server
        return await generate({
          kind: 'stream',
          contender: name,
          ports: [port],
          pids: [pid],
          rate,
          ...spread(crowd, options),
        })
      } finally {
        await server.end()
      }
    },
  }
}

/** The crowd and how long it draws; in a smoke test a small one, for a moment. */
export function spread({ rooms, writers, viewers }: Crowd, { seconds, quick }: WorkOptions) {
  return {
    rooms: quick ? Math.min(rooms, 5) : rooms,
    writers: quick ? Math.min(writers, QUICK_CROWD) : writers,
    viewers: quick ? Math.min(viewers, QUICK_CROWD) : viewers,
    warmUp: quick ? QUICK_WARM_UP : WARM_UP,
    seconds,
  }
}
