import { BoardDocument, type BoardId, difference, type ElementId, type Op, unpackSnapshot } from '@inkwire/board'
import { type HistoryBody, type OriginBody, unpackRecords, type VersionBody } from '@inkwire/protocol'
import { foldRecords } from '@inkwire/realtime/log/refold.ts'
import { BoardClient, memoryOutbox, newElementId, newGestureId, whenOpen, whenSaved } from '@inkwire/sync'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { eventually } from '../servers/child.ts'
import { batchOf, Guest, type JoinedSocket, join, newActor, rectangle, send } from '../servers/guest.ts'
import { type Instance, startInstance } from '../servers/instance.ts'
import { type PostgresServer, startPostgres } from '../servers/postgres.ts'

let postgres: PostgresServer
let instance: Instance
let sql: pg.Client

beforeAll(async () => {
  postgres = await startPostgres()
  instance = await startInstance({ databaseUrl: postgres.url })
  sql = new pg.Client(postgres.url)
  sql.on('error', () => {})
  await sql.connect()
})

afterAll(async () => {
  await sql?.end()
  await instance?.stop()
  await postgres?.stop()
})

const path = (board: BoardId, rest = '') => `/api/v1/boards/${board}${rest}`

async function joined(guest: Guest, board: BoardId): Promise<JoinedSocket> {
  const socket = await guest.connect()
  const actor = newActor()
  const answer = await join(socket, board, actor)
  if (!answer.ok) throw new Error(answer.error.code)
  return { socket, board, actor, epoch: answer.epoch }
}

/** Sends batches under a fresh actor, as fast as it may. */
async function draw(guest: Guest, board: BoardId, ...batches: Op[][]): Promise<void> {
  const me = await joined(guest, board)
  const replies = await Promise.all(batches.map((ops, i) => send(me, batchOf(me, i + 1, ops))))
  for (const reply of replies) expect(reply).toMatchObject({ ok: true })
  me.socket.close()
}

const personOf = async (guest: Guest): Promise<string> =>
  (await (await guest.request('/api/v1/session')).json()).person.id
const historyOf = async (guest: Guest, board: BoardId, query = ''): Promise<HistoryBody> =>
  (await guest.request(path(board, `/history${query}`))).json()
const documentAt = async (guest: Guest, board: BoardId, seq: number, query = '') => {
  const answer = await guest.request(path(board, `/history/${seq}${query}`))
  expect(answer.status).toBe(200)
  return unpackSnapshot(new Uint8Array(await answer.arrayBuffer()))
}
const recordsAfter = async (guest: Guest, board: BoardId, seq: number, query = '') => {
  const answer = await guest.request(path(board, `/history/${seq}/records${query}`))
  expect(answer.status).toBe(200)
  return unpackRecords(new Uint8Array(await answer.arrayBuffer()))
}
const originOf = async (guest: Guest, board: BoardId, element: string): Promise<OriginBody> =>
  (await guest.request(path(board, `/elements/${element}/origin`))).json()
const code = async (answer: Response) => (await answer.json()).error.code

let owner: Guest
let editor: Guest
let viewer: Guest
let stranger: Guest
let board: BoardId

beforeEach(async () => {
  owner = await Guest.arrive(instance.url)
  editor = await Guest.arrive(instance.url)
  viewer = await Guest.arrive(instance.url)
  stranger = await Guest.arrive(instance.url)
  const made = await owner.newBoard('Plans')
  board = made.board
  expect((await editor.request(path(board, '/open'), 'POST', { key: made.key })).status).toBe(200)
  const member = [board, await personOf(viewer), 'viewer']
  await sql.query('INSERT INTO "Member" ("boardId", "personId", "role") VALUES ($1, $2, $3)', member)
})

