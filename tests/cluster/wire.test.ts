import { createServer } from 'node:http'
import { type AddressInfo, Socket } from 'node:net'
import { Decoder, Encoder, TICK } from '@inkwire/protocol'
import type { Connection } from '@inkwire/realtime/gateway/connection.ts'
import { createConnections, createEngine } from '@inkwire/realtime/gateway/gateway.ts'
import { SocketWire, wireMessage } from '@inkwire/realtime/gateway/wire.ts'
import { io } from 'socket.io-client'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

/** No test here fails because a machine is slow. */
const SOON = { timeout: 30_000 }

const engine = createEngine()
let port: number
let stop: () => Promise<void>
let connected: Promise<Connection>

beforeEach(async () => {
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
