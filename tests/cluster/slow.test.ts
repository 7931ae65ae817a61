import { execFileSync } from 'node:child_process'
import type { BoardId, ElementId, Epoch, Op } from '@inkwire/board'
import {
  type Answer,
  Decoder,
  Encoder,
  type JoinAnswer,
  PROTOCOL_VERSION,
  packLive,
  type TailAnswer,
  type Tick,
  unpackRecords,
  unpackTick,
} from '@inkwire/protocol'
import { nanoid } from 'nanoid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { eventually } from '../servers/child.ts'
import { batchOf, Guest, type JoinedSocket, join, newActor, type RawSocket, send } from '../servers/guest.ts'
import { type Instance, startInstance } from '../servers/instance.ts'
import { type PostgresServer, startPostgres } from '../servers/postgres.ts'

const BATCHES = 100
const BYTES = 200_000
/** What the two systems' buffers may hold, which no server can see, and what Inkwire may keep for one connection. */
const MOST_BACKLOG = 12 * 1024 * 1024
const CONNECTION_KIB = 1_024
const ADDRESS_CONNECTIONS = 12

let postgres: PostgresServer
let instance: Instance
let guest: Guest

beforeAll(async () => {
  postgres = await startPostgres()
  const env = {
    CONNECTION_KIB: String(CONNECTION_KIB),
    ADDRESS_CONNECTIONS: String(ADDRESS_CONNECTIONS),
    PERSON_JOINS_PER_MINUTE: '1000',
  }
  instance = await startInstance({ databaseUrl: postgres.url, env })
  guest = await Guest.arrive(instance.url)
})

afterAll(async () => {
  await instance?.stop()
  await postgres?.stop()
})

const large = (): Op => ({
  op: 'put',
  element: { id: nanoid() as ElementId, type: 'of-tomorrow', order: 'a0', bytes: new Uint8Array(BYTES).fill(7) },
})

async function joined(board: BoardId): Promise<JoinedSocket> {
  const [socket, actor] = [await guest.connect(), newActor()]
  const answer = await join(socket, board, actor)
  if (!answer.ok) throw new Error(answer.error.code)
  return { socket, board, actor, epoch: answer.epoch }
}

/** A connection by hand: Socket.IO's own client would hang up when it reads nothing for as long as this one does. */
class Reader {
  private readonly decoder = new Decoder()
  private readonly answers = new Map<number, (answer: unknown) => void>()
  private readonly webSocket: WebSocket
  private timer: NodeJS.Timeout | undefined
  private asked = 0
  readonly ticks: Uint8Array[] = []

  private constructor(opened: () => void) {
    const url = `${instance.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`
    this.webSocket = new WebSocket(url, { headers: { cookie: guest.cookie } })
    this.decoder.on('decoded', ({ type, id, data }) => {
      if (type === 0) opened()
      if (!Array.isArray(data)) return
      if (data[0] === 'tick') this.ticks.push(data[1])
      if (id !== undefined) this.answers.get(id)?.(data[0])
    })
    this.webSocket.on('message', (data: Buffer, binary: boolean) => {
      const text = binary ? '' : data.toString()
      if (text.startsWith('0')) this.webSocket.send('4[0,"/",null,null]')
      else if (text === '2') this.webSocket.send('3')
      else this.decoder.add(binary ? data : text.slice(1))
    })
  }

  static open(): Promise<Reader> {
    return new Promise((resolve) => {
      const reader: Reader = new Reader(() => resolve(reader))
    })
  }

  ask(event: string, request: object): Promise<unknown> {
    const id = ++this.asked
    const [message] = new Encoder().encode({ type: 2, nsp: '/', id, data: [event, request] })
    this.webSocket.send(typeof message === 'string' ? `4${message}` : message)
    return new Promise((resolve) => this.answers.set(id, resolve))
  }

  /** Reads no more, but says that it is there: the server does not take it for dead. */
  stop(): void {
    this.webSocket.pause()
    this.timer = setInterval(() => this.webSocket.send('3'), 500)
  }

  resume(): void {
    clearInterval(this.timer)
    this.webSocket.resume()
  }

  close(): void {
    clearInterval(this.timer)
    this.webSocket.terminate()
  }
}

async function readerOn(board: BoardId): Promise<{ reader: Reader; epoch: Epoch }> {
  const reader = await Reader.open()
  const request = { protocol: PROTOCOL_VERSION, board, actor: newActor() }
  const answer = (await reader.ask('board:join', request)) as Answer<JoinAnswer>
  if (!answer.ok) throw new Error(answer.error.code)
  return { reader, epoch: answer.epoch }
}

