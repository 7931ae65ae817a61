import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import type { BoardId, ElementId, Op } from '@inkwire/board'
import { packLive, unpackRecords } from '@inkwire/protocol'
import { nanoid } from 'nanoid'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { eventually } from '../servers/child.ts'
import { batchOf, Guest, type JoinedSocket, join, newActor, rectangle, send } from '../servers/guest.ts'
import { type Instance, startInstance } from '../servers/instance.ts'
import { type PostgresServer, startPostgres } from '../servers/postgres.ts'

let postgres: PostgresServer
let instance: Instance

beforeAll(async () => {
  postgres = await startPostgres()
  instance = await startInstance({ databaseUrl: postgres.url })
})

afterAll(async () => {
  await instance?.stop()
  await postgres?.stop()
})

async function joined(guest: Guest, board: BoardId, key?: string): Promise<JoinedSocket> {
  const socket = await guest.connect()
  const actor = newActor()
  const answer = await join(socket, board, actor, key)
  if (!answer.ok) throw new Error(answer.error.code)
  return { socket, board, actor, epoch: answer.epoch }
}

/** The status of a WebSocket handshake by hand. */
function handshakeStatus(headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${instance.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`, {
      headers,
    })
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0)
      socket.terminate()
    })
    socket.on('open', () => {
      resolve(101)
      socket.terminate()
    })
    socket.on('error', reject)
  })
}

describe('the handshake', () => {
  test('without a session 401, from another site 403, else 101; long-polling under the same checks', async () => {
    const { cookie } = await Guest.arrive(instance.url)
    expect(await handshakeStatus({})).toBe(401)
    expect(await handshakeStatus({ cookie: 'inkwire.session_token=forged.forged' })).toBe(401)
    expect(await handshakeStatus({ cookie, origin: 'http://evil.example' })).toBe(403)
    expect(await handshakeStatus({ cookie, origin: instance.url })).toBe(101)
    const poll = (headers: Record<string, string>) =>
      fetch(`${instance.url}/socket.io/?EIO=4&transport=polling`, { headers }).then(({ status }) => status)
    expect(await poll({})).toBe(401)
    expect(await poll({ cookie, origin: 'http://evil.example' })).toBe(403)
    expect(await poll({ cookie })).toBe(200)
  })

  test('long-polling joins and commits like WebSocket', async () => {
    const guest = await Guest.arrive(instance.url)
    const { board } = await guest.newBoard()
    const socket = await guest.connect(['polling'])
    const actor = newActor()
    const answer = await join(socket, board, actor)
    if (!answer.ok) throw new Error(answer.error.code)
    const reply = await send(
      { socket, board, actor, epoch: answer.epoch },
      batchOf({ socket, board, actor, epoch: answer.epoch }, 1, [rectangle(1, 2)]),
    )
    expect(reply).toEqual({ ok: true, seq: 1 })
    socket.close()
  })
})

describe('a board', () => {
  let guest: Guest
  let board: BoardId
  let key: string
  let me: JoinedSocket

  beforeEach(async () => {
    guest = await Guest.arrive(instance.url)
    const made = await guest.newBoard()
    board = made.board
    key = made.key
    me = await joined(guest, board)
    return () => {
      me.socket.close()
    }
  })

  test('opens to whoever has its key, and by the cookie alone the next time', async () => {
    const other = await Guest.arrive(instance.url)
    const socket = await other.connect()
    expect(await join(socket, board, newActor())).toMatchObject({ ok: false, error: { code: 'access.denied' } })
    expect(await join(socket, board, newActor(), 'a wrong key')).toMatchObject({
      ok: false,
      error: { code: 'access.denied' },
    })
    expect(await join(socket, board, newActor(), key)).toMatchObject({ ok: true, role: 'editor' })
    expect(await join(socket, board, newActor())).toMatchObject({ ok: true, role: 'editor' })
    expect(await join(socket, nanoid() as BoardId, newActor())).toMatchObject({
      ok: false,
      error: { code: 'board.unknown' },
    })
    expect((await other.request(`/api/v1/boards/${board}`, 'DELETE')).status).toBe(403)
    socket.close()
  })

  test.each<[string, Op[], string]>([
    ['a coordinate out of range', [{ ...rectangle(1e7, 0) }], 'op.invalid'],
    [
      'a type without what it needs',
      [{ op: 'put', element: { id: nanoid() as ElementId, type: 'ellipse', order: 'a0' } }],
      'op.invalid',
    ],
    ['a property of the wrong shape', [{ op: 'set', id: nanoid() as ElementId, props: { w: 'wide' } }], 'op.invalid'],
    ['a null where none may be', [{ op: 'set', id: nanoid() as ElementId, props: { x: null } }], 'op.invalid'],
    ['an id of another shape', [{ op: 'remove', id: '../../etc/passwd' as ElementId }], 'op.invalid'],
    ['__proto__ as an id', [{ op: 'remove', id: '__proto__' as ElementId }], 'op.invalid'],
    [
      'a link that runs code',
      [{ op: 'set', id: nanoid() as ElementId, props: { link: 'javascript:alert(1)' } }],
      'op.invalid',
    ],
    ['too many ops', Array.from({ length: 1_001 }, () => rectangle(0, 0)), 'op.too_large'],
    ['no op at all', [], 'op.invalid'],
  ])('refuses %s; the connection and its numbers go on', async (_, ops, code) => {
    expect(await send(me, batchOf(me, 1, ops))).toMatchObject({ ok: false, error: { code } })
    expect(await send(me, batchOf(me, 2, [rectangle(0, 0)], { prev: 0 }))).toEqual({ ok: true, seq: 1 })
  })

  test('refuses bytes that are no ops, a digest that does not fit, a foreign actor, a strange request', async () => {
    expect(await send(me, batchOf(me, 1, [], { ops: randomBytes(200) }))).toMatchObject({
      error: { code: 'op.invalid' },
    })
    // An array that claims two thousand million items.
    expect(await send(me, batchOf(me, 1, [], { ops: Uint8Array.of(0xa9, 0xff, 0xff, 0xff, 0xff, 7) }))).toMatchObject({
      error: { code: 'op.invalid' },
    })
    expect(await send(me, batchOf(me, 1, [rectangle(0, 0)], { digest: new Uint8Array(16) }))).toMatchObject({
      error: { code: 'request.invalid' },
    })
    expect(await send(me, batchOf(me, 1, [rectangle(0, 0)]))).toEqual({ ok: true, seq: 1 })
    const other = await Guest.arrive(instance.url)
    const socket = await other.connect()
    expect(await join(socket, board, me.actor, key)).toMatchObject({ error: { code: 'actor.foreign' } })
    socket.close()
    const strange: unknown = await me.socket.emitWithAck('batch', { board, number: -1 } as never)
    expect(strange).toMatchObject({ error: { code: 'request.invalid' } })
  })

  test('a batch sent again is answered with its seq; one before its predecessor with what is missing', async () => {
    const one = batchOf(me, 1, [rectangle(0, 0)])
    expect(await send(me, one)).toEqual({ ok: true, seq: 1 })
    expect(await send(me, one)).toEqual({ ok: true, seq: 1 })
    expect(await send(me, batchOf(me, 1, [rectangle(5, 5)]))).toMatchObject({ error: { code: 'batch.conflict' } })
    expect(await send(me, batchOf(me, 3, [rectangle(5, 5)]))).toMatchObject({
      error: { code: 'batch.out_of_order' },
      last: 1,
    })
  })

  test('whoever joins later gets what is there; ticks bring the rest to everybody at once', async () => {
    await send(me, batchOf(me, 1, [rectangle(0, 0)]))
    const other = await Guest.arrive(instance.url)
    const socket = await other.connect()
    let ticks = 0
    socket.on('tick', () => {
      ticks++
    })
    const answer = await join(socket, board, newActor(), key)
    if (!answer.ok) throw new Error(answer.error.code)
    expect(unpackRecords(answer.tail)).toMatchObject([{ seq: 1, actor: me.actor, number: 1 }])
    expect(answer.present.map(({ actor }) => actor)).toContain(me.actor)
    await send(me, batchOf(me, 2, [rectangle(0, 0)]))
    await eventually(
      () => ticks > 0,
      () => 'a tick came',
    )
    me.socket.emit('live', board, packLive({ number: 3, parts: [{ kind: 'cursor', x: 1, y: 2 }] }))
    await eventually(
      () => ticks > 1,
      () => 'a tick with live came',
    )
    socket.close()
  })

  test('a deleted board puts its people out', async () => {
    const out = new Promise((resolve) => me.socket.on('access', resolve))
    expect((await guest.request(`/api/v1/boards/${board}`, 'DELETE')).status).toBe(204)
    expect(await out).toMatchObject({ reason: 'This board was deleted.' })
    expect(await send(me, batchOf(me, 1, [rectangle(0, 0)]))).toMatchObject({ ok: false })
    expect((await guest.request(`/api/v1/boards/${board}/head`)).status).toBe(404)
  })

  test('bytes that are not ours close the connection; the server and the others go on', async () => {
    const closed = (message: string | Buffer): Promise<void> =>
      new Promise((resolve, reject) => {
        const url = `${instance.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`
        const socket = new WebSocket(url, { headers: { cookie: guest.cookie } })
        socket.on('message', (data, binary) => {
          if (!binary && String(data).startsWith('0')) socket.send('4[0,"/",null,null]')
          else socket.send(message)
        })
        socket.on('close', () => resolve())
        socket.on('error', reject)
      })
    await Promise.all([
      closed('4{"what":'),
      closed('4[2,"/",null,"no list"]'),
      closed('4[99,"/",null,null]'),
      closed(randomBytes(500)),
      closed(Buffer.from([1, 0xa7, 0xff, 0xff, 0xff, 0xff, 7])),
      closed(Buffer.alloc(2 * 1024 * 1024)),
    ])
    // Not even HTTP.
    await new Promise<void>((resolve) => {
      const socket = connect(instance.port, '127.0.0.1', () => socket.end(randomBytes(300)))
      socket.on('close', () => resolve())
      socket.on('error', () => {})
      socket.resume()
    })
    expect(await send(me, batchOf(me, 1, [rectangle(0, 0)]))).toEqual({ ok: true, seq: 1 })
    expect(instance.process().running).toBe(true)
  })

  test('live that is not valid goes nowhere and harms nobody', async () => {
    me.socket.emit('live', board, randomBytes(100))
    me.socket.emit('live', board, new Uint8Array(17_000))
    me.socket.emit('live', 'nonsense' as BoardId, packLive({ number: 1, parts: [] }))
    me.socket.emit('live', undefined as never, undefined as never)
    expect(await send(me, batchOf(me, 1, [rectangle(0, 0)]))).toEqual({ ok: true, seq: 1 })
  })

  test('the head tells epoch, seq, hash and elements', async () => {
    await send(me, batchOf(me, 1, [rectangle(0, 0), rectangle(1, 1)]))
    const answer = await guest.request(`/api/v1/boards/${board}/head`)
    expect(await answer.json()).toEqual({
      epoch: me.epoch,
      seq: 1,
      hash: expect.stringMatching(/^[0-9a-f]{32}$/),
      elements: 2,
    })
    const stranger = await Guest.arrive(instance.url)
    expect((await stranger.request(`/api/v1/boards/${board}/head`)).status).toBe(403)
  })

  test('snapshots are written past 500 batches, and whoever joins gets one and the tail after it', async () => {
    for (let number = 1; number <= 510; number += 30) {
      const numbers = Array.from({ length: 30 }, (_, i) => number + i)
      const replies = await Promise.all(numbers.map((one) => send(me, batchOf(me, one, [rectangle(one, one)]))))
      for (const reply of replies) expect(reply.ok).toBe(true)
      // 50 a second and actor is the limit, 200 at once.
      await new Promise((resolve) => setTimeout(resolve, 400))
    }
    const other = await Guest.arrive(instance.url)
    const socket = await other.connect()
    let path = ''
    await eventually(
      async () => {
        const answer = await join(socket, board, newActor(), key)
        path = (answer.ok && answer.snapshot?.path) || ''
        return path !== ''
      },
      () => 'a join brings a snapshot',
    )
    const snapshot = await other.request(path)
    expect(snapshot.status).toBe(200)
    expect((await snapshot.arrayBuffer()).byteLength).toBeGreaterThan(10_000)
    expect((await (await Guest.arrive(instance.url)).request(path)).status).toBe(403)
    socket.close()
  })
})
