import { connect } from 'node:net'
import { packLive } from '@inkwire/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../servers/child.ts'
import { batchOf, Guest, type JoinedSocket, join, newActor, rectangle, send } from '../servers/guest.ts'
import { type Instance, startInstance } from '../servers/instance.ts'
import { type PostgresServer, startPostgres } from '../servers/postgres.ts'
import { type ProxyServer, proxyPorts, startProxy } from '../servers/proxy.ts'
import { type RedisServer, startRedis } from '../servers/redis.ts'

const TOKEN = 'a token for the metrics'.replaceAll(' ', '-')

let postgres: PostgresServer
let redis: RedisServer
let instance: Instance

beforeAll(async () => {
  postgres = await startPostgres()
  redis = await startRedis()
  instance = await startInstance({
    databaseUrl: postgres.url,
    redisUrl: redis.url,
    // One that it believes: what it says of where people come from must not make them local.
    env: { TRUSTED_PROXIES: '127.0.0.1' },
  })
})

afterAll(async () => {
  await instance?.stop()
  await redis?.stop()
  await postgres?.stop()
})

/** Values by series, labels as Prometheus writes them. */
async function metrics(): Promise<ReadonlyMap<string, number>> {
  const answer = await fetch(`${instance.url}/metrics`)
  expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
  const lines = (await answer.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return new Map(
    lines.map((line) => {
      const [, series = '', value] = /^(.+) (\S+)$/.exec(line) ?? []
      return [series, Number(value)]
    }),
  )
}

async function onBoard(): Promise<JoinedSocket> {
  const guest = await Guest.arrive(instance.url)
  const { board, key } = await guest.newBoard()
  const socket = await guest.connect()
  const actor = newActor()
  const answer = await join(socket, board, actor, key)
  if (!answer.ok) throw new Error(answer.error.code)
  return { socket, board, actor, epoch: answer.epoch }
}

test('what people do is counted and timed; what is refused is counted by its code', async () => {
  const me = await onBoard()
  const before = await metrics()
  const ticks: unknown[] = []
  me.socket.on('tick', (bytes) => ticks.push(bytes))
  for (let number = 1; number <= 5; number++)
    expect((await send(me, batchOf(me, number, [rectangle(0, 0)]))).ok).toBe(true)
  expect((await send(me, batchOf(me, 5, [rectangle(9, 9)]))).ok).toBe(false)
  expect((await send(me, batchOf(me, 6, [], { ops: new Uint8Array([1]) }))).ok).toBe(false)
  await eventually(
    () => ticks.length > 0,
    () => 'a tick came',
  )
  me.socket.emit('live', me.board, new Uint8Array([255]))
  const live = packLive({ number: 1, parts: [{ kind: 'cursor', x: 1, y: 1 }] })
  for (let i = 0; i < 300; i++) me.socket.emit('live', me.board, live)
  await Guest.nobody(instance.url)
    .connect()
    .catch(() => {})

  const grown = async (series: string) => ((await metrics()).get(series) ?? 0) - (before.get(series) ?? 0)
  await eventually(
    async () => (await grown('inkwire_live_dropped_total{reason="rate"}')) > 100,
    () => 'live above the rate is dropped',
  )
  expect(await grown('inkwire_batches_total{verdict="committed"}')).toBe(5)
  expect(await grown('inkwire_batches_total{verdict="conflict"}')).toBe(1)
  expect(await grown('inkwire_commit_seconds_count')).toBe(6)
  expect(await grown('inkwire_refused_total{code="batch.conflict"}')).toBe(1)
  expect(await grown('inkwire_refused_total{code="op.invalid"}')).toBe(1)
  expect(await grown('inkwire_refused_total{code="session.missing"}')).toBe(1)
  expect(await grown('inkwire_live_dropped_total{reason="invalid"}')).toBeGreaterThan(0)
  expect(await grown('inkwire_fan_out_seconds_count')).toBeGreaterThan(0)
  expect(await grown('inkwire_tick_messages_total')).toBeGreaterThan(0)
  const now = await metrics()
  expect(now.get('inkwire_join_seconds_count')).toBeGreaterThan(0)
  expect(now.get('inkwire_http_requests_total{status="2xx"}')).toBeGreaterThan(0)
  expect(now.get('inkwire_connections')).toBe(1)
  expect(now.get('inkwire_boards_open')).toBe(1)
  expect(now.get('inkwire_pages_on_boards')).toBe(1)
  expect(now.get('inkwire_elements_open')).toBe(5)
  expect(now.get('inkwire_board_bytes')).toBeGreaterThan(0)
  expect(now.get('inkwire_connections_behind')).toBe(0)
  expect(now.get('inkwire_commits_waiting')).toBe(0)
  expect(now.get('inkwire_hash_mismatches_total{of="snapshot"}')).toBe(0)
  expect(now.get('inkwire_tick_interval_seconds')).toBeGreaterThan(0)
  expect(now.get('nodejs_eventloop_lag_p99_seconds')).toBeGreaterThan(0)
  expect([...now.keys()].join('\n')).not.toContain(me.board)
  me.socket.close()
})

test('Redis and the database that die are down, and up again when they are back', async () => {
  const state = async () => {
    const now = await metrics()
    return [now.get('inkwire_redis_up'), now.get('inkwire_database_up')]
  }
  const becomes = (redisUp: number, databaseUp: number) =>
    eventually(
      async () => JSON.stringify(await state()) === JSON.stringify([redisUp, databaseUp]),
      () => `Redis ${redisUp}, database ${databaseUp}`,
    )
  await becomes(1, 1)
  await redis.kill9()
  await becomes(0, 1)
  await postgres.kill9()
  await becomes(0, 0)
  await postgres.restart()
  await redis.restart()
  await becomes(1, 1)
})

/** The status of /metrics, whatever headers are sent: fetch would not let some of them through. */
function status(port: number, headers: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(`${['GET /metrics HTTP/1.1', 'Connection: close', ...headers].join('\r\n')}\r\n\r\n`)
    })
    socket.once('data', (data) => {
      resolve(Number(/^HTTP\/1\.1 (\d+)/.exec(String(data))?.[1]))
      socket.destroy()
    })
    socket.once('error', reject)
  })
}

