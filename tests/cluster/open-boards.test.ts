import { execFileSync } from 'node:child_process'
import type { BoardId, ElementId, Op } from '@inkwire/board'
import { nanoid } from 'nanoid'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../servers/child.ts'
import { batchOf, Guest, join, newActor, rectangle, send } from '../servers/guest.ts'
import { type Instance, startInstance } from '../servers/instance.ts'
import { type PostgresServer, startPostgres } from '../servers/postgres.ts'

const BOARDS = 1_000
/** Of what a board shows; 1,000 of them take 300 MB and more. */
const BYTES = 150_000
/** Least that may be set. */
const BOARDS_MIB = 64
/** What Node takes besides, and has not collected yet. */
const MOST_MB = 5 * BOARDS_MIB

let postgres: PostgresServer
let instance: Instance
let guest: Guest
let sql: pg.Client
let boards: readonly BoardId[]

beforeAll(async () => {
  postgres = await startPostgres()
  const env = {
    BOARDS_MIB: String(BOARDS_MIB),
    PERSON_JOINS_PER_MINUTE: '100000',
    ADDRESS_JOINS_PER_MINUTE: '100000',
  }
  instance = await startInstance({ databaseUrl: postgres.url, env })
  guest = await Guest.arrive(instance.url)
  sql = new pg.Client(postgres.url)
  await sql.connect()
})

afterAll(async () => {
  await sql?.end()
  await instance?.stop()
  await postgres?.stop()
})

const memory = (): number =>
  Number(execFileSync('ps', ['-o', 'rss=', '-p', String(instance.process().pid)], { encoding: 'utf8' })) / 1024

const large = (): Op => ({
  op: 'put',
  element: { id: nanoid() as ElementId, type: 'of-tomorrow', order: 'a0', bytes: new Uint8Array(BYTES).fill(7) },
})

/** Boards like a given one, with its log. */
async function copies(of: BoardId, count: number): Promise<BoardId[]> {
  const { rows } = await sql.query(
    `WITH made AS (
       INSERT INTO "Board" ("id", "name", "ownerId", "linkKey")
       SELECT lpad(i::text, 21, 'm'), "name", "ownerId", "linkKey" FROM "Board", generate_series(1, $2::int) i WHERE "id" = $1
       RETURNING "id"),
     heads AS (
       INSERT INTO "BoardHead" ("board", "epoch", "head") SELECT made."id", "epoch", "head" FROM made, "BoardHead" WHERE "board" = $1)
     INSERT INTO "Batch" ("board", "seq", "actor", "number", "person", "at", "foldVersion", "gesture", "ops")
     SELECT made."id", "seq", "actor", "number", "person", "at", "foldVersion", "gesture", "ops" FROM made, "Batch" WHERE "board" = $1
     RETURNING "board"`,
    [of, count],
  )
  return rows.map(({ board }) => board)
}

test('a thousand large boards are opened: their memory has a cap, and those that were closed open again right', async () => {
  const { board } = await guest.newBoard()
  const socket = await guest.connect()
  const first = await join(socket, board, newActor())
  if (!first.ok) throw new Error(first.error.code)
  const actor = newActor()
  const again = await join(socket, board, actor)
  if (!again.ok) throw new Error(again.error.code)
  const me = { socket, board, actor, epoch: again.epoch }
  expect(await send(me, batchOf(me, 1, [large()]))).toMatchObject({ ok: true })
  boards = await copies(board, BOARDS)
  expect(boards).toHaveLength(BOARDS)
  const before = memory()
  let most = before
  let busy = 0
  for (let i = 0; i < BOARDS; i += 20) {
    await Promise.all(
      boards.slice(i, i + 20).map(async (one) => {
        const answer = await join(socket, one, newActor())
        if (!answer.ok) {
          expect(answer.error).toMatchObject({ code: 'server.busy', retry: true })
          busy++
        } else expect(answer.head).toBe(1)
        socket.emit('board:leave', one)
      }),
    )
    if (i % 200 === 0) most = Math.max(most, memory())
  }
  console.log(`${BOARDS} boards of ${BYTES / 1_000} kB opened: at most ${Math.round(most - before)} MB more`)
  expect(most - before, `MB more than the ${before} before`).toBeLessThan(MOST_MB)
  // As long as nobody stays on them, room is made for the next ones.
  expect(busy).toBe(0)

  // The first ones were closed long ago; they hold what they held, and take what is drawn.
  for (const one of boards.slice(0, 3)) {
    const mine = newActor()
    const answer = await join(socket, one, mine)
    if (!answer.ok) throw new Error(answer.error.code)
    const there = { socket, board: one, actor: mine, epoch: answer.epoch }
    expect(await send(there, batchOf(there, 1, [rectangle(1, 2)]))).toEqual({ ok: true, seq: 2 })
    expect(await (await guest.request(`/api/v1/boards/${one}/head`)).json()).toMatchObject({ seq: 2, elements: 2 })
  }
  socket.close()
})

test('boards that people stay on are not closed; when they take all memory one more has to wait, and opens when they have gone', async () => {
  const [staying, coming] = [await guest.connect(), await guest.connect()]
  let stayed = 0
  let refused: Awaited<ReturnType<typeof join>> | undefined
  for (const board of boards) {
    const answer = await join(staying, board, newActor())
    if (!answer.ok) refused = answer
    if (refused) break
    stayed++
  }
  expect(refused).toMatchObject({ ok: false, error: { code: 'server.busy', retry: true } })
  expect(stayed).toBeGreaterThan(100)
  const [here, other] = [boards[0] as BoardId, boards[stayed + 1] as BoardId]
  expect(await join(coming, other, newActor())).toMatchObject({ ok: false, error: { code: 'server.busy' } })
  // Whoever comes to a board that is open comes in.
  expect(await join(coming, here, newActor())).toMatchObject({ ok: true })
  staying.close()
  await eventually(
    async () => (await join(coming, other, newActor())).ok,
    () => 'the next board opens when there is room',
  )
  coming.close()
})
