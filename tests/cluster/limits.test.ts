import type { BoardId, ElementId, Op } from '@inkwire/board'
import { packOps, packPoints } from '@inkwire/board'
import { LIMITS, PROTOCOL_VERSION } from '@inkwire/protocol'
import { nanoid } from 'nanoid'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { batchOf, Guest, type JoinedSocket, join, newActor, rectangle, send } from '../servers/guest.ts'
import { type Instance, startInstance } from '../servers/instance.ts'
import { type PostgresServer, startPostgres } from '../servers/postgres.ts'
import { RawSocket, upgradeRequest } from '../servers/raw-socket.ts'

/** One pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const CLASS = 40

let postgres: PostgresServer
let instance: Instance
let sql: pg.Client

beforeAll(async () => {
  postgres = await startPostgres()
  instance = await startInstance({ databaseUrl: postgres.url })
  sql = new pg.Client(postgres.url)
  await sql.connect()
})

afterAll(async () => {
  await sql?.end()
  await instance?.stop()
  await postgres?.stop()
})

const personOf = async (guest: Guest): Promise<string> =>
  (await (await guest.request('/api/v1/session')).json()).person.id

const codeOf = async (answer: Response): Promise<string> => (await answer.json()).error?.code

test('a class of 40 behind one address comes at once, signs up, and everybody draws', async () => {
  const teacher = await Guest.arrive(instance.url)
  const { board, key } = await teacher.newBoard('Biology')
  const replies = await Promise.all(
    Array.from({ length: CLASS }, async (_, i) => {
      const pupil = await Guest.arrive(instance.url)
      const account = { email: `pupil${i}@school.example`, password: 'a long password', name: `Pupil ${i}` }
      const signedUp = await pupil.request('/api/v1/account/sign-up', 'POST', account)
      if (!signedUp.ok) return codeOf(signedUp)
      // Some schools let no WebSocket through.
      const socket = await pupil.connect(i % 4 === 0 ? ['polling'] : ['websocket'])
      const actor = newActor()
      const answer = await join(socket, board, actor, key)
      if (!answer.ok) return answer.error.code
      const me = { socket, board, actor, epoch: answer.epoch }
      const reply = await send(me, batchOf(me, 1, [rectangle(i, i)]))
      socket.close()
      return reply.ok ? 'drew' : reply.error.code
    }),
  )
  expect(replies).toEqual(Array(CLASS).fill('drew'))
  expect(await (await teacher.request(`/api/v1/boards/${board}/head`)).json()).toMatchObject({ elements: CLASS })
})

async function drawing(guest: Guest, board: BoardId): Promise<JoinedSocket> {
  const socket = await guest.connect()
  const actor = newActor()
  const answer = await join(socket, board, actor)
  if (!answer.ok) throw new Error(answer.error.code)
  return { socket, board, actor, epoch: answer.epoch }
}

const id = () => nanoid() as ElementId
const line = Array.from({ length: LIMITS.strokePoints + 1 }, (_, i) => ({ x: i, y: i, pressure: 0.5 }))
const put: Op = { op: 'put', element: { id: id(), type: 'group', order: 'a0' } }

test.each<[string, readonly Op[] | Uint8Array, string]>([
  ['ops', Array(LIMITS.opsPerBatch + 1).fill(put), 'op.too_large'],
  ['bytes', new Uint8Array(LIMITS.batchBytes + 1), 'op.too_large'],
  ['points in a stroke', [{ op: 'set', id: id(), props: { points: packPoints(line, 1) } }], 'op.invalid'],
  ['characters', [{ op: 'set', id: id(), props: { text: 'x'.repeat(LIMITS.textCharacters + 1) } }], 'op.invalid'],
  [
    'typed characters',
    [
      {
        op: 'splice',
        id: id(),
        prop: 'text',
        after: null,
        fallback: 0,
        insert: 'x'.repeat(LIMITS.textCharacters + 1),
        delete: [],
      },
    ],
    'op.invalid',
  ],
  ['px from the middle', [{ op: 'set', id: id(), props: { x: LIMITS.coordinate + 1 } }], 'op.invalid'],
])('a batch with too many %s is refused with its code, and the next one is taken', async (_, what, code) => {
  const guest = await Guest.arrive(instance.url)
  const me = await drawing(guest, (await guest.newBoard()).board)
  const request = what instanceof Uint8Array ? batchOf(me, 1, [], { ops: what }) : batchOf(me, 1, what)
  expect(await send(me, request)).toMatchObject({ ok: false, error: { code } })
  expect(await send(me, batchOf(me, 1, [rectangle(0, 0)]))).toEqual({ ok: true, seq: 1 })
  me.socket.close()
})

test('an actor sends only so many batches in a second, and what was refused can be sent again', async () => {
  const guest = await Guest.arrive(instance.url)
  const me = await drawing(guest, (await guest.newBoard()).board)
  const request = batchOf(me, 1, [rectangle(0, 0)])
  const codes = new Set<string>()
  // More than come back while this goes on. Sent again, a batch is answered with its seq.
  for (let round = 0; round < 20 && !codes.has('rate.limited'); round++) {
    const replies = await Promise.all(Array.from({ length: 2 * LIMITS.batchBurst }, () => send(me, request)))
    for (const reply of replies) codes.add(reply.ok ? `seq ${reply.seq}` : reply.error.code)
  }
  expect([...codes].sort()).toEqual(['rate.limited', 'seq 1'])
  await new Promise((resolve) => setTimeout(resolve, 1_000))
  expect(await send(me, batchOf(me, 2, [rectangle(1, 1)]))).toEqual({ ok: true, seq: 2 })
  me.socket.close()
})

test('a board has only so many elements; what is there can be changed and removed', async () => {
  const guest = await Guest.arrive(instance.url)
  const { board } = await guest.newBoard()
  // As if it had been drawn: through the service it would take minutes.
  const each = LIMITS.opsPerBatch
  const kept = id()
  const batches = Array.from({ length: LIMITS.elementsPerBoard / each }, (_, seq) =>
    Array.from({ length: each }, (_, i) => ({
      op: 'put' as const,
      element: { id: seq + i === 0 ? kept : id(), type: 'group', order: 'a0' },
    })),
  )
  await sql.query(
    `INSERT INTO "Batch" ("board", "seq", "actor", "number", "person", "at", "foldVersion", "gesture", "ops")
     SELECT $1, n, $2, n, $3, now(), 1, $4, ops FROM unnest($5::bytea[]) WITH ORDINALITY AS t(ops, n)`,
    [board, newActor(), await personOf(guest), nanoid(), batches.map((ops) => Buffer.from(packOps(ops)))],
  )
  await sql.query(`UPDATE "BoardHead" SET "head" = $2 WHERE "board" = $1`, [board, batches.length])
  const socket = await guest.connect()
  const actor = newActor()
  const { epoch } = await (await guest.request(`/api/v1/boards/${board}/head`)).json()
  // As whoever has seen all of it: without a snapshot of the log its records would be too much at once for one connection.
  const have = { epoch, seq: batches.length }
  const answer = await socket.emitWithAck('board:join', { protocol: PROTOCOL_VERSION, board, actor, have })
  expect(answer).toMatchObject({ ok: true, role: 'owner' })
  const me = { socket, board, actor, epoch }
  expect(await send(me, batchOf(me, 1, [rectangle(0, 0)]))).toMatchObject({ ok: false, error: { code: 'board.full' } })
  const removal = batchOf(me, 1, [{ op: 'remove', id: kept }])
  expect(await send(me, removal)).toEqual({ ok: true, seq: batches.length + 1 })
  expect(await send(me, batchOf(me, 2, [rectangle(0, 0)]))).toEqual({ ok: true, seq: batches.length + 2 })
  expect(await send(me, batchOf(me, 3, [rectangle(0, 0)]))).toMatchObject({ ok: false, error: { code: 'board.full' } })
  me.socket.close()
})

test('a person joins only so often in a minute', async () => {
  const guest = await Guest.arrive(instance.url)
  const { board } = await guest.newBoard()
  const socket = await guest.connect()
  const codes = new Map<string, number>()
  for (let i = 0; i < 10 * LIMITS.joinsPerMinute; i++) {
    const answer = await join(socket, board, newActor())
    const code = answer.ok ? 'joined' : answer.error.code
    codes.set(code, (codes.get(code) ?? 0) + 1)
    if (!answer.ok) break
  }
  socket.close()
  expect([...codes.keys()]).toEqual(['joined', 'rate.limited'])
  expect(codes.get('joined')).toBeGreaterThanOrEqual(LIMITS.joinsPerMinute)
})

test('a person has only so many boards, those in the trash among them', async () => {
  const guest = await Guest.arrive(instance.url)
  await sql.query(
    `WITH made AS (INSERT INTO "Board" ("id", "name", "ownerId", "linkKey", "deletedAt")
       SELECT lpad(i::text, 21, 'l'), 'Board ' || i, $1, '\\x00', CASE WHEN i % 2 = 0 THEN now() END
       FROM generate_series(1, $2::int) i RETURNING "id")
     INSERT INTO "BoardHead" ("board", "epoch") SELECT "id", 'e' FROM made`,
    [await personOf(guest), LIMITS.boardsPerPerson - 1],
  )
  const { board } = await guest.newBoard('The last one')
  const one = await guest.request('/api/v1/boards', 'POST', { name: 'One more' })
  expect([one.status, await codeOf(one)]).toEqual([409, 'boards.too_many'])
  const copy = await guest.request(`/api/v1/boards/${board}/duplicate`, 'POST')
  expect([copy.status, await codeOf(copy)]).toEqual([409, 'boards.too_many'])
  expect((await guest.request(`/api/v1/boards/${board}`)).status).toBe(200)
})

test('a person uploads only so many bytes of images, on all boards together', async () => {
  const guest = await Guest.arrive(instance.url)
  const [first, second] = [await guest.newBoard(), await guest.newBoard()]
  const upload = (board: string, file: Buffer) =>
    fetch(`${instance.url}/api/v1/boards/${board}/assets`, {
      method: 'POST',
      headers: { cookie: guest.cookie, 'content-type': 'image/png' },
      body: new Uint8Array(file),
    })
  expect((await upload(first.board, PNG)).status).toBe(201)
  // As if there had been many uploads; each file is 2 GB at most in the table.
  await sql.query(
    `INSERT INTO "Asset" ("id", "type", "width", "height", "bytes")
     SELECT lpad(i::text, 64, '0'), 'image/png', 1, 1, 2000000000 FROM generate_series(1, 6) i`,
  )
  const uploads = `INSERT INTO "BoardAsset" ("boardId", "assetId", "personId")
    SELECT $1, lpad(i::text, 64, '0'), $2 FROM generate_series(1, 6) i`
  await sql.query(uploads, [first.board, await personOf(guest)])
  const refused = await upload(second.board, PNG)
  expect([refused.status, await codeOf(refused)]).toEqual([409, 'asset.person_full'])
  // Somebody else is not held up by it.
  const other = await Guest.arrive(instance.url)
  const own = await other.newBoard()
  const headers = { cookie: other.cookie, 'content-type': 'image/png' }
  const address = `${instance.url}/api/v1/boards/${own.board}/assets`
  expect((await fetch(address, { method: 'POST', headers, body: new Uint8Array(PNG) })).status).toBe(201)
})

test('an address tries passwords only so often in a minute, whatever the accounts; joining goes on', async () => {
  const guest = await Guest.arrive(instance.url)
  const { board } = await guest.newBoard()
  const attempt = (email: string) =>
    guest.request('/api/v1/account/sign-in', 'POST', { email, password: 'a wrong password' }).then(codeOf)
  const ofOthers: string[] = []
  // One account's limit refuses without looking at the password, which would take longer than the address's needs to fill again.
  for (let round = 0; round < 20 && ofOthers.at(-1) !== 'account.attempts'; round++) {
    await Promise.all(Array.from({ length: LIMITS.signInsPerMinuteAndAddress / 4 }, () => attempt('one@example.org')))
    ofOthers.push(await attempt(`other${round}@example.org`))
  }
  expect(ofOthers[0]).toBe('account.credentials')
  expect(ofOthers.at(-1)).toBe('account.attempts')
  const socket = await guest.connect()
  expect(await join(socket, board, newActor())).toMatchObject({ ok: true })
  socket.close()
})

test('an address knocks only so often in a minute: 429 as HTTP', async () => {
  const knock = () => fetch(`${instance.url}/socket.io/?EIO=4&transport=polling`)
  let refused: Response | undefined
  // More than the limit, as some of it comes back while this goes on.
  for (let i = 0; i < 5 * LIMITS.joinsPerMinuteAndAddress && !refused; i += 50) {
    const answers = await Promise.all(Array.from({ length: 50 }, knock))
    refused = answers.find(({ status }) => status !== 401)
  }
  expect(refused?.status).toBe(429)
  if (refused) expect(await codeOf(refused)).toBe('rate.limited')
  const upgrade = async () => {
    const socket = await RawSocket.open(instance.port)
    socket.write(upgradeRequest({}))
    await socket.until((bytes) => bytes.includes('\r\n\r\n'))
    const status = socket.bytes.toString('latin1').split('\r\n')[0] ?? ''
    socket.destroy()
    return status
  }
  // WebSocket comes through the same door.
  const upgrades: string[] = []
  for (let round = 0; round < 20 && !upgrades.some((status) => status.includes('429')); round++) {
    upgrades.push(...(await Promise.all(Array.from({ length: 50 }, upgrade))))
  }
  expect(upgrades).toContain('HTTP/1.1 429 Too Many Requests')
})