describe('the document at a seq', () => {
  test('is the fold of the log up to it, on both sides of a snapshot and after pruning', async () => {
    const seven = Array.from({ length: 7 }, () => rectangle(0, 0))
    for (let round = 0; round < 4; round++) {
      await draw(round % 2 === 0 ? owner : editor, board, ...Array.from({ length: 150 }, (_, i): Op[] => {
        const again = seven[i % 7]
        if (again?.op !== 'put') return []
        if (i % 11 === 0) return [{ op: 'remove', id: again.element.id }, rectangle(i, round)]
        return [{ ...again, element: { ...again.element, x: i, label: `${round}-${i}` } }]
      })) // biome-ignore format: one call
    }
    const { epoch, head, floor } = await historyOf(viewer, board)
    expect({ head, floor }).toEqual({ head: 600, floor: 0 })
    await eventually(
      async () =>
        Number((await sql.query('SELECT count(*) FROM "Snapshot" WHERE "board" = $1', [board])).rows[0].count) > 0,
      () => 'a snapshot is written',
    )
    const records = []
    for (let last = 0; last < 600; ) {
      const page = await recordsAfter(viewer, board, last, '?limit=250')
      expect(page.map(({ seq }) => seq)).toEqual(
        Array.from({ length: Math.min(250, 600 - last) }, (_, i) => last + i + 1),
      )
      records.push(...page)
      last = page.at(-1)?.seq ?? 600
    }
    const folded = new BoardDocument()
    const hashes = [folded.hash]
    for (const record of records) {
      foldRecords(folded, [record])
      hashes.push(folded.hash)
    }
    const snapshot = Number(
      (await sql.query('SELECT max("seq") AS seq FROM "Snapshot" WHERE "board" = $1', [board])).rows[0].seq,
    )
    const some = [0, 1, 2, 149, 150, 151, 333, snapshot - 1, snapshot, snapshot + 1, 599, 600]
    for (const seq of some) expect((await documentAt(viewer, board, seq)).hash, `at ${seq}`).toBe(hashes[seq])
    // Several at once, some of them the same.
    const at = await Promise.all(Array.from({ length: 30 }, (_, i) => documentAt(viewer, board, 200 + (i % 10))))
    expect(at.map(({ hash }) => hash)).toEqual(at.map((_, i) => hashes[200 + (i % 10)]))

    for (const [seq, name] of [[100, 'Kept'], [101, 'Gone']] as const) {
      await owner.request(path(board, '/versions'), 'POST', { name, seq })
    } // biome-ignore format: one row
    const kept = Buffer.from(await (await viewer.request(path(board, '/history/100'))).arrayBuffer())
    await sql.query(
      `INSERT INTO "Snapshot" ("board", "epoch", "seq", "schema", "hash", "elements", "bytes") VALUES ($1, $2, 100, 1, $3, 0, $4)`,
      [board, epoch, hashes[100], kept],
    )
    await sql.query('UPDATE "BoardHead" SET "floor" = $2 WHERE "board" = $1', [board, snapshot])
    await sql.query('DELETE FROM "Batch" WHERE "board" = $1 AND "seq" <= $2', [board, snapshot])
    const pruned = await historyOf(viewer, board)
    expect(pruned).toMatchObject({ head: 600, floor: snapshot, epoch })
    expect(pruned.parts[0]?.from).toBe(snapshot + 1)
    for (const seq of [snapshot, snapshot + 1, 600]) {
      expect((await documentAt(viewer, board, seq, `?epoch=${epoch}`)).hash).toBe(hashes[seq])
    }
    for (const seq of [snapshot - 1, 101, 0]) {
      expect((await viewer.request(path(board, `/history/${seq}`))).status, `${seq}`).toBe(400)
    }
    // Of versions those that have a snapshot of their own stay.
    expect(pruned.versions.map(({ name, seq }) => [name, seq])).toEqual([['Kept', 100]])
    expect((await documentAt(viewer, board, 100)).hash).toBe(hashes[100])
    const element = seven[3]
    if (element?.op !== 'put') return
    expect(await originOf(viewer, board, element.element.id)).toMatchObject({ changed: expect.anything() })
  })

  test('never changes at its address, and is asked for again by its tag', async () => {
    await draw(owner, board, [rectangle(0, 0)], [rectangle(1, 1)])
    const { epoch } = await historyOf(owner, board)
    const address = path(board, `/history/1?epoch=${epoch}`)
    const answer = await owner.request(address)
    expect(answer.headers.get('cache-control')).toBe('private, max-age=31536000, immutable')
    const etag = answer.headers.get('etag') ?? ''
    expect(etag).toContain(epoch)
    expect((await owner.request(path(board, '/history/1'))).headers.get('cache-control')).toBe('private, no-cache')
    const again = await fetch(`${instance.url}${address}`, { headers: { cookie: owner.cookie, 'if-none-match': etag } })
    expect(again.status).toBe(304)
    const packed = await fetch(`${instance.url}${address}`, {
      headers: { cookie: owner.cookie, 'accept-encoding': 'gzip' },
    })
    expect(packed.headers.get('content-encoding')).toBe('gzip')
    expect(unpackSnapshot(new Uint8Array(await packed.arrayBuffer())).size).toBe(1)
    const other = await owner.request(path(board, `/history/1?epoch=${'A'.repeat(22)}`))
    expect(await code(other)).toBe('board.wrong_epoch')
  })

  test('that is none of the board is refused, however it is asked for', async () => {
    await draw(owner, board, [rectangle(0, 0)])
    for (const seq of [
      '-1',
      '2',
      '1e99',
      '1e0',
      '0x1',
      'NaN',
      'Infinity',
      '%00',
      '1.0',
      '',
      ' 1',
      '9'.repeat(40),
      '__proto__',
    ]) {
      for (const rest of ['', '/records']) {
        const answer = await owner.request(path(board, `/history/${seq}${rest}`))
        expect(answer.status, `${seq}${rest}`).toBeGreaterThanOrEqual(400)
        expect(answer.status, `${seq}${rest}`).toBeLessThan(500)
      }
    }
    for (const query of [
      '?parts=0',
      '?parts=-1',
      '?parts=1e9',
      '?parts=x',
      '?parts=100000',
      '?epoch=',
      '?epoch=x&epoch=y',
    ]) {
      expect((await owner.request(path(board, `/history${query}`))).status, query).toBe(400)
    }
    for (const limit of ['0', '-1', '1001', 'x']) {
      expect((await owner.request(path(board, `/history/0/records?limit=${limit}`))).status, limit).toBe(400)
    }
    for (const element of ['x', '__proto__', 'x'.repeat(21), '%27%20OR%201=1--']) {
      const { status } = await owner.request(path(board, `/elements/${element}/origin`))
      expect(status, element).toBe(element.length === 21 ? 200 : 400)
    }
  })
})

