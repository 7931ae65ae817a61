import type { BoardId, Person, PersonId } from '@inkwire/board'
import {
  type Answer,
  boardId,
  type ClientToServerEvents,
  Encoder,
  LIMITS,
  LIVE,
  packTick,
  refused,
  TICK,
} from '@inkwire/protocol'
import { Server as Engine } from 'engine.io'
import { Server } from 'socket.io'
import type { Access, Found } from '../access/access.ts'
import { EVENT_NEEDS } from '../access/needs.ts'
import type { Secrets } from '../access/secrets.ts'
import type { SessionWatch } from '../accounts/session-watch.ts'
import type { Log } from '../log/log.ts'
import type { PresenceChange } from '../room/presence.ts'
import type { Room, RoomTick } from '../room/room.ts'
import type { Rooms } from '../room/rooms.ts'
import type { LimitSettings } from '../settings.ts'
import { Backlogs } from './backlog.ts'
import { commitBatch } from './batch.ts'
import type { Connection, Connections } from './connection.ts'
import type { Handshake } from './handshake.ts'
import { joinBoard } from './join.ts'
import { GatewayLimits } from './limits.ts'
import { EventDecoder, showLive, takeLive } from './live.ts'
import { eventRefusal } from './permission.ts'
import { findRole, takeRole } from './role.ts'
import { sendTail } from './tail.ts'
import { boardOf, type EventWatch, watchedEvent } from './watched-event.ts'
import { type Wire, type WireMessage, wireMessage } from './wire.ts'

/** A half-open connection is noticed within their sum. */
const PING_INTERVAL_MS = 4_000
const PING_TIMEOUT_MS = 4_000
/** Whoever looks for another instance at the end of that time still needs a moment, ms. */
const LAST_MS = 1_500
/** Stopping waits so long for answers that are on their way, ms. */
const ANSWERS_MS = 5_000

/** What the handlers of events need. */
export interface GatewayParts {
  readonly access: Pick<Access, 'find' | 'findAll' | 'ownsActor'>
  readonly sessions: Pick<SessionWatch, 'whichAreOver'>
  /** Somebody came to a board. */
  readonly opened: (board: BoardId, person: PersonId) => void
  readonly secrets: Secrets
  readonly log: Log
  readonly rooms: Rooms
  readonly watch: EventWatch
  readonly limits: LimitSettings
  readonly report: (message: string, details: object) => void
  /** What lies below a connection. */
  readonly wire: (connection: Connection) => Wire
}

export function createEngine(): Engine {
  return new Engine({
    pingInterval: PING_INTERVAL_MS,
    pingTimeout: PING_TIMEOUT_MS,
    maxHttpBufferSize: LIMITS.messageBytes,
    perMessageDeflate: false,
    httpCompression: false,
    allowEIO3: false,
    cookie: false,
  })
}

export function createConnections(engine: Engine): Connections {
  const connections: Connections = new Server({
    parser: { Encoder, Decoder: EventDecoder },
    connectTimeout: 10_000,
    serveClient: false,
  })
  connections.bind(engine)
  return connections
}

/** Socket.IO's side of the service: takes events, asks the log and the rooms, and brings ticks to people. */
export class Gateway {
  private readonly limits: GatewayLimits
  private readonly backlogs: Backlogs
  private readonly wires = new Map<string, Wire>()
  /** Events that are not answered yet. */
  private unanswered = 0

  constructor(
    private readonly connections: Connections,
    private readonly handshake: Pick<Handshake, 'whoOpened'>,
    private readonly addressOf: (connection: Connection) => string,
    private readonly parts: GatewayParts,
  ) {
    this.limits = new GatewayLimits(parts.limits)
    this.backlogs = new Backlogs(parts.limits.connectionKib * 1024, (...behind) => this.bringUp(...behind))
    connections.on('connection', (connection) => this.accept(connection))
  }

  sendTick(room: Room, { whole, lean, except }: RoomTick): void {
    const tick = wireMessage(TICK, whole)
    const slow: Connection[] = []
    for (const id of room.members.keys()) {
      const wire = id === except ? undefined : this.wires.get(id)
      if (!wire || wire.sendNow(tick)) continue
      const connection = this.connections.sockets.sockets.get(id)
      if (!connection || this.backlogs.keeps(connection) === 'up') wire.send(tick)
      else slow.push(connection)
    }
    if (slow.length === 0) return
    const bytes = lean()
    if (bytes !== whole) this.parts.watch.metrics.liveDropped('slow', slow.length)
    if (bytes) this.sendLean(room, slow, wireMessage(TICK, bytes))
  }

