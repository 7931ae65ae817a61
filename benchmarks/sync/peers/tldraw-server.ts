// node --import tsx tldraw-server.ts <port> <data folder>: tldraw's own rooms, each written to a file some seconds after it changed.
import { renameSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { TLSocketRoom } from '@tldraw/sync-core'
import { WebSocketServer } from 'ws'

/** Between a change and the file that holds it, ms. */
const SAVE_MS = 10_000

const [port, dataDir = '.'] = process.argv.slice(2)
const rooms = new Map<string, TLSocketRoom>()

function roomOf(name: string): TLSocketRoom {
  const known = rooms.get(name)
  if (known) return known
  let saves = false
  const file = join(dataDir, `${rooms.size}.json`)
  const save = () => {
    saves = false
    writeFileSync(`${file}.new`, JSON.stringify(room.getCurrentSnapshot()))
    renameSync(`${file}.new`, file)
  }
  const room: TLSocketRoom = new TLSocketRoom({
    log: { warn() {}, error: console.error },
    onDataChange() {
      if (!saves) setTimeout(save, SAVE_MS)
      saves = true
    },
  })
  rooms.set(name, room)
  return room
}

const http = createServer()
const server = new WebSocketServer({ server: http, perMessageDeflate: false, maxPayload: 64 * 1024 * 1024 })
server.on('connection', (socket, request) => {
  const url = new URL(request.url ?? '/', 'http://localhost')
  roomOf(url.pathname).handleSocketConnect({ sessionId: url.searchParams.get('session') ?? '', socket })
})
http.listen(Number(port), '127.0.0.1')
