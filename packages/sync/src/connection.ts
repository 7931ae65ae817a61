import type { BoardId, Random } from '@inkwire/board'
import {
  type ClientToServerEvents,
  Decoder,
  Encoder,
  ERRORS,
  type HeadBody,
  type Refusal,
  refusal,
  type ServerToClientEvents,
} from '@inkwire/protocol'
import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client'
import * as z from 'zod/mini'
import { BackOff } from './back-off.ts'
import type { Clock } from './clock.ts'
import type { Link, Transport, TransportListener } from './transport.ts'
import { onWake } from './wake.ts'

/** First and longest wait before connecting again, in ms: a blink for a restart, bearable for a long outage. */
const FIRST_WAIT_MS = 300
const LONGEST_WAIT_MS = 5_000
/** A handshake that takes longer is given up, in ms. */
const CONNECT_TIMEOUT_MS = 10_000

type BoardSocket = Socket<ServerToClientEvents, ClientToServerEvents>
export type SocketIoOptions = Partial<ManagerOptions & SocketOptions>

export interface ConnectionOptions {
  /** Where the server is, e.g. `https://ink.example`. */
  readonly origin: string
  readonly clock: Clock
  readonly random: Random
  /** Passed on to Socket.IO; in Node `extraHeaders: { cookie }` says who one is, over HTTP too. */
  readonly socketOptions?: SocketIoOptions
}

type State =
  | { readonly kind: 'new' }
  | { readonly kind: 'connecting' | 'open'; readonly socket: BoardSocket }
  | { readonly kind: 'waiting'; readonly cancel: () => void }
  | { readonly kind: 'closed' }

const refusalBody = z.object({ error: z.object({ code: z.string(), message: z.string(), retry: z.boolean() }) })
const sessionBody = z.object({ person: z.nullable(z.looseObject({})) })
const headBody = z.object({ epoch: z.string(), seq: z.int(), hash: z.string(), elements: z.int() })

/** Connects by Socket.IO. Each attempt has a socket of its own, so that nothing late from an old one is ever heard. */
export class Connection implements Transport {
  private state: State = { kind: 'new' }
  private listener: TransportListener | undefined
  private stopWaking = () => {}
  private cancelMoving = () => {}
  /** Of a server that goes away: the connection to another one, on its way. */
  private next: BoardSocket | undefined
  private readonly backOff: BackOff

  constructor(private readonly options: ConnectionOptions) {
    this.backOff = new BackOff(options.random, FIRST_WAIT_MS, LONGEST_WAIT_MS)
  }

  start(listener: TransportListener): void {
    this.listener = listener
    this.stopWaking = onWake(() => {
      if (this.state.kind === 'waiting') this.reconnect()
    })
    this.connect()
  }

  reconnect(): void {
    if (this.state.kind === 'closed') return
    this.backOff.reset()
    this.drop()
    this.connect()
  }

  close(): void {
    this.drop()
    this.stopWaking()
    this.state = { kind: 'closed' }
  }

  async snapshot(path: string): Promise<Uint8Array<ArrayBuffer>> {
    const response = await this.request(path)
    if (!response.ok) throw new Error(`the snapshot was answered with status ${response.status}`)
    return new Uint8Array(await response.arrayBuffer())
  }

  async head(board: BoardId): Promise<HeadBody> {
    const response = await this.request(`/api/v1/boards/${board}/head`)
    return headBody.parse(await response.json()) as HeadBody
  }

  private request(path: string): Promise<Response> {
    const url = new URL(path, this.options.origin)
    // A server that names another host for its snapshots must not be sent our cookie.
    if (url.origin !== new URL(this.options.origin).origin) throw new Error('the path leads to another origin')
    const headers = this.options.socketOptions?.extraHeaders
    return fetch(url, { credentials: 'include', ...(headers ? { headers } : {}) })
  }

  private connect(): void {
    const socket = this.newSocket()
    this.state = { kind: 'connecting', socket }
    socket.connect()
  }

  /** The server is about to go: a connection to another one is made while this one still carries, and takes over when it stands. */
  private move(): void {
    if (this.state.kind !== 'open' || this.next) return
    this.next = this.newSocket()
    this.next.connect()
  }

