import { connect, createServer, type Server } from 'node:net'
import type { BoardClient } from '@inkwire/sync'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventually } from '../servers/child.ts'
import { converged, draw, liveCrosses, person } from '../servers/drawing.ts'
import { Guest } from '../servers/guest.ts'
import { type Instance, startInstance } from '../servers/instance.ts'
import { type PostgresServer, startPostgres } from '../servers/postgres.ts'
import { clusterable, type RedisServer, startRedis, startRedisCluster } from '../servers/redis.ts'

/** So many boards that each of three nodes has some of their channels. */
const BOARDS = 9

let postgres: PostgresServer
beforeAll(async () => {
  postgres = await startPostgres()
})
afterAll(async () => {
  await postgres?.stop()
})

/** Two people on a board, one on each instance. */
type Pair = readonly [BoardClient, BoardClient]

async function pairOn(one: Instance, two: Instance): Promise<Pair> {
  const { board, key } = await (await Guest.arrive(one.url)).newBoard()
  return [await person(one.url, board, key), await person(two.url, board, key)]
}

const seeEachOther = (pairs: readonly Pair[]) =>
  eventually(
    () => pairs.every((pair) => pair.every((client) => client.getState().present.length === 2)),
    () => `both are seen: ${pairs.map((pair) => pair.map((client) => client.getState().present.length))}`,
  )

describe.skipIf(!clusterable())('on a Redis Cluster', () => {
  let nodes: readonly RedisServer[]
  let instances: readonly [Instance, Instance]
  let pairs: readonly Pair[]

  beforeAll(async () => {
    nodes = await startRedisCluster(3)
    const urls = nodes.map(({ url }) => url)
    const start = (redisUrl: string) => startInstance({ databaseUrl: postgres.url, redisUrl })
    // The second one is told of one node only, and finds that it is part of a cluster.
    instances = [await start(urls.join(',')), await start(urls[1] ?? '')]
    pairs = await Promise.all(Array.from({ length: BOARDS }, () => pairOn(...instances)))
  })
  afterAll(async () => {
    await Promise.all((pairs ?? []).flat().map((client) => client.close()))
    await Promise.all((instances ?? []).map((instance) => instance.stop()))
    await Promise.all((nodes ?? []).map((node) => node.stop()))
  })

  test('live and people cross between instances on every board, whichever node its channel lies on', async () => {
    await Promise.all(pairs.map(([ann, ben]) => liveCrosses(ann, ben)))
    await Promise.all(pairs.map(([ann, ben]) => liveCrosses(ben, ann)))
    await seeEachOther(pairs)
  })

  test('a node dies: everybody stays right and is told of no error; it comes back: fast again, without a restart', async () => {
    await nodes[0]?.kill9()
    for (const pair of pairs) for (const client of pair) draw(client)
    await Promise.all(pairs.map((pair) => converged(pair, 2)))
    expect(pairs.flat().map((client) => client.getState().phase)).toEqual(pairs.flat().map(() => 'open'))
    await nodes[0]?.restart()
    await Promise.all(pairs.map(([ann, ben]) => liveCrosses(ann, ben)))
    await Promise.all(pairs.map(([ann, ben]) => liveCrosses(ben, ann)))
    expect(instances.every((instance) => instance.process().running)).toBe(true)
  })
})

describe('on a Redis that is older than 7', () => {
  let redis: RedisServer
  let older: { readonly url: string; readonly server: Server }
  let instances: readonly [Instance, Instance]

  beforeAll(async () => {
    redis = await startRedis(['--rename-command', 'SPUBLISH', '', '--rename-command', 'SSUBSCRIBE', ''])
    older = await claimsToBeOlder(Number(new URL(redis.url).port))
    const start = () => startInstance({ databaseUrl: postgres.url, redisUrl: older.url })
    instances = [await start(), await start()]
  })
  afterAll(async () => {
    await Promise.all((instances ?? []).map((instance) => instance.stop()))
    older?.server.close()
    await redis?.stop()
  })

  test('live and people cross by plain publish and subscribe', async () => {
    const pair = await pairOn(...instances)
    await liveCrosses(pair[0], pair[1])
    await seeEachOther([pair])
    await Promise.all(pair.map((client) => client.close()))
  })
})

/** A way to a Redis that says that it is version 6, which no system here has any more. */
async function claimsToBeOlder(port: number): Promise<{ url: string; server: Server }> {
  const server = createServer((client) => {
    const target = connect(port, '127.0.0.1')
    client.pipe(target)
    target.on('data', (data) =>
      client.write(data.toString('latin1').replace('redis_version:7', 'redis_version:6'), 'latin1'),
    )
    for (const [one, other] of [
      [client, target],
      [target, client],
    ] as const) {
      one.on('error', () => {})
      one.on('close', () => other.destroy())
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('it listens nowhere')
  return { url: `redis://127.0.0.1:${address.port}`, server }
}