  /** To those who can't keep up: a tick without live, or nothing until they have caught up. */
  private sendLean(room: Room, slow: readonly Connection[], lean: WireMessage): void {
    for (const connection of slow) {
      if (this.backlogs.keeps(connection) === 'stuck') this.backlogs.missed(connection, room.board)
      else this.wires.get(connection.id)?.send(lean)
    }
  }

  /** Connections that take so little that they get no ticks until they have caught up. */
  get behind(): number {
    return this.backlogs.behind
  }

  /** A connection takes messages again: the newest batch shows its page the hole, and it asks for what lies between. */
  private bringUp(connection: Connection, board: BoardId): void {
    const room = this.parts.rooms.peek(board)
    const newest = room?.recent.newest
    if (!room || !newest || room.silent || !room.members.has(connection.id)) return
    connection.emit('tick', packTick({ room: room.number, batches: [newest], live: [] }))
  }

  sendPeople({ board, number: room }: Room, { came, gone, newcomers, everybody }: PresenceChange): void {
    const { local } = this.connections
    if (came.length > 0 || gone.length > 0)
      local
        .to(board)
        .except([...newcomers])
        .emit('people', { room, present: came, gone })
    if (newcomers.length > 0) local.to([...newcomers]).emit('people', { room, present: everybody, gone: [], all: true })
  }

  boardRenamed(board: BoardId, name: string): void {
    const room = this.parts.rooms.peek(board)
    if (room && !room.silent) this.connections.local.to(board).emit('board', { room: room.number, name })
  }

  /** A person changed name or colour: everybody who sees them learns it. */
  personChanged(person: Person): void {
    for (const connection of this.connections.sockets.sockets.values()) {
      if (connection.data.person.id !== person.id) continue
      connection.data.person = person
      for (const [board, member] of connection.data.boards) {
        this.parts.rooms.peek(board)?.presence.enter(connection.id, { actor: member.actor, person })
      }
    }
  }

  /** Closes the connections of sessions that are over: their pages connect again, as whoever they are signed in as by then. */
  closeSessions(sessions: ReadonlySet<string>): void {
    for (const connection of this.connections.sockets.sockets.values()) {
      if (sessions.has(connection.data.session)) connection.conn.close()
    }
  }

  /** Finds everybody's role in a room anew; who has none is out. */
  async recheck(room: Room): Promise<void> {
    const { access, sessions } = this.parts
    const stale = [...room.members.values()].filter(({ accessVersion }) => accessVersion !== room.accessVersion)
    const found = await access.findAll(room.board, [...new Set(stale.map(({ person }) => person))])
    const out: Connection[] = []
    for (const { connection: id, person } of stale) {
      const connection = this.connections.sockets.sockets.get(id)
      const role = found.get(person)
      if (!connection || !role) continue
      if (role.kind === 'granted') this.settle(connection, room, role)
      else out.push(connection)
    }
    const over = await sessions.whichAreOver(out.map(({ data }) => data.session))
    for (const connection of out) {
      if (over.has(connection.data.session)) connection.conn.close()
      else this.settle(connection, room, found.get(connection.data.person.id) ?? { kind: 'denied' })
    }
  }

  private async recheckMember(connection: Connection, room: Room): Promise<void> {
    const found = await findRole(connection, room.board, this.parts)
    if (found.kind !== 'signed-out') this.settle(connection, room, found)
  }

  /** A connection's page has another role from now on, or is out. */
  private settle(connection: Connection, room: Room, found: Found): void {
    if (found.kind === 'granted') {
      takeRole(connection, room, found)
      return
    }
    if (!connection.data.boards.has(room.board)) return
    const reason = found.kind === 'unknown' ? 'This board was deleted.' : 'You have no access to this board any more.'
    connection.emit('access', { room: room.number, reason })
    this.leave(connection, room.board)
  }

  /**
   * This instance goes away: nobody joins any more, its clients look for another one, spread over a moment. Resolves when all have
   * gone, or that moment is over, and what had come from them is answered.
   */
  async moveAway(withinMs: number): Promise<void> {
    this.limits.draining = true
    this.connections.local.emit('moving', { withinMs })
    const start = Date.now()
    const over = (ms: number) => Date.now() - start > ms
    const last = withinMs === 0 ? 0 : withinMs + LAST_MS
    while (this.connections.sockets.sockets.size > 0 && !over(last)) await pause()
    while (this.unanswered > 0 && !over(last + ANSWERS_MS)) await pause()
  }

