/// <reference types="node" />
import { createServer, type Server as HttpServer } from 'node:http'
import {
  type ActorId,
  BoardDocument,
  type BoardId,
  type Epoch,
  fold,
  type Person,
  packSnapshot,
  unpackOps,
} from '@inkwire/board'
import {
  ActorNames,
  type BatchRecord,
  type BatchReply,
  type BatchRequest,
  batchDigest,
  type ClientToServerEvents,
  Decoder,
  Encoder,
  type ErrorCode,
  type JoinRequest,
  type LiveEntry,
  type Present,
  packRecords,
  packTick,
  refused,
  type ServerToClientEvents,
} from '@inkwire/protocol'
import { Server, type Socket } from 'socket.io'

type BoardServer = Server<ClientToServerEvents, ServerToClientEvents, object, { person: Person; actor?: ActorId }>
type Connection = Parameters<Parameters<BoardServer['on']>[1]>[0] & Socket

const ROOM = 7
/** Ticks of the test server, in ms. */
const TICK_MS = 5

interface ActorRow {
  last: number
  readonly seqs: Map<number, { seq: number; digest: Uint8Array }>
}

/** A server for tests: one board, its log in memory, the protocol as it is described, over real sockets; with faults on demand. */
export class TestServer {
  readonly records: BatchRecord[] = []
  readonly document = new BoardDocument()
  readonly actors = new Map<string, ActorRow>()
  epoch = 'AAAAAAAAAAAAAAAAAAAAAA' as Epoch
  snapshot: { readonly seq: number; readonly bytes: Uint8Array } | undefined
  batchesSeen = 0
  joinsSeen: JoinRequest[] = []
  tailsSeen = 0
  snapshotsSeen = 0
  /** Whether answers name nobody but who asks, as with many people: `tellEverybody` follows then. */
  crowded = false
  readonly livesSeen: Uint8Array[] = []

  /** Faults: each is asked per event. */
  losesAnswer = (): boolean => false
  refuses = (_request: BatchRequest): ErrorCode | undefined => undefined
  refusesJoin = (): ErrorCode | undefined => undefined
  /** The ticks that go out instead of one; by default just that one. */
  delivers = (tick: Uint8Array): readonly { readonly bytes: Uint8Array; readonly inMs: number }[] => [
    { bytes: tick, inMs: 0 },
  ]
  headHash = (): string => this.document.hash

  private http: HttpServer | undefined
  private io: BoardServer | undefined
  private port = 0
  private waiting: BatchRecord[] = []
  private live: LiveEntry[] = []
  private timer: NodeJS.Timeout | undefined

  constructor(readonly board: BoardId) {}

  get origin(): string {
    return `http://127.0.0.1:${this.port}`
  }

  async start(): Promise<void> {
    const http = createServer((request, response) => {
      if (request.url?.startsWith('/socket.io')) return
      this.serve(request.url ?? '', request.headers.cookie ?? '', (status, body) => {
        response.writeHead(status).end(body)
      })
    })
    this.http = http
    const io: BoardServer = new Server(http, { parser: { Encoder, Decoder }, serveClient: false })
    this.io = io
    io.use((socket, next) => {
      const name = /name=(\w+)/.exec(socket.handshake.headers.cookie ?? '')?.[1]
      if (!name) return next(new Error('no session'))
      socket.data = { person: { id: name.padEnd(21, '0') as Person['id'], name, color: '#123456' } }
      return next()
    })
    io.on('connection', (socket) => this.accept(socket as Connection))
    await new Promise<void>((resolve) => http.listen(this.port, '127.0.0.1', resolve))
    const address = http.address()
    if (typeof address === 'object' && address) this.port = address.port
  }

  /** Cuts all connections, as a crash does; what was committed stays. */
  async stop(): Promise<void> {
    clearTimeout(this.timer)
    this.timer = undefined
    this.waiting = []
    this.live = []
    const { http, io } = this
    if (!http || !io) return
    for (const socket of await io.local.fetchSockets()) io.sockets.sockets.get(socket.id)?.conn.close(true)
    const closed = new Promise<void>((resolve) => http.close(() => resolve()))
    http.closeAllConnections()
    await io.close()
    await closed
  }

  /** Cuts every connection once, or one person's; the server stays up. */
  cut(name?: string): void {
    for (const socket of this.io?.sockets.sockets.values() ?? []) {
      if (name === undefined || socket.data.person.name === name) socket.conn.close(true)
    }
  }

  takeSnapshot(): void {
    this.snapshot = { seq: this.records.length, bytes: packSnapshot(this.document) }
  }

  /** As after a restore from a backup: the log ends at `seq`, under another epoch. */
  restore(seq: number, epoch: Epoch): void {
    const kept = this.records.splice(0).slice(0, seq)
    this.epoch = epoch
    this.snapshot = undefined
    this.actors.clear()
    for (const element of [...this.document.elements()]) this.document.remove(element.id)
    this.document.setMeta({})
    for (const record of kept) this.append(record)
    this.cut()
  }

  emitAccess(role: 'viewer' | undefined): void {
    this.io?.emit('access', { room: ROOM, reason: 'Your role changed.', ...(role ? { role } : {}) })
  }

  emitName(name: string): void {
    this.io?.emit('board', { room: ROOM, name })
  }

  emitMoving(): void {
    this.io?.emit('moving', { withinMs: 50 })
  }

