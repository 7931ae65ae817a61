import { createServer } from 'node:http'
import { type AddressInfo, connect as connectTcp, Socket } from 'node:net'
import { Decoder, Encoder, LIVE, TICK } from '@inkwire/protocol'
import type { Connection } from '@inkwire/realtime/gateway/connection.ts'
import { createConnections, createEngine } from '@inkwire/realtime/gateway/gateway.ts'
import { SocketWire, wireMessage } from '@inkwire/realtime/gateway/wire.ts'
import { io } from 'socket.io-client'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { upgradeRequest } from '../servers/raw-socket.ts'

/** No test here fails because a machine is slow. */
const SOON = { timeout: 30_000 }

let port: number
let stop: () => Promise<void>
let connected: Promise<Connection>

beforeEach(async () => {
  const engine = createEngine()
  const http = createServer((request, response) => engine.handleRequest(request as never, response))
  http.on('upgrade', (request, socket, head) => engine.handleUpgrade(request as never, socket as Socket, head))
  const connections = createConnections(engine)
  connected = new Promise((resolve) => connections.once('connection', resolve))
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  port = (http.address() as AddressInfo).port
  stop = async () => {
    connections.disconnectSockets(true)
    await new Promise((resolve) => http.close(resolve))
  }
})

afterEach(() => stop())

function connect(...transports: ('websocket' | 'polling')[]) {
  const socket = io(`http://127.0.0.1:${port}`, { parser: { Encoder, Decoder }, transports, forceNew: true })
  const heard: (string | number)[] = []
  socket.on('tick', (bytes: Uint8Array) => heard.push(bytes[0] ?? -1, bytes.length))
  socket.on('people', (word: string) => heard.push(word))
  return { socket, heard }
}

const tick = (mark: number, length: number) => wireMessage(TICK, new Uint8Array(length).fill(mark))

