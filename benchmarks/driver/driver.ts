import { fileURLToPath } from 'node:url'
import { arriveAtOnce } from './arrival.ts'
import { copyBoard } from './board-copy.ts'
import { Boards, type Entry } from './boards.ts'
import { readFrames } from './frames.ts'
import { TickMarks } from './marks.ts'
import { openPage, type PageTransport } from './page.ts'
import { HostPen, Pen } from './pen.ts'
import { webSocketOf } from './socket-of.ts'
import type { Client, ConnectOptions, Driver } from './update.ts'

const SERVER = fileURLToPath(new URL('../server.mjs', import.meta.url))

/** First byte of a message that is a tick; text messages begin with a digit (docs/PROTOCOL.md). */
const TICK = 0

export interface DriverOptions {
  readonly transport: PageTransport
}

/** Inkwire as a load harness drives it. */
export function createDriver({ transport }: DriverOptions = { transport: 'websocket' }): Driver {
  const servers = new Map<number, Boards>()
  const rooms = new Map<string, TickMarks>()
  const ticksOf = (room: string): TickMarks => {
    const known = rooms.get(room) ?? new TickMarks()
    rooms.set(room, known)
    return known
  }
  const entryOf = (port: number, room: string, client: number): Promise<Entry> => {
    const home = Boards.home(port)
    const boards = servers.get(home) ?? new Boards(home)
    servers.set(home, boards)
    return boards.entry(room, client, port)
  }
  return {
    server({ port, dataDir }) {
      Boards.forget(port, dataDir)
      return { cmd: process.execPath, args: [SERVER, String(port), dataDir], env: { NODE_ENV: 'production' } }
    },
    async connect({ port, room, client, host }: ConnectOptions): Promise<Client> {
      const entry = await entryOf(port, room, client)
      const page = await openPage(entry, transport)
      const pen = host ? new HostPen(page, entry.board) : new Pen(page, entry.board, ticksOf(room))
      return {
        send: (update) => pen.send(update),
        onUpdate: (listener) => {
          const ticks = ticksOf(room)
          if (transport === 'polling') {
            page.socket.on('tick', (tick) => {
              for (const mark of ticks.of(Buffer.from(tick))) listener(mark)
            })
            return
          }
          readFrames(webSocketOf(page.socket), (payload) => {
            if (payload[0] !== TICK) return false
            for (const mark of ticks.of(payload.subarray(1))) listener(mark)
            return true
          })
        },
        settled: () => (pen instanceof HostPen ? pen.settled() : pen.batches.settled()),
        close() {
          pen.close()
          page.socket.disconnect()
        },
      }
    },
    async joinBoard({ port, room, client }) {
      const { page, document } = await copyBoard(await entryOf(port, room, client))
      return { count: document.size, close: () => void page.socket.disconnect() }
    },
    async arrive({ port, room, clients }) {
      return arriveAtOnce(await Promise.all(Array.from({ length: clients }, (_, i) => entryOf(port, room, i))))
    },
  }
}
