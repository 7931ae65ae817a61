// node --import tsx http-poll-server.ts <port>: keeps the updates of each room in memory. POST /room adds, GET /room?n answers those from the n-th on.
import { createServer } from 'node:http'

/** Updates that a room keeps: more than come between two polls of anybody. */
const KEPT = 20_000

interface Room {
  first: number
  readonly updates: string[]
}

const rooms = new Map<string, Room>()

createServer((request, response) => {
  const [path = '/', query = '0'] = (request.url ?? '/').split('?')
  const room = rooms.get(path) ?? { first: 0, updates: [] }
  rooms.set(path, room)
  if (request.method === 'POST') {
    let text = ''
    request.setEncoding('utf8').on('data', (part: string) => (text += part))
    request.on('end', () => {
      room.updates.push(text)
      if (room.updates.length > 2 * KEPT) {
        room.updates.splice(0, KEPT)
        room.first += KEPT
      }
      response.writeHead(204).end()
    })
    return
  }
  const next = room.first + room.updates.length
  const from = Math.max(0, Number(query) - room.first)
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end(`{"next":${next},"updates":[${room.updates.slice(from).join(',')}]}`)
}).listen(Number(process.argv[2]), '127.0.0.1')
