import { boardId } from '@inkwire/board'
import { BoardClient, memoryOutbox, newElementId, newGestureId, whenOpen, whenSaved } from '@inkwire/sync'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runAdmin } from '../servers/admin.ts'
import { eventually } from '../servers/child.ts'
import { Guest } from '../servers/guest.ts'
import { type Instance, startInstance } from '../servers/instance.ts'
import { type PostgresServer, startPostgres } from '../servers/postgres.ts'

let postgres: PostgresServer
let instance: Instance
const clients: BoardClient[] = []

beforeAll(async () => {
  postgres = await startPostgres()
  instance = await startInstance({ databaseUrl: postgres.url })
})

afterAll(async () => {
  for (const client of clients) await client.close()
  await instance?.stop()
  await postgres?.stop()
})

test('after a backup was brought back whoever knows more than it loads the board anew, and all are on one', async () => {
  const guest = await Guest.arrive(instance.url)
  const { board, key } = await guest.newBoard()
  const open = async () => {
    const client = new BoardClient({
      origin: instance.url,
      board: boardId.parse(board),
      key,
      outbox: memoryOutbox(),
      socketOptions: { extraHeaders: { cookie: guest.cookie } },
    })
    clients.push(client)
    await whenOpen(client)
    return client
  }
  const draw = async (client: BoardClient, x: number) => {
    const element = { id: newElementId(), type: 'rectangle', order: 'a0', x, y: 0, w: 10, h: 10 }
    client.commit(newGestureId(), [{ op: 'put', element }])
    await whenSaved(client)
  }
  const mine = await open()
  for (let x = 0; x < 5; x++) await draw(mine, x)

  // The backup knows the first three; the server that runs on it has never heard of more, and people draw on.
  await instance.kill9()
  const lost = await sql(`SELECT * FROM "Batch" WHERE board = $1 AND seq > 3`, [board])
  expect(lost).toHaveLength(2)
  await sql(`DELETE FROM "Batch" WHERE board = $1 AND seq > 3`, [board])
  await sql(
    `UPDATE "Actor" a SET "lastNumber" = 3, "lastSeq" = 3,
       "lastDigest" = (SELECT substring(sha256(convert_to(gesture, 'UTF8') || ops) FROM 1 FOR 16) FROM "Batch" b WHERE b.board = a.board AND seq = 3)
     WHERE board = $1`,
    [board],
  )
  await sql(`UPDATE "BoardHead" SET head = 3 WHERE board = $1`, [board])
  const before = await sql(`SELECT epoch FROM "BoardHead"`)
  expect((await runAdmin(postgres.url, ['restored'])).output).toMatch(/^1 boards have a new epoch/)
  expect(await sql(`SELECT epoch FROM "BoardHead"`)).not.toEqual(before)
  await instance.restart()
  const theirs = await open()
  for (let x = 10; x < 13; x++) await draw(theirs, x)

  // Heads alone may be the same before the last has come: it is acknowledged, and its record is on its way to both.
  const shown = () => [...mine.elements()].map(({ x }) => x)
  await eventually(
    () => shown().includes(12) && mine.head().outbox === 0 && mine.head().hash === theirs.head().hash,
    () => JSON.stringify([mine.head(), theirs.head(), shown()]),
  )
  expect(shown()).toEqual(expect.arrayContaining([0, 1, 2, 10, 11, 12]))
  expect(mine.head()).toEqual(theirs.head())
  await draw(mine, 20)
  await eventually(
    () => [...theirs.elements()].some(({ x }) => x === 20),
    () => 'both go on',
  )
})

test('snapshots stay in use: they get the new epoch, too', async () => {
  await sql(`INSERT INTO "BoardHead" (board, epoch, head) VALUES ('snapped', 'old', 7), ('bare', 'old', 0)`)
  await sql(
    `INSERT INTO "Snapshot" (board, epoch, seq, schema, hash, elements, bytes)
     VALUES ('snapped', 'old', 5, 1, 'h', 0, ''), ('snapped', 'older', 4, 1, 'h', 0, '')`,
  )
  await runAdmin(postgres.url, ['restored'])
  const rows = await sql(
    `SELECT h.board, h.epoch, h.epoch = s.epoch AS same, s.seq::int FROM "BoardHead" h LEFT JOIN "Snapshot" s USING (board)
     WHERE board IN ('snapped', 'bare') ORDER BY 1, 4`,
  )
  const epoch = expect.stringMatching(/^[A-Za-z0-9_-]{21}[AQgw]$/)
  expect(rows).toEqual([
    { board: 'bare', epoch, same: null, seq: null },
    { board: 'snapped', epoch, same: false, seq: 4 },
    { board: 'snapped', epoch, same: true, seq: 5 },
  ])
  expect(rows[0]?.epoch).not.toBe(rows[1]?.epoch)
})

async function sql(text: string, values?: unknown[]): Promise<{ [column: string]: unknown }[]> {
  const client = new pg.Client({ connectionString: postgres.url })
  await client.connect()
  try {
    return (await client.query(text, values)).rows
  } finally {
    await client.end()
  }
}
