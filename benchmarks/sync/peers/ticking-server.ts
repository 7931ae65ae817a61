// node --import tsx ticking-server.ts <port>: the floor of a server that ticks. Sends what came within 16 ms to everybody in the room as one
// message, and does nothing else: no sessions, no checks, no storage.
import { Socket } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import { wireMessage } from '../../../apps/realtime/src/gateway/wire.ts'

/** As Inkwire's rooms tick. */
const TICK_MS = 16

class Room {
  readonly sockets = new Set<Socket>()
  private pile: Buffer[] = []
  private timer: NodeJS.Timeout | undefined
  private tickedAt = Number.NEGATIVE_INFINITY

  add(message: Buffer): void {
    this.pile.push(message)
    this.timer ??= setTimeout(() => this.tick(), Math.max(0, this.tickedAt + TICK_MS - performance.now()))
  }

  private tick(): void {
    this.timer = undefined
    this.tickedAt = performance.now()
    const { frame } = wireMessage(0, Buffer.concat(this.pile))
    this.pile = []
    for (const socket of this.sockets) socket.write(frame)
  }
}

const rooms = new Map<string, Room>()
const server = new WebSocketServer({ port: Number(process.argv[2]), host: '127.0.0.1', perMessageDeflate: false })

server.on('connection', (webSocket: WebSocket, request) => {
  const name = request.url ?? '/'
  const room = rooms.get(name) ?? new Room()
  rooms.set(name, room)
  const { socket } = request
  if (!(socket instanceof Socket)) throw new Error('there is no socket below')
  room.sockets.add(socket)
  webSocket.on('message', (message) => {
    if (Buffer.isBuffer(message)) room.add(message)
  })
  webSocket.on('close', () => room.sockets.delete(socket))
  webSocket.on('error', () => webSocket.terminate())
})
