import { fileURLToPath } from 'node:url'
import { copyBoard } from './board-copy.ts'
import { Boards } from './boards.ts'
import { marksOf } from './marks.ts'
import { openPage } from './page.ts'
import { HostPen, Pen } from './pen.ts'
import type { Client, ConnectOptions, Driver } from './update.ts'

const SERVER = fileURLToPath(new URL('../server.mjs', import.meta.url))

export interface JoinOptions {
  readonly port: number
  readonly room: string
  readonly client: number
}

/** Inkwire as a load harness drives it. */
export interface InkwireDriver extends Driver {
  /** A real join: the whole board, decoded. */
  joinBoard(options: JoinOptions): Promise<{ readonly count: number; close(): void }>
}

export function createDriver(): InkwireDriver {
  const servers = new Map<number, Boards>()
  const boards = (port: number): Boards => {
    const known = servers.get(port) ?? new Boards(port)
    servers.set(port, known)
    return known
  }
  return {
    server({ port, dataDir }) {
      Boards.forget(port, dataDir)
      return { cmd: process.execPath, args: [SERVER, String(port), dataDir], env: { NODE_ENV: 'production' } }
    },
    async connect({ port, room, client, host }: ConnectOptions): Promise<Client> {
      const entry = await boards(port).entry(room, client)
      const page = await openPage(entry)
      const pen = host ? new HostPen(page, entry.board) : new Pen(page, entry.board)
      return {
        send: (update) => pen.send(update),
        onUpdate: (listener) => {
          page.socket.on('tick', (tick) => marksOf(tick, page.actor, listener))
        },
        settled: () => (pen instanceof HostPen ? pen.settled() : pen.batches.settled()),
        close() {
          pen.close()
          page.socket.disconnect()
        },
      }
    },
    async joinBoard({ port, room, client }) {
      const { page, document } = await copyBoard(await boards(port).entry(room, client))
      return { count: document.size, close: () => void page.socket.disconnect() }
    },
  }
}
