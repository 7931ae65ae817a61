import { execFileSync } from 'node:child_process'
import type { ElementId, Op } from '@inkwire/board'
import type { BatchRequest } from '@inkwire/protocol'
import { nanoid } from 'nanoid'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../servers/child.ts'
import { batchOf, Guest, type JoinedSocket, join, newActor, send } from '../servers/guest.ts'
import { type Instance, startInstance } from '../servers/instance.ts'
import { type PostgresServer, startPostgres } from '../servers/postgres.ts'

const CLIENTS = 10
const BATCHES = 30
const BYTES = 150_000
/** Of what may wait on one board, 32 MiB; the rest is what Node takes besides, and what it has not collected yet. */
const MOST_MB = 32 * 10

let postgres: PostgresServer
let instance: Instance

beforeAll(async () => {
  postgres = await startPostgres()
  instance = await startInstance({ databaseUrl: postgres.url })
})

let watch: NodeJS.Timeout

afterAll(async () => {
  clearInterval(watch)
  await postgres?.thaw()
  await instance?.stop()
  await postgres?.stop()
})

/** Memory of the instance, in MB. */
const memory = (): number =>
  Number(execFileSync('ps', ['-o', 'rss=', '-p', String(instance.process().pid)], { encoding: 'utf8' })) / 1024

const large = (): Op => ({
  op: 'put',
  element: { id: nanoid() as ElementId, type: 'of-tomorrow', order: 'a0', bytes: new Uint8Array(BYTES).fill(7) },
})

test('while the database is frozen what waits is bounded, clients are told to hold, and afterwards all of it is there once', async () => {
  const guest = await Guest.arrive(instance.url)
  const { board } = await guest.newBoard()
  const clients: { joined: JoinedSocket; requests: BatchRequest[] }[] = []
  for (let i = 0; i < CLIENTS; i++) {
    const [socket, actor] = [await guest.connect(), newActor()]
    const answer = await join(socket, board, actor)
    if (!answer.ok) throw new Error(answer.error.message)
    const joined = { socket, board, actor, epoch: answer.epoch }
    clients.push({ joined, requests: Array.from({ length: BATCHES }, (_, n) => batchOf(joined, n + 1, [large()])) })
  }
  const before = memory()
  await postgres.freeze()
  const codes = new Map<string, number>()
  const acknowledged = new Set<BatchRequest>()
  let most = before
  watch = setInterval(() => {
    most = Math.max(most, memory())
  }, 100)
  // 45 MB at once, of which a part must be turned away.
  const sent = clients.flatMap(({ joined, requests }) =>
    requests.map(async (request) => {
      // On a busy machine a connection may break meanwhile: then its client does not know, and sends again as well.
      const reply = await send(joined, request).catch(() => undefined)
      if (reply?.ok) acknowledged.add(request)
      const code = reply === undefined ? 'lost' : reply.ok ? 'ok' : reply.error.code
      codes.set(code, (codes.get(code) ?? 0) + 1)
    }),
  )
  await eventually(
    () => (codes.get('server.busy') ?? 0) > 50,
    () => `many are told to hold: ${JSON.stringify([...codes])}`,
  )
  expect(codes.has('ok')).toBe(false)
  clearInterval(watch)
  await postgres.thaw()
  await Promise.all(sent)
  expect(
    [...codes.keys()].filter((code) => !['ok', 'lost', 'server.busy', 'batch.out_of_order'].includes(code)),
  ).toEqual([])
  expect(most - before, `MB more than the ${before} before`).toBeLessThan(MOST_MB)

  // As clients do: each connects again, and sends all that it knows nothing of, in order.
  await Promise.all(
    clients.map(async ({ joined, requests }) => {
      joined.socket.close()
      const socket = await guest.connect()
      await join(socket, board, joined.actor)
      for (const request of requests) {
        if (acknowledged.has(request)) continue
        for (;;) {
          const reply = await send({ ...joined, socket }, request)
          if (reply.ok) break
          expect(reply.error.retry, reply.error.code).toBe(true)
          await new Promise((resolve) => setTimeout(resolve, 200))
        }
      }
      socket.close()
    }),
  )
  const sql = new pg.Client(postgres.url)
  await sql.connect()
  const { rows } = await sql.query(
    'SELECT count(*)::int AS batches, count(DISTINCT ("actor", "number"))::int AS different, max("seq")::int AS head FROM "Batch" WHERE "board" = $1',
    [board],
  )
  await sql.end()
  const all = CLIENTS * BATCHES
  expect(rows).toEqual([{ batches: all, different: all, head: all }])
})