const liveOf = (ticks: readonly Tick[]): number => ticks.reduce((sum, { live }) => sum + live.length, 0)

const memory = (): number =>
  Number(execFileSync('ps', ['-o', 'rss=', '-p', String(instance.process().pid)], { encoding: 'utf8' })) / 1024

test('who takes nothing loses live, then batches, holds a bounded part of the memory, harms nobody, and catches up from its own seq', async () => {
  const { board } = await guest.newBoard()
  const [one, two, witness] = [await joined(board), await joined(board), await joined(board)]
  const { reader, epoch } = await readerOn(board)
  const seen = new Set<number>()
  let witnessed = 0
  witness.socket.on('tick', (bytes) => {
    const tick = unpackTick(bytes)
    for (const { seq } of tick.batches) seen.add(seq)
    witnessed += liveOf([tick])
  })
  reader.stop()
  const live = setInterval(() => {
    one.socket.emit('live', board, packLive({ number: 1, parts: [{ kind: 'cursor', x: 1, y: 2 }] }))
  }, 20)
  for (let number = 1; number <= BATCHES / 2; number++) {
    const replies = await Promise.all([one, two].map((from) => send(from, batchOf(from, number, [large()]))))
    for (const reply of replies) expect(reply.ok, JSON.stringify(reply)).toBe(true)
  }
  // All 20 MB have reached the witness, while the slow one still takes nothing.
  await eventually(
    () => seen.size === BATCHES,
    () => `the witness sees ${seen.size} of ${BATCHES}`,
  )
  clearInterval(live)
  reader.resume()
  const got = () => reader.ticks.map(unpackTick)
  await eventually(
    () => got().some(({ batches }) => batches.at(-1)?.seq === BATCHES),
    () => `it is told how far the board is: ${got().at(-1)?.batches.at(-1)?.seq}`,
  )
  const backlog = reader.ticks.reduce((sum, { length }) => sum + length, 0)
  console.log(`of ${(BATCHES * BYTES) / 1e6} MB ${Math.round(backlog / 1e6)} were kept for whoever took nothing`)
  expect(backlog).toBeLessThan(MOST_BACKLOG)
  expect(liveOf(got())).toBeLessThan(witnessed / 2)

  const seqs = got().flatMap(({ batches }) => batches.map(({ seq }) => seq))
  let own = seqs.findIndex((seq, i) => seq !== i + 1)
  expect(own, 'there is a hole before the newest').toBeGreaterThanOrEqual(0)
  while (own < BATCHES) {
    const answer = (await reader.ask('tail', { board, epoch, after: own })) as Answer<TailAnswer>
    if (!answer.ok) throw new Error(answer.error.code)
    for (const { seq } of unpackRecords(answer.tail)) expect(seq).toBe(++own)
  }
  for (const { socket } of [one, two, witness]) socket.close()
  reader.close()
})

test('who asks for long answers and takes none is refused them, and the memory stays', async () => {
  const { board } = await guest.newBoard()
  const me = await joined(board)
  for (let number = 1; number <= 20; number++) await send(me, batchOf(me, number, [large()]))
  const before = memory()
  let most = before
  const { reader, epoch } = await readerOn(board)
  reader.stop()
  // 1 GB of answers.
  for (let i = 0; i < 2_000; i++) {
    void reader.ask('tail', { board, epoch, after: 0 })
    if (i % 100 !== 0) continue
    await new Promise((resolve) => setTimeout(resolve, 20))
    most = Math.max(most, memory())
  }
  await eventually(
    async () => (await guest.request('/readyz')).ok,
    () => 'the instance answers',
  )
  most = Math.max(most, memory())
  expect(most - before, `MB more than the ${before} before`).toBeLessThan(250)
  reader.close()
  me.socket.close()
})

test('an address has only so many connections open at once', async () => {
  await eventually(
    async () => {
      const last = await guest.connect().catch(() => undefined)
      last?.close()
      return last !== undefined
    },
    () => 'those of the other tests have ended',
  )
  const open: RawSocket[] = []
  await eventually(
    async () => {
      const one = await guest.connect().catch(() => undefined)
      if (one) open.push(one)
      return one === undefined
    },
    () => `one is refused, after ${open.length}`,
  )
  expect(open.length).toBeLessThanOrEqual(ADDRESS_CONNECTIONS)
  expect(open.length).toBeGreaterThan(ADDRESS_CONNECTIONS - 4)
  open.pop()?.close()
  await eventually(
    async () => {
      const one = await guest.connect().catch(() => undefined)
      if (one) open.push(one)
      return one !== undefined
    },
    () => 'when one has gone another may come',
  )
  for (const socket of open) socket.close()
})