  private newSocket(): BoardSocket {
    const socket: BoardSocket = io(this.options.origin, {
      path: '/socket.io',
      transports: ['websocket', 'polling'],
      // Where a proxy refuses WebSockets the next transport is tried in the same attempt.
      tryAllTransports: true,
      withCredentials: true,
      timeout: CONNECT_TIMEOUT_MS,
      ...this.options.socketOptions,
      parser: { Encoder, Decoder },
      forceNew: true,
      reconnection: false,
      autoConnect: false,
    })
    const current = () => 'socket' in this.state && this.state.socket === socket
    socket.on('connect', () => {
      if (this.next === socket) this.takeOver(socket)
      if (!current()) return
      this.backOff.reset()
      this.state = { kind: 'open', socket }
      this.listener?.opened(linkOf(socket, current))
    })
    socket.on('disconnect', () => {
      if (current()) this.lost()
    })
    socket.on('connect_error', (error) => {
      if (this.next === socket) this.moveLater()
      if (!current()) return
      this.drop()
      this.waitAndConnect()
      void this.askWhy(error)
    })
    socket.on('tick', (bytes) => current() && this.listener?.tick(bytes))
    socket.on('people', (message) => current() && this.listener?.people(message))
    socket.on('board', (message) => current() && this.listener?.board(message))
    socket.on('access', (message) => current() && this.listener?.access(message))
    socket.on('moving', ({ withinMs }) => {
      if (!current()) return
      this.cancelMoving()
      this.cancelMoving = this.options.clock.after(this.options.random() * withinMs, () => this.move())
    })
    return socket
  }

  /** The new connection stands: the old one has done its work. */
  private takeOver(socket: BoardSocket): void {
    this.next = undefined
    this.drop()
    // Whoever heard that the link is gone may have closed or reconnected meanwhile.
    if (this.state.kind === 'new') this.state = { kind: 'connecting', socket }
    else letGo(socket)
  }

  private moveLater(): void {
    this.dropNext()
    this.cancelMoving()
    this.cancelMoving = this.options.clock.after(this.backOff.next(), () => this.move())
  }

  private lost(): void {
    const { next } = this
    this.next = undefined
    this.drop()
    if (next && this.state.kind === 'new') this.state = { kind: 'connecting', socket: next }
    else {
      if (next) letGo(next)
      this.waitAndConnect()
    }
  }

  private dropNext(): void {
    if (this.next) letGo(this.next)
    this.next = undefined
  }

  /** Lets go of the socket or the wait that there is, and says so when a link was up. */
  private drop(): void {
    this.cancelMoving()
    this.dropNext()
    const state = this.state
    this.state = { kind: 'new' }
    switch (state.kind) {
      case 'waiting':
        state.cancel()
        return
      case 'connecting':
      case 'open':
        letGo(state.socket)
        if (state.kind === 'open') this.listener?.closed()
        return
      case 'new':
        return
      case 'closed':
        this.state = state
    }
  }

  private waitAndConnect(): void {
    // Whoever heard that the link is gone may have closed or reconnected meanwhile.
    if (this.state.kind !== 'new') return
    const cancel = this.options.clock.after(this.backOff.next(), () => this.connect())
    this.state = { kind: 'waiting', cancel }
  }

  /** A browser hides the status with which a handshake was refused: so ask who we are, and stop where trying again can't help. */
  private async askWhy(error: Error): Promise<void> {
    const why = refusalBody.safeParse({ error: (error as { data?: unknown }).data })
    const problem = why.success ? known(why.data.error) : await this.sessionProblem()
    if (!problem || problem.retry || this.state.kind === 'closed' || this.state.kind === 'open') return
    this.close()
    this.listener?.refused(problem)
  }

  private async sessionProblem(): Promise<Refusal | undefined> {
    try {
      const response = await this.request('/api/v1/session')
      const body: unknown = await response.json()
      const refused = refusalBody.safeParse(body)
      if (refused.success) return known(refused.data.error)
      const session = sessionBody.safeParse(body)
      return session.success && session.data.person === null ? refusal('session.missing') : undefined
    } catch {
      // Not reachable at all: that is what connecting again is for.
      return undefined
    }
  }
}

/** A refusal of a server that may be newer than we are: a code that we don't know is one that we can't act on. */
function known(error: {
  readonly code: string
  readonly message: string
  readonly retry: boolean
}): Refusal | undefined {
  return Object.hasOwn(ERRORS, error.code) ? (error as Refusal) : undefined
}

function letGo(socket: BoardSocket): void {
  socket.off()
  socket.disconnect()
}

function linkOf(socket: BoardSocket, current: () => boolean): Link {
  const ifCurrent =
    <Content>(answer: (content: Content) => void) =>
    (content: Content) => {
      if (current()) answer(content)
    }
  return {
    join: (request, answer) => void socket.emit('board:join', request, ifCurrent(answer)),
    leave: (board) => void socket.emit('board:leave', board),
    batch: (request, answer) => void socket.emit('batch', request, ifCurrent(answer)),
    tail: (request, answer) => void socket.emit('tail', request, ifCurrent(answer)),
    live: (board, message) => void socket.emit('live', board, message),
  }
}