describe('a timeline', () => {
  test('tells who drew when, in parts', async () => {
    expect(await historyOf(owner, board)).toMatchObject({ head: 0, floor: 0, parts: [], people: [], versions: [] })
    await draw(owner, board, ...Array.from({ length: 30 }, (_, i) => [rectangle(i, 0)]))
    await draw(editor, board, ...Array.from({ length: 30 }, (_, i) => [rectangle(i, 1)]))
    const history = await historyOf(viewer, board, '?parts=4')
    const [first, last] = [await personOf(owner), await personOf(editor)]
    expect(history.parts.map(({ from, to, people }) => [from, to, people])).toEqual([
      [1, 15, [first]],
      [16, 30, [first]],
      [31, 45, [last]],
      [46, 60, [last]],
    ])
    expect(history.people.map(({ id }) => id).sort()).toEqual([first, last].sort())
    const times = history.parts.flatMap(({ fromAt, toAt }) => [fromAt, toAt])
    expect(times).toEqual([...times].sort((a, b) => a - b))
    expect((await historyOf(viewer, board, '?parts=1000')).parts).toHaveLength(60)
  })

  test('is for whoever may view the board; naming is for whoever may edit it', async () => {
    await draw(owner, board, [rectangle(0, 0)])
    const statuses = async (ask: (guest: Guest) => Promise<Response>) => ({
      stranger: (await ask(stranger)).status,
      viewer: (await ask(viewer)).status,
      editor: (await ask(editor)).status,
      owner: (await ask(owner)).status,
    })
    const readers = { stranger: 403, viewer: 200, editor: 200, owner: 200 }
    for (const rest of ['/history', '/history/1', '/history/0/records', `/elements/${'x'.repeat(21)}/origin`]) {
      expect(await statuses((guest) => guest.request(path(board, rest))), rest).toEqual(readers)
      expect((await fetch(`${instance.url}${path(board, rest)}`)).status).toBe(401)
      expect((await owner.request(path('x'.repeat(21) as BoardId, rest))).status).toBe(404)
    }
    const writers = { stranger: 403, viewer: 403, editor: 201, owner: 201 }
    expect(
      await statuses((guest) => guest.request(path(board, '/versions'), 'POST', { name: 'Draft', seq: 1 })),
    ).toEqual(writers)
    const [version] = (await historyOf(owner, board)).versions
    const address = path(board, `/versions/${version?.id}`)
    const changers = { stranger: 403, viewer: 403, editor: 200, owner: 200 }
    expect(await statuses((guest) => guest.request(address, 'PATCH', { name: 'Draft 2' }))).toEqual(changers)
    expect((await viewer.request(address, 'DELETE')).status).toBe(403)
  })
})