  /** The board's log was replaced, or is gone: all of its pages connect and join again. */
  disconnectRoom(room: Room): void {
    for (const id of [...room.members.keys()]) this.connections.sockets.sockets.get(id)?.conn.close()
  }

  private accept(connection: Connection): void {
    const signedIn = this.handshake.whoOpened(connection.request)
    if (!signedIn) {
      connection.disconnect(true)
      return
    }
    const { person, session } = signedIn
    connection.data = { person, session, address: this.addressOf(connection), boards: new Map() }
    const { parts, limits } = this
    const recheckMember = (...member: Parameters<Gateway['recheckMember']>) => this.recheckMember(...member)

    this.take(connection, {
      'board:join': (request) => joinBoard(connection, request, parts, limits, recheckMember),
      'board:leave': (board) => {
        const parsed = boardId.safeParse(board)
        if (parsed.success) this.leave(connection, parsed.data)
        return undefined
      },
      batch: (request) => commitBatch(connection, request, parts, limits),
      tail: (request) => sendTail(connection, request, parts, limits),
      live: (board, message) => {
        showLive(connection, board, message, parts, limits)
        return undefined
      },
    })
    const wire = parts.wire(connection)
    this.wires.set(connection.id, wire)
    wire.onMessage(LIVE, (message) => takeLive(connection, message, parts, limits))
    connection.on('disconnect', () => {
      for (const board of [...connection.data.boards.keys()]) this.leave(connection, board, 'lost')
      this.wires.delete(connection.id)
      limits.live.forget(connection.id)
      limits.tails.forget(connection.id)
      this.backlogs.forget(connection)
    })
  }

  /** Every event that may come, and what is done with it once the table of needs has let it through. */
  private take(connection: Connection, handlers: Handlers): void {
    const take = (event: keyof ClientToServerEvents) => {
      const handle: Handler = handlers[event]
      connection.on(event, (first: unknown, second: unknown) => {
        const refusal = eventRefusal(connection, event, first) ?? this.tooMuch(connection, event)
        const work = async () => (refusal ? refused(refusal) : handle(first, second))
        const watched = watchedEvent(event, first, work, this.parts.watch)
        this.answer(connection, second, watched, { event, board: boardOf(first) })
      })
    }
    for (const event of Object.keys(handlers)) if (isEvent(event)) take(event)
  }

  /** What is long is not answered while much waits already. */
  private tooMuch(connection: Connection, event: keyof ClientToServerEvents): 'server.busy' | undefined {
    const long = event === 'tail' || event === 'board:join'
    return long && this.backlogs.busy(connection) ? 'server.busy' : undefined
  }

  private leave(connection: Connection, board: BoardId, how: 'left' | 'lost' = 'left'): void {
    const member = connection.data.boards.get(board)
    if (!member) return
    connection.data.boards.delete(board)
    void connection.leave(board)
    const room = this.parts.rooms.peek(board)
    if (!room?.members.delete(connection.id)) return
    if (how === 'left') room.presence.leave(connection.id, member.actor)
    else room.presence.lose(connection.id, member.actor)
  }

  private answer(
    connection: Connection,
    callback: unknown,
    work: Promise<Answer<object> | undefined>,
    names: object,
  ): void {
    // Events come from anybody: an event without a callback must not end the process.
    const reply = typeof callback === 'function' ? callback : () => {}
    this.unanswered++
    work
      .then(
        (answer) => answer && reply(answer),
        (error) => {
          this.parts.report('an event could not be served', { ...names, error })
          this.parts.watch.metrics.refused('server.busy')
          reply(refused('server.busy'))
        },
      )
      .finally(() => {
        this.unanswered--
        this.backlogs.check(connection)
      })
  }
}

type Handler = (first: unknown, second: unknown) => Promise<Answer<object>> | undefined
type Handlers = { readonly [event in keyof ClientToServerEvents]: Handler }

const isEvent = (name: string): name is keyof ClientToServerEvents => Object.hasOwn(EVENT_NEEDS, name)

const pause = () => new Promise((resolve) => setTimeout(resolve, 20))
