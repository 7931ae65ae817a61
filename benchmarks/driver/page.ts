import { randomBytes } from 'node:crypto'
import { Agent } from 'node:http'
import type { ActorId } from '@inkwire/board'
import {
  type ClientToServerEvents,
  Decoder,
  Encoder,
  type JoinAnswer,
  PROTOCOL_VERSION,
  type ServerToClientEvents,
} from '@inkwire/protocol'
import { io, type Socket } from 'socket.io-client'
import type { BoardLink, Entry } from './boards.ts'

export type PageSocket = Socket<ServerToClientEvents, ClientToServerEvents>

/** A connection that has joined one board: what a page has, without document and canvas. */
export interface Page {
  readonly socket: PageSocket
  readonly actor: ActorId
  readonly joined: JoinAnswer
  /** Pages on the board, this one included. */
  people(): number
  /** Called when there are more than before. */
  onCame: (() => void) | undefined
}

export type PageTransport = 'websocket' | 'polling'

/** Connects and joins. Rejects when either is refused. */
export async function openPage(entry: Entry, transport: PageTransport = 'websocket'): Promise<Page> {
  return joinPage(await connectPage(entry, transport), entry)
}

/** Joins over a connection. Rejects when it is refused. */
export async function joinPage(socket: PageSocket, { board, key }: BoardLink): Promise<Page> {
  const actor = randomBytes(16).toString('base64url') as ActorId
  // Said aloud: a client that is gone gets nothing, and its share must not be taken for messages that the server dropped.
  socket.on('disconnect', (reason) => {
    if (reason !== 'io client disconnect') console.error(`A client was disconnected: ${reason}`)
  })
  const actors = new Set<ActorId>([actor])
  let page: Page | undefined
  socket.on('people', ({ present, gone }) => {
    const before = actors.size
    for (const one of gone) actors.delete(one)
    for (const one of present) actors.add(one.actor)
    if (actors.size > before) page?.onCame?.()
  })
  const joined = await socket.emitWithAck('board:join', { protocol: PROTOCOL_VERSION, board, actor, key })
  if (!joined.ok) {
    socket.disconnect()
    throw new Error(`The board was not joined: ${joined.error.message}`)
  }
  for (const one of joined.present) actors.add(one.actor)
  page = { socket, actor, joined, people: () => actors.size, onCame: undefined }
  return page
}

/** Connects. Rejects when it is refused. */
export function connectPage({ origin, cookie }: Entry, transport: PageTransport = 'websocket'): Promise<PageSocket> {
  const socket: PageSocket = io(origin, {
    parser: { Encoder, Decoder },
    transports: [transport],
    upgrade: false,
    // Its types are the browser's, where there is nothing to choose.
    ...(transport === 'polling' ? ({ agent: new Agent({ keepAlive: true }) } as object) : {}),
    forceNew: true,
    reconnection: false,
    extraHeaders: { cookie },
  })
  return new Promise((resolve, reject) => {
    socket.on('connect', () => resolve(socket))
    socket.on('connect_error', reject)
  })
}