test.each([[['websocket']], [['polling']], [['polling', 'websocket']]] as const)(
  'over %s ticks of any size and events come whole and in the order in which they were sent',
  async (transports) => {
    const { socket, heard } = connect(...transports)
    const connection = await connected
    const wire = new SocketWire(connection)
    const sizes = [1, 2, 124, 125, 126, 65_534, 65_535, 65_536, 300_000]
    const expected: (string | number)[] = []
    for (let round = 0; round < 20; round++) {
      for (const [i, size] of sizes.entries()) {
        const message = tick(i, size)
        if (!wire.sendNow(message)) wire.send(message)
        expected.push(i, size)
        if (i % 3 === 0) {
          connection.emit('people', `${round}.${i}` as never)
          expected.push(`${round}.${i}`)
        }
      }
      // In several turns of the event loop too, over which a page may go from long-polling to a WebSocket.
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    await vi.waitFor(() => expect(heard.length).toBe(expected.length), SOON)
    expect(heard).toEqual(expected)
    socket.disconnect()
  },
)

test('what a connection does not take is not sent at once, and comes in order when it does', async () => {
  const { socket, heard } = connect('websocket')
  const connection = await connected
  const wire = new SocketWire(connection)
  const below: unknown = Reflect.get(Reflect.get(socket.io.engine.transport, 'ws'), '_socket')
  if (!(below instanceof Socket)) throw new Error('there is no socket below')
  below.pause()
  let sent = 0
  await vi.waitFor(() => {
    while (wire.sendNow(tick(sent % 100, 100_000))) sent++
    expect(sent).toBeGreaterThan(0)
    expect(wire.sendNow(tick(1, 10))).toBe(false)
  }, SOON)
  wire.send(tick(101, 10))
  connection.emit('people', 'last' as never)
  below.resume()
  await vi.waitFor(() => expect(heard.at(-1)).toBe('last'), SOON)
  expect(heard.slice(-3)).toEqual([101, 10, 'last'])
  expect(heard).toHaveLength(2 * sent + 3)
  socket.disconnect()
})

/** A client's frame of these bytes. */
function frame(first: number, message: readonly number[]): Buffer {
  const mask = [1, 2, 3, 4]
  const length = message.length < 126 ? [0x80 | message.length] : [0xfe, message.length >> 8, message.length & 0xff]
  return Buffer.from([first, ...length, ...mask, ...message.map((byte, i) => byte ^ (mask[i % 4] ?? 0))])
}

/** Everything that makes other chunks of the same messages: one by one, all at once, cut anywhere. */
const CHUNKS: { readonly [how: string]: (frames: readonly Buffer[]) => readonly Buffer[] } = {
  'one by one': (frames) => frames,
  'all at once': (frames) => [Buffer.concat(frames)],
  'cut into sevens': (frames) => {
    const bytes = Buffer.concat(frames)
    return Array.from({ length: Math.ceil(bytes.length / 7) }, (_, i) => bytes.subarray(i * 7, i * 7 + 7))
  },
  'cut in their middles': (frames) =>
    frames.flatMap((one) => [one.subarray(0, one.length >> 1), one.subarray(one.length >> 1)]),
}

test.each(Object.keys(CHUNKS))(
  'messages that come %s are heard once and in order, and only those of the kind',
  async (how) => {
    const { socket } = connect('websocket')
    const connection = await connected
    const below: unknown = Reflect.get(Reflect.get(socket.io.engine.transport, 'ws'), '_socket')
    if (!(below instanceof Socket)) throw new Error('there is no socket below')
    const heard: (readonly number[])[] = []
    new SocketWire(connection).onMessage(LIVE, (message) => heard.push([...message]))
    const live = (mark: number, length: number) => [LIVE, mark, ...Array.from({ length }, (_, i) => (i * 7) % 256)]
    const long = live(4, 400)
    const frames = [
      frame(0x82, live(1, 20)),
      frame(0x82, live(2, 0)),
      frame(0x82, [TICK, 9]),
      frame(0x82, live(3, 120)),
      // One message in three fragments, the last of which looks like a whole one of another kind.
      frame(0x02, long.slice(0, 150)),
      frame(0x00, long.slice(150, 300)),
      frame(0x80, long.slice(300)),
      frame(0x82, live(5, 200)),
    ]
    for (const chunk of CHUNKS[how]?.(frames) ?? []) {
      below.write(chunk)
      // Each write a segment of its own, mostly.
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
    await vi.waitFor(() => expect(heard.length).toBe(5), SOON)
    expect(heard).toEqual([live(1, 20), live(2, 0), live(3, 120), long, live(5, 200)])
    socket.disconnect()
  },
)

test('a message that comes alone takes the short way', async () => {
  const { socket } = connect('websocket')
  const connection = await connected
  const heard: number[] = []
  const packets: unknown[] = []
  new SocketWire(connection).onMessage(LIVE, (message) => heard.push(message.length))
  connection.conn.on('packet', (packet) => {
    if (packet.type === 'message') packets.push(packet)
  })
  for (let length = 1; length < 20; length++) {
    socket.emit('live', 'a board', new Uint8Array(length))
    await vi.waitFor(() => expect(heard.length).toBe(length), SOON)
  }
  expect(packets).toEqual([])
  socket.disconnect()
})

test.each([
  ['the other side says goodbye', () => {}, [frame(0x88, [0x03, 0xe8])]],
  ['the other side says goodbye without a code', () => {}, [frame(0x88, [])]],
  ['a frame is not valid', () => {}, [frame(0x83, [1])]],
  ['the server closes the connection', (connection: Connection): void => void connection.conn.close(), []],
  ['the server sends somebody away', (connection: Connection): void => void connection.disconnect(true), []],
] as const)('after %s no message is heard, however long the other side goes on', async (_, close, frames) => {
  const raw = connectTcp({ port, host: '127.0.0.1', allowHalfOpen: true })
  raw.setNoDelay(true).resume()
  raw.write(upgradeRequest({}))
  await new Promise((resolve) => raw.once('data', resolve))
  raw.write(frame(0x81, [...Buffer.from('4[0,"/",null,null]')]))
  const connection = await connected
  const below: unknown = Reflect.get(Reflect.get(Reflect.get(connection.conn, 'transport'), 'socket'), '_socket')
  if (!(below instanceof Socket)) throw new Error('there is no socket below')
  const heard: (number | undefined)[] = []
  new SocketWire(connection).onMessage(LIVE, (message) => heard.push(message[1]))
  const send = async (bytes: Buffer) => {
    const before = below.bytesRead
    raw.write(bytes)
    await vi.waitFor(() => expect(below.bytesRead).toBe(before + bytes.length), SOON)
  }
  await send(frame(0x82, [LIVE, 1]))
  expect(heard).toEqual([1])
  close(connection)
  for (const one of frames) await send(one)
  for (const mark of [2, 3, 4]) await send(frame(0x82, [LIVE, mark]))
  raw.destroy()
  expect(heard).toEqual([1])
})

test('a socket that is closed leaves nothing that reads', async () => {
  const { socket } = connect('websocket')
  const connection = await connected
  new SocketWire(connection).onMessage(LIVE, () => {})
  const below: unknown = Reflect.get(Reflect.get(Reflect.get(connection.conn, 'transport'), 'socket'), '_socket')
  if (!(below instanceof Socket)) throw new Error('there is no socket below')
  expect(below.listenerCount('data')).toBe(1)
  const closed = new Promise((resolve) => below.once('close', resolve))
  socket.disconnect()
  await closed
  expect(below.listenerCount('data')).toBe(0)
})

test('messages are heard over long-polling, and on when a page goes over to a WebSocket', async () => {
  const { socket } = connect('polling', 'websocket')
  const connection = await connected
  const heard: number[] = []
  new SocketWire(connection).onMessage(LIVE, (message) => heard.push(message.length))
  let sent = 0
  const send = () => socket.emit('live', 'a board', new Uint8Array(++sent))
  send()
  await vi.waitFor(() => {
    send()
    expect(socket.io.engine.transport.name).toBe('websocket')
  }, SOON)
  for (let i = 0; i < 20; i++) send()
  await vi.waitFor(() => expect(heard.length).toBe(sent), SOON)
  expect(heard).toEqual([...heard].sort((a, b) => a - b))
  socket.disconnect()
})