test('a version is named, listed, renamed and deleted, and goes with its board', async () => {
  await draw(owner, board, [rectangle(0, 0)], [rectangle(1, 1)], [rectangle(2, 2)])
  const post = (body: object) => owner.request(path(board, '/versions'), 'POST', body)
  const made: VersionBody = await (await post({ name: '  Before the meeting ', seq: 2 })).json()
  expect(made.version).toMatchObject({ name: 'Before the meeting', seq: 2, person: { id: await personOf(owner) } })
  await post({ name: 'Start', seq: 0 })
  expect((await historyOf(viewer, board)).versions.map(({ name, seq }) => [name, seq])).toEqual([
    ['Start', 0],
    ['Before the meeting', 2],
  ])
  const address = path(board, `/versions/${made.version.id}`)
  expect(await (await owner.request(address, 'PATCH', { name: 'After it' })).json()).toMatchObject({
    version: { name: 'After it', seq: 2 },
  })
  for (const body of [
    { name: '', seq: 1 },
    { name: 'x'.repeat(201), seq: 1 },
    { name: 'x' },
    { name: 'x', seq: 4 },
    { name: 'x', seq: -1 },
    { name: 'x', seq: 1.5 },
    { name: 'x', seq: '1' },
    { name: 'x', seq: 1e99 },
  ]) {
    // biome-ignore format: one row
    expect((await post(body)).status, JSON.stringify(body)).toBe(400)
  }
  const other = (await owner.newBoard()).board
  expect((await owner.request(path(other, `/versions/${made.version.id}`), 'PATCH', { name: 'Mine' })).status).toBe(400)
  expect((await owner.request(path(other, `/versions/${made.version.id}`), 'DELETE')).status).toBe(204)
  expect((await historyOf(owner, board)).versions).toHaveLength(2)
  expect((await owner.request(address, 'DELETE')).status).toBe(204)
  expect((await historyOf(owner, board)).versions.map(({ name }) => name)).toEqual(['Start'])
  expect((await owner.request(path(board), 'DELETE')).status).toBe(204)
  expect((await owner.request(path(board, '?forever=1'), 'DELETE')).status).toBe(204)
  expect((await sql.query('SELECT FROM "Version" WHERE "boardId" = $1', [board])).rowCount).toBe(0)
})

test('the origin of an element: who put it first and who changed it last, not who only mentioned it', async () => {
  const box = rectangle(0, 0)
  if (box.op !== 'put') return
  const { id } = box.element
  const arrow = (n: number): Op => ({
    op: 'put',
    element: {
      id: newElementId(),
      type: 'arrow',
      order: `a${n % 10}`,
      start: { x: 0, y: 0, binding: { id, u: 0, v: 0, distance: 0 } },
      end: { x: n, y: n },
    },
  })
  const mentions = (count: number) => Array.from({ length: count }, (_, i) => [arrow(i)])
  await draw(owner, board, ...mentions(30), [rectangle(5, 5), box])
  expect(await originOf(viewer, board, id)).toMatchObject({
    made: { seq: 31, person: { id: await personOf(owner) } },
    changed: null,
  })
  await draw(editor, board, [{ op: 'set', id, props: { x: 7 } }], ...mentions(45))
  expect(await originOf(viewer, board, id)).toMatchObject({
    made: { seq: 31, person: { id: await personOf(owner) } },
    changed: { seq: 32, person: { id: await personOf(editor) } },
  })
  await draw(owner, board, [{ op: 'remove', id }], [box])
  expect(await originOf(viewer, board, id)).toMatchObject({ made: { seq: 31 }, changed: { seq: 79 } })
  expect(await originOf(viewer, board, 'nobody_knows_this_one')).toEqual({ made: null, changed: null })
})