test('only programs on this machine that come straight see them', async () => {
  const host = `Host: localhost:${instance.port}`
  expect(await status(instance.port, [host])).toBe(200)
  for (const header of [
    'X-Forwarded-For: 127.0.0.1',
    'X-Forwarded-For: 203.0.113.7',
    'X-Real-IP: 127.0.0.1',
    'Forwarded: for=127.0.0.1',
    'Via: 1.1 proxy',
    'Origin: http://evil.example',
    'Sec-Fetch-Site: cross-site',
  ]) {
    expect([header, await status(instance.port, [host, header])]).toEqual([header, 404])
  }
  // A page whose name was made to point here.
  expect(await status(instance.port, ['Host: evil.example'])).toBe(404)
  expect(await status(instance.port, ['Host: 127.0.0.1.evil.example'])).toBe(404)
})

test('the proxy that we ship shows them to nobody', async () => {
  const ports = await proxyPorts()
  const proxy: ProxyServer = await startProxy(ports, instance.port)
  try {
    expect((await fetch(`${proxy.url}/healthz`)).status).toBe(200)
    for (const path of ['/metrics', '/api/../metrics', '/api/%2e%2e/metrics', '//metrics', '/metrics/']) {
      const answer = await fetch(`${proxy.url}${path}`)
      expect([path, (await answer.text()).includes('inkwire_')]).toEqual([path, false])
    }
  } finally {
    await proxy.stop()
  }
})

test('with a token whoever shows it sees them, from wherever; nobody else does', async () => {
  const other = await startInstance({ databaseUrl: postgres.url, env: { METRICS_TOKEN: TOKEN } })
  try {
    const host = `Host: board.example.org`
    expect(await status(other.port, [host, `Authorization: Bearer ${TOKEN}`, 'X-Forwarded-For: 203.0.113.7'])).toBe(200)
    expect(await status(other.port, [host, `Authorization: Bearer ${TOKEN}x`])).toBe(404)
    expect(await status(other.port, [`Host: localhost:${other.port}`])).toBe(404)
  } finally {
    await other.stop()
  }
})