  /** A tick with live of whoever is named, beside an event that no page knows yet. */
  emitLive(...live: readonly LiveEntry[]): void {
    this.io?.emit('of tomorrow' as 'board', { room: ROOM, name: 'not a name' })
    this.io?.emit('tick', packTick({ room: ROOM, batches: [], live }))
  }

  /** Says who is there, all but one. */
  tellEverybody(without = ''): void {
    const present = this.present().filter(({ person }) => person.name !== without)
    this.io?.emit('people', { room: ROOM, present, gone: [], all: true })
  }

  private serve(url: string, cookie: string, answer: (status: number, body: string | Uint8Array) => void): void {
    if (url === '/api/v1/session') {
      answer(200, JSON.stringify({ person: cookie.includes('name=') ? { id: 'x' } : null }))
    } else if (!cookie.includes('name=')) answer(401, '')
    else if (url === `/api/v1/boards/${this.board}/head`) {
      const { epoch, document } = this
      answer(200, JSON.stringify({ epoch, seq: this.records.length, hash: this.headHash(), elements: document.size }))
    } else if (url === '/snapshot' && this.snapshot) {
      this.snapshotsSeen++
      answer(200, this.snapshot.bytes)
    } else answer(404, '')
  }

  private accept(socket: Connection): void {
    socket.on('board:join', (request, answer) => {
      this.joinsSeen.push(request)
      const code = request.board === this.board ? this.refusesJoin() : 'board.unknown'
      if (code) {
        answer(refused(code))
        return
      }
      const { person } = socket.data
      socket.data.actor = request.actor
      void socket.join(this.board)
      this.io?.to(this.board).emit('people', { room: ROOM, present: [{ actor: request.actor, person }], gone: [] })
      const { have } = request
      const fits = have && have.epoch === this.epoch && have.seq <= this.records.length
      const from = fits ? have.seq : (this.snapshot?.seq ?? 0)
      // Two records at most, so that clients have to ask for the rest.
      const tail = packRecords(this.records.slice(from, from + 2))
      answer({
        ok: true,
        room: ROOM,
        name: 'Test board',
        role: 'editor',
        person,
        token: `token of ${request.actor}`,
        epoch: this.epoch,
        head: this.records.length,
        tail,
        ...(this.crowded
          ? { present: [{ actor: request.actor, person }], presentLater: true }
          : { present: this.present() }),
        ...(fits || !this.snapshot ? {} : { snapshot: { path: '/snapshot', seq: this.snapshot.seq } }),
      })
    })
    socket.on('batch', (request, answer) => {
      this.batchesSeen++
      const reply = this.commit(socket, request)
      if (!this.losesAnswer()) answer(reply)
    })
    socket.on('tail', ({ epoch, after }, answer) => {
      this.tailsSeen++
      if (epoch !== this.epoch) answer(refused('board.wrong_epoch'))
      else answer({ ok: true, tail: packRecords(this.records.slice(after, after + 3)), head: this.records.length })
    })
    socket.on('live', (_board, bytes) => {
      const { actor } = socket.data
      if (!actor) return
      this.livesSeen.push(bytes)
      this.live.push({ actor, bytes })
      this.wake()
    })
    socket.on('disconnect', () => {
      const { actor } = socket.data
      if (actor) this.io?.to(this.board).emit('people', { room: ROOM, present: [], gone: [actor] })
    })
  }

  private present(): Present[] {
    return [...(this.io?.sockets.sockets.values() ?? [])].flatMap(({ data }) =>
      data.actor ? [{ actor: data.actor, person: data.person }] : [],
    )
  }

  private commit(socket: Connection, request: BatchRequest): BatchReply {
    const { actor, person } = socket.data
    if (!actor) return refused('access.changed')
    if (request.epoch !== this.epoch) return refused('board.wrong_epoch')
    const code = this.refuses(request)
    if (code) return refused(code)
    const digest = batchDigest(request.gesture, request.ops)
    if (digest.join() !== request.digest.join()) return refused('request.invalid')
    const row = this.actors.get(actor) ?? { last: 0, seqs: new Map() }
    this.actors.set(actor, row)
    if (request.number <= row.last) {
      const before = row.seqs.get(request.number)
      if (!before || before.digest.join() !== digest.join()) return refused('batch.conflict')
      return { ok: true, seq: before.seq }
    }
    if (request.prev !== row.last) return { ...refused('batch.out_of_order'), last: row.last }
    const seq = this.records.length + 1
    row.last = request.number
    row.seqs.set(request.number, { seq, digest })
    const { number, gesture, foldVersion, ops } = request
    this.append({ seq, actor, number, person: person.id, at: seq, foldVersion, gesture, ops: ops.slice() })
    return { ok: true, seq }
  }

  private append(record: BatchRecord): void {
    this.records.push(record)
    fold(this.document, { ...record, ops: unpackOps(record.ops) })
    this.waiting.push(record)
    this.wake()
  }

  private wake(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined
      const names = new ActorNames()
      for (const { actor } of this.present()) names.came(actor)
      const tick = packTick({ room: ROOM, batches: this.waiting.splice(0), live: this.live.splice(0) }, names)
      for (const { bytes, inMs } of this.delivers(tick)) {
        setTimeout(() => this.io?.to(this.board).emit('tick', bytes), inMs)
      }
    }, TICK_MS)
  }
}
