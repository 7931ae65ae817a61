import type { Instance } from '../servers/instance.ts'
import type { PostgresServer } from '../servers/postgres.ts'
import type { RedisServer } from '../servers/redis.ts'
import type { Front } from './front.ts'

/** What faults are done to. */
export interface Cluster {
  readonly instances: readonly Instance[]
  readonly postgres: PostgresServer
  readonly redis: RedisServer
  readonly front: Front
}

export interface Fault {
  readonly title: string
  /** How often, beside the others. */
  readonly weight: number
  /** Does it, and mends it. */
  run(cluster: Cluster): Promise<void>
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const upTo = (ms: number) => Math.random() * ms

/** Everything that is done to a cluster, each with how it is mended: a new fault is a row here. */
export const FAULTS: readonly Fault[] = [
  {
    title: 'kill -9 of an instance',
    weight: 5,
    async run({ instances }) {
      const one = instances[Math.floor(Math.random() * instances.length)]
      await one?.kill9()
      await wait(upTo(1_000))
      await one?.restart()
    },
  },
  {
    title: 'kill -9 of PostgreSQL in the midst of commits',
    weight: 2,
    async run({ postgres }) {
      await postgres.kill9()
      await wait(upTo(1_500))
      await postgres.restart()
    },
  },
  {
    title: 'kill -9 of Redis',
    weight: 1,
    async run({ redis }) {
      await redis.kill9()
      await wait(upTo(2_000))
      await redis.restart()
    },
  },
  {
    title: 'connections cut',
    weight: 3,
    async run({ front }) {
      front.cut(0.6)
    },
  },
  {
    title: 'connections frozen, half-open',
    weight: 1,
    async run({ front }) {
      front.freeze(0.5, 6_000 + upTo(6_000))
    },
  },
  {
    title: 'kill -9 of an instance while PostgreSQL is away',
    weight: 1,
    async run({ instances, postgres }) {
      await postgres.kill9()
      await instances[0]?.kill9()
      await wait(upTo(500))
      await postgres.restart()
      await instances[0]?.restart()
    },
  },
]

/** One of them, each as often as its weight says. */
export function anyFault(): Fault {
  let left = upTo(FAULTS.reduce((sum, { weight }) => sum + weight, 0))
  for (const fault of FAULTS) {
    left -= fault.weight
    if (left < 0) return fault
  }
  throw new Error('weights add up to less than they do')
}

/** The next one, counted from 1; those that last longest come first, so that they are over at the end. */
export function faultInTurn(count: number): Fault {
  const fault = FAULTS[FAULTS.length - 1 - ((count - 1) % FAULTS.length)]
  if (!fault) throw new Error('there is a fault for each count')
  return fault
}