test('what a guest drew and named is told as by the account that they signed in to: parts, records, versions, origins', async () => {
  const account = { email: 'history@example.org', password: 'correct horse' }
  const ann = Guest.nobody(instance.url)
  await ann.request('/api/v1/account/sign-up', 'POST', { ...account, name: 'Ann' })
  const me = { id: await personOf(ann), name: 'Ann' }
  const box = rectangle(0, 0)
  if (box.op !== 'put') return
  await draw(owner, board, [rectangle(9, 9)])
  await draw(editor, board, [box])
  await editor.request(path(board, '/versions'), 'POST', { name: 'Then', seq: 2 })
  expect((await editor.request('/api/v1/account/sign-in', 'POST', account)).status).toBe(200)
  await draw(editor, board, [{ op: 'set', id: box.element.id, props: { x: 7 } }])

  const { parts, people, versions } = await historyOf(viewer, board)
  expect(parts.map((part) => part.people)).toEqual([[await personOf(owner)], [me.id], [me.id]])
  expect(people.map(({ id }) => id).sort()).toEqual([await personOf(owner), me.id].sort())
  expect(people).toContainEqual(expect.objectContaining(me))
  expect(versions).toMatchObject([{ name: 'Then', person: me }])
  expect((await recordsAfter(viewer, board, 1)).map(({ person }) => person)).toEqual([me.id, me.id])
  const told = await originOf(viewer, board, box.element.id)
  expect(told).toMatchObject({ made: { seq: 2, person: me }, changed: { seq: 3, person: me } })

  // Whoever deletes their account is nobody there, too.
  await editor.request('/api/v1/account', 'DELETE', { password: account.password })
  expect(await originOf(viewer, board, box.element.id)).toMatchObject({ made: { person: { name: 'Deleted person' } } })
})

test('restoring 10,000 elements is one gesture, one undo, and keeps what others do meanwhile', async () => {
  const open = async (guest: Guest) => {
    const socketOptions = { extraHeaders: { cookie: guest.cookie } }
    const client = new BoardClient({ origin: instance.url, board, outbox: memoryOutbox(), socketOptions })
    await whenOpen(client)
    return client
  }
  const ann = await open(owner)
  const ids = Array.from({ length: 10_000 }, () => newElementId())
  const put = (id: ElementId, i: number): Op => ({
    op: 'put',
    element: { id, type: 'rectangle', order: 'a0', x: i, y: i, w: 10, h: 10 },
  })
  ann.commit(newGestureId(), ids.map(put))
  await whenSaved(ann)
  const full = (await historyOf(owner, board)).head
  ann.commit(
    newGestureId(),
    ids.map((id): Op => ({ op: 'remove', id })),
  )
  await whenSaved(ann)
  expect(ann.size).toBe(0)

  const ben = await open(editor)
  const then = await documentAt(owner, board, full)
  const ops = difference(ann, then)
  expect(ops).toHaveLength(10_000)
  ann.commit(newGestureId(), ops)
  const others = newElementId()
  ben.commit(newGestureId(), [put(others, 1)])
  await whenSaved(ann)
  await whenSaved(ben)
  await eventually(
    () => ann.size === 10_001 && ben.size === 10_001 && ann.head().hash === ben.head().hash,
    () => `both show all: ${ann.size}, ${ben.size}`,
  )
  expect(ann.undo()).toMatchObject({ kind: 'done', kept: 0 })
  await whenSaved(ann)
  await eventually(
    () => ann.size === 1 && ben.size === 1,
    () => `both show what the other drew: ${ann.size}, ${ben.size}`,
  )
  expect(ben.get(others)).toBeDefined()
  await ann.close()
  await ben.close()
})
