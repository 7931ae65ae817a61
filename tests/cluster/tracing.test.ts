import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../servers/child.ts'
import { type Collector, type Span, startCollector } from '../servers/collector.ts'
import { batchOf, Guest, join, newActor, rectangle, send } from '../servers/guest.ts'
import { type Instance, SECRET, startInstance } from '../servers/instance.ts'
import { type PostgresServer, startPostgres } from '../servers/postgres.ts'

let postgres: PostgresServer
let collector: Collector
let instance: Instance

beforeAll(async () => {
  postgres = await startPostgres()
  collector = await startCollector()
  instance = await startInstance({
    databaseUrl: postgres.url,
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_BSP_SCHEDULE_DELAY: '100', LOG_LEVEL: 'debug' },
  })
})

afterAll(async () => {
  await instance?.stop()
  await collector?.stop()
  await postgres?.stop()
})

const arrived = async (name: string, where: (span: Span) => boolean): Promise<Span> => {
  let found: Span | undefined
  await eventually(
    () => {
      found = collector.spans().find((span) => span.name === name && where(span))
      return found !== undefined
    },
    () =>
      `a span ${name}; there are ${collector.spans().map((span) => `${span.name} ${JSON.stringify(span.attributes)}`)}`,
  )
  if (!found) throw new Error(name)
  return found
}

test('requests, joins and commits arrive as spans with their board; nothing secret does', async () => {
  const guest = await Guest.arrive(instance.url)
  const { board, key } = await guest.newBoard('A name that is private')
  const trace = 'ab'.repeat(16)
  const answer = await fetch(`${instance.url}/api/v1/boards/${board}/head?secret=in-the-address`, {
    headers: { cookie: guest.cookie, traceparent: `00-${trace}-${'cd'.repeat(8)}-01` },
  })
  expect(answer.status).toBe(200)
  const socket = await guest.connect()
  const actor = newActor()
  const joined = await join(socket, board, actor, key)
  if (!joined.ok) throw new Error(joined.error.code)
  const me = { socket, board, actor, epoch: joined.epoch }
  expect((await send(me, batchOf(me, 1, [rectangle(0, 0)]))).ok).toBe(true)
  socket.close()

  const ofBoard = (span: Span) => span.attributes['inkwire.board'] === board
  const request = await arrived('GET /api/v1/boards/:id/head', ofBoard)
  // It goes on with the trace of whoever asked.
  expect(request).toMatchObject({ traceId: trace, parentSpanId: 'cd'.repeat(8), service: 'inkwire' })
  expect(request.attributes).toMatchObject({ 'http.request.method': 'GET', 'http.route': '/api/v1/boards/:id/head' })
  expect(Number(request.attributes['http.response.status_code'])).toBe(200)
  const id = answer.headers.get('x-request-id')
  expect(request.attributes['inkwire.request']).toBe(id)
  await arrived('board:join', ofBoard)
  const batch = await arrived('batch', ofBoard)
  const commit = await arrived('commit', ofBoard)
  expect(commit).toMatchObject({ traceId: batch.traceId, parentSpanId: batch.spanId })

  // The same request in the log, by its id.
  const lines = instance
    .process()
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{'))
  const line = lines.map((text) => JSON.parse(text)).find((one) => one.request === id)
  expect(line).toMatchObject({ method: 'GET', route: '/api/v1/boards/:id/head', board, status: 200 })
  const told = collector.text() + instance.process().output()
  const password = new URL(postgres.url).password
  for (const secret of [
    key,
    joined.token,
    password,
    SECRET,
    'A name that is private',
    'in-the-address',
    guest.cookie,
  ]) {
    expect([secret, told.includes(secret)]).toEqual([secret, false])
  }
})

test('what is left goes out when the instance ends, under the name that the operator gave', async () => {
  const other = await startInstance({
    databaseUrl: postgres.url,
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_BSP_SCHEDULE_DELAY: '600000', OTEL_SERVICE_NAME: 'mine' },
  })
  await Guest.arrive(other.url)
  await other.stop()
  await arrived('POST /api/v1/session', ({ service }) => service === 'mine')
})

test('a collector that is away holds nobody up, and is told of once', async () => {
  await collector.stop()
  const guest = await Guest.arrive(instance.url)
  for (let i = 0; i < 20; i++) expect((await guest.request('/api/v1/boards')).status).toBe(200)
  const told = () => instance.process().output().split('traces could not be sent').length - 1
  await eventually(
    () => told() > 0,
    () => 'the log tells it',
  )
  expect(told()).toBe(1)
})

test('without a collector nothing of it is loaded: the service imports it only where it needs it', () => {
  const bundle = readFileSync(new URL('../../apps/realtime/dist/main.js', import.meta.url), 'utf8')
  expect(bundle).toContain('import("@opentelemetry/sdk-trace-node")')
  expect(bundle).not.toMatch(/^import [^\n]*@opentelemetry/m)
})
