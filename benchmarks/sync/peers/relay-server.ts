// node --import tsx relay-server.ts <port>: the floor that others are measured against. Sends each text message to all others in the
// room, and does nothing else: no sessions, no checks, no storage.
import { type WebSocket, WebSocketServer } from 'ws'

const rooms = new Map<string, Set<WebSocket>>()
const server = new WebSocketServer({ port: Number(process.argv[2]), host: '127.0.0.1', perMessageDeflate: false })

server.on('connection', (socket, request) => {
  const name = request.url ?? '/'
  const room = rooms.get(name) ?? new Set()
  rooms.set(name, room)
  room.add(socket)
  socket.on('message', (message) => {
    for (const other of room) if (other !== socket) other.send(message, { binary: false })
  })
  socket.on('close', () => room.delete(socket))
  socket.on('error', () => socket.terminate())
})
