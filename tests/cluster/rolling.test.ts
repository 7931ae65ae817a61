import type { SocketIoOptions } from '@inkwire/sync'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort } from '../../scripts/free-port.ts'
import { type Acknowledged, Drawer } from '../chaos/drawer.ts'
import { eventually } from '../servers/child.ts'
import { Guest } from '../servers/guest.ts'
import { type Instance, startInstance } from '../servers/instance.ts'
import { type PostgresServer, startPostgres } from '../servers/postgres.ts'
import { type ProxyServer, proxyPorts, startProxy } from '../servers/proxy.ts'
import { type RedisServer, startRedis } from '../servers/redis.ts'

/** The proxy sends people to instances by the network that they come from: so many are needed for both to have some. */
const NETWORKS = ['127.0.0.1', '127.1.0.1', '127.2.0.1', '127.3.0.1', '127.4.0.1', '127.5.0.1']
const DRAW_EVERY_MS = 100
const MOVE_SECONDS = 1
/** Nobody waits for longer on any machine; a quiet one takes a tenth of it. */
const LONGEST_PAUSE_MS = 15_000

/** Of Node's WebSocket, which Socket.IO's types don't name. */
const cameFrom = (localAddress: string) => ({ localAddress }) as SocketIoOptions

let postgres: PostgresServer
let redis: RedisServer
let proxy: ProxyServer
let instances: readonly [Instance, Instance]
let drawers: readonly Drawer[]
const acknowledged: Acknowledged = new Set()

beforeAll(async () => {
  ;[postgres, redis] = await Promise.all([startPostgres(), startRedis()])
  const ports = await proxyPorts()
  const env = { PUBLIC_URL: `http://localhost:${ports.plain}`, MOVE_SECONDS: String(MOVE_SECONDS) }
  const start = () => startInstance({ databaseUrl: postgres.url, redisUrl: redis.url, env })
  instances = [await start(), await start()]
  proxy = await startProxy(ports, instances[0].port, instances[1].port)
  const { board, key } = await (await Guest.arrive(proxy.url)).newBoard()
  drawers = await Promise.all(
    NETWORKS.map((from) => Drawer.start(proxy.url, board, key, DRAW_EVERY_MS, acknowledged, cameFrom(from))),
  )
})

afterAll(async () => {
  await Promise.all((drawers ?? []).map(({ client }) => client.close()))
  await proxy?.stop()
  await Promise.all((instances ?? []).map((instance) => instance.stop()))
  await redis?.stop()
  await postgres?.stop()
})

/** The longest time in which somebody's changes waited, or nothing of the others was seen, ms. */
function watchPauses(): () => number {
  const last = drawers.map(({ client }) => ({ client, saved: Date.now(), heard: Date.now(), seq: client.head().seq }))
  let longest = 0
  const timer = setInterval(() => {
    const now = Date.now()
    for (const one of last) {
      const { outbox, seq } = one.client.head()
      if (outbox <= 1) one.saved = now
      if (seq !== one.seq) Object.assign(one, { seq, heard: now })
      longest = Math.max(longest, now - one.saved, now - one.heard)
    }
  }, 20)
  return () => {
    clearInterval(timer)
    return longest
  }
}

const edits = () => drawers.reduce((sum, drawer) => sum + drawer.edits, 0)

async function rows(): Promise<{ batches: number; gestures: number; head: number }> {
  const sql = new pg.Client(postgres.url)
  await sql.connect()
  const found = await sql.query(
    'SELECT count(*)::int AS batches, count(DISTINCT "gesture")::int AS gestures, max("seq")::int AS head FROM "Batch"',
  )
  await sql.end()
  return found.rows[0]
}

/** All is sent, in the log once, and everybody shows the same. */
async function settled(): Promise<void> {
  for (const drawer of drawers) drawer.stop()
  await eventually(
    () => {
      const heads = drawers.map(({ client }) => client.head())
      return heads.every(({ outbox, seq, hash }) => outbox === 0 && seq === heads[0]?.seq && hash === heads[0].hash)
    },
    () => `all is sent: ${JSON.stringify(drawers.map(({ client }) => client.head()))}`,
  )
  const made = edits()
  expect(await rows()).toEqual({ batches: made, gestures: made, head: made })
  expect(acknowledged.size).toBe(made)
  for (const drawer of drawers) drawer.resume()
}

test('both instances are replaced one after the other while everybody draws: nothing lost, nothing doubled, no more than a blink', async () => {
  // What this machine does to people while nothing is replaced.
  const calm = watchPauses()
  await new Promise((resolve) => setTimeout(resolve, 1_500))
  const usual = calm()
  const pauses = watchPauses()
  for (const instance of instances) {
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    const before = instance.process().pid
    await instance.process().stop()
    await instance.restart()
    expect(instance.process().pid).not.toBe(before)
  }
  await new Promise((resolve) => setTimeout(resolve, 1_500))
  const longest = pauses()
  console.log(
    `both instances replaced under ${edits()} edits: the longest pause of anybody was ${longest} ms, ${usual} ms while nothing was replaced`,
  )
  expect(longest).toBeLessThan(LONGEST_PAUSE_MS)
  await settled()
})

test('the database crashes again and again: the instances stay, say so, and lose nothing', async () => {
  const pids = instances.map((instance) => instance.process().pid)
  const readiness = async () =>
    Promise.all(
      instances.map(async ({ url }) => {
        const answers = await Promise.all([fetch(`${url}/healthz`), fetch(`${url}/readyz`)])
        return answers.map(({ status }) => status)
      }),
    )
  for (let i = 0; i < 3; i++) {
    await postgres.kill9()
    expect(await readiness()).toEqual([
      [200, 503],
      [200, 503],
    ])
    await postgres.restart()
    await new Promise((resolve) => setTimeout(resolve, 200 * i))
  }
  await settled()
  expect(instances.map((instance) => instance.process().pid)).toEqual(pids)
  expect(instances.every((instance) => instance.process().running)).toBe(true)
  expect(await readiness()).toEqual([
    [200, 200],
    [200, 200],
  ])
})

test('an instance that finds no database waits for it, and says so', async () => {
  await postgres.kill9()
  const port = await freePort()
  const starting = startInstance({ databaseUrl: postgres.url, port })
  const status = (path: string) =>
    fetch(`http://127.0.0.1:${port}${path}`).then(
      (answer) => answer.status,
      () => 0,
    )
  await eventually(
    async () => (await status('/healthz')) === 200,
    () => 'it says that it lives',
  )
  expect(await status('/readyz')).toBe(503)
  expect(await status('/api/v1/session')).toBe(503)
  await postgres.restart()
  // Resolves when it is ready.
  await (await starting).stop()
})
