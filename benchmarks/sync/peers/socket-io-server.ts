// node --import tsx socket-io-server.ts <port>: sends each update to all others in the room through Socket.IO, and does nothing else.
import { createServer } from 'node:http'
import { Server } from 'socket.io'

const http = createServer()
const server = new Server(http, { serveClient: false, perMessageDeflate: false })

server.on('connection', (socket) => {
  const room = String(socket.handshake.query.room)
  void socket.join(room)
  socket.on('update', (update: unknown) => socket.to(room).emit('update', update))
})
http.listen(Number(process.argv[2]), '127.0.0.1')
