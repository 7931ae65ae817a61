import type { BoardId, Person } from '@inkwire/board'
import type { HeadBody } from '@inkwire/protocol'
import type { Link, Transport, TransportListener } from '@inkwire/sync'
import { ServerSocket } from './connections.ts'
import type { Instance } from './instance.ts'
import type { Seeded } from './seeded.ts'
import type { Owner, VirtualTime } from './virtual-time.ts'

/** How the network between pages and instances behaves at the moment; the world turns it. */
export interface NetworkWeather {
  /** ms of one way, at most. */
  latency: number
  /** Share of messages at which the connection breaks. */
  cuts: number
}

export interface WireParts {
  readonly time: VirtualTime
  readonly random: Seeded
  readonly weather: NetworkWeather
  /** Instances that a proxy would send a new connection to. */
  readonly instances: () => readonly Instance[]
  /** Whether the page's machine is cut off. */
  readonly cutOff: () => boolean
  /** An answer that tells the page that a batch is durable has reached it. */
  readonly acknowledged: (epoch: string, actor: string, number: number, seq: number) => void
}

/** A half-open connection is noticed after so many ms: pingInterval and pingTimeout. */
const NOTICED_MS = 8_000
const FIRST_RETRY_MS = 300
const LONGEST_RETRY_MS = 5_000

/** One WebSocket: what goes in comes out in order, until it breaks; then nothing more comes out, and each end learns of it some time. */
class Connection {
  open = true
  private toServer = 0
  private toPage = 0
  readonly socket: ServerSocket
  /** Of the page on it, for what it hears acknowledged. */
  actor = ''

  constructor(
    id: string,
    private readonly page: Owner,
    private readonly instance: Instance,
    person: Person,
    private readonly parts: WireParts,
    private readonly heard: (event: string, args: readonly unknown[]) => void,
    private readonly lost: () => void,
  ) {
    this.socket = new ServerSocket(
      id,
      person,
      (event, ...args) => this.down(() => this.heard(event, args)),
      () => this.break(),
    )
    parts.time.as(instance.owner, () => instance.sockets.accept(this.socket))
  }

  /** From the page to the server. */
  up(event: string, ...args: unknown[]): void {
    const { time, random, weather } = this.parts
    if (!this.open) return
    if (random.chance(weather.cuts)) {
      this.break()
      return
    }
    this.toServer = Math.max(this.toServer, time.now + random.next() * weather.latency)
    time.after(this.instance.owner, this.toServer - time.now, () => this.open && this.socket.receive(event, ...args))
  }

  /** From the server to the page. */
  down(run: () => void): void {
    const { time, random, weather } = this.parts
    if (!this.open) return
    this.toPage = Math.max(this.toPage, time.now + random.next() * weather.latency)
    time.after(this.page, this.toPage - time.now, () => this.open && run())
  }

  break(): void {
    if (!this.open) return
    this.open = false
    const { time, random } = this.parts
    const later = () => (random.chance(0.5) ? random.next() * 50 : random.next() * NOTICED_MS)
    time.after(this.page, later(), this.lost)
    time.after(this.instance.owner, later(), () => this.socket.disconnect())
  }

  get dead(): boolean {
    return !this.instance.owner.alive || this.parts.cutOff()
  }
}

/** The page's way to whichever instance takes it. */
export class SimulatedTransport implements Transport {
  private listener: TransportListener | undefined
  private connection: Connection | undefined
  private cancelRetry = () => {}
  private retryMs = FIRST_RETRY_MS
  private closed = false
  private count = 0

  constructor(
    private readonly name: string,
    private readonly page: Owner,
    private readonly person: Person,
    private readonly parts: WireParts,
  ) {}

  start(listener: TransportListener): void {
    this.listener = listener
    this.connect()
    this.watch()
  }

  reconnect(): void {
    if (this.closed) return
    this.drop()
    this.cancelRetry()
    this.connect()
  }

  close(): void {
    this.closed = true
    this.cancelRetry()
    this.connection?.break()
    this.connection = undefined
  }

  async snapshot(path: string): Promise<Uint8Array<ArrayBuffer>> {
    const [board = '', , epoch = '', seq = ''] = path.split('/').slice(4)
    const stored = await this.request(({ log }) =>
      log.snapshot(board as BoardId, epoch as HeadBody['epoch'], Number(seq)),
    )
    if (stored?.seq !== Number(seq)) throw new Error('no such snapshot')
    return Uint8Array.from(stored.bytes)
  }

  head(board: BoardId): Promise<HeadBody> {
    return this.request((instance) => instance.head(board))
  }

  /** An HTTP request to any instance. */
  private request<Result>(work: (instance: Instance) => Promise<Result>): Promise<Result> {
    const { time, random, weather, instances, cutOff } = this.parts
    return new Promise((resolve, reject) => {
      const fail = (error: unknown) => void time.after(this.page, random.next() * weather.latency, () => reject(error))
      const instance = random.pick(instances())
      if (!instance || cutOff()) {
        fail(new Error('the server is not reachable'))
        return
      }
      // One that dies meanwhile never answers: the browser gives up some time.
      const giveUp = time.after(this.page, NOTICED_MS, () => reject(new Error('no answer')))
      time.after(instance.owner, random.next() * weather.latency, () => {
        work(instance).then((result) => {
          time.after(this.page, random.next() * weather.latency, () => {
            giveUp()
            resolve(result)
          })
        }, fail)
      })
    })
  }

  private connect(): void {
    const { time, random, weather, instances, cutOff } = this.parts
    this.cancelRetry = time.after(this.page, random.next() * weather.latency * 2, () => {
      const instance = random.pick(instances())
      if (this.closed) return
      if (!instance || cutOff()) {
        this.retry()
        return
      }
      this.retryMs = FIRST_RETRY_MS
      const connection: Connection = new Connection(
        `${this.name}.${++this.count}`,
        this.page,
        instance,
        this.person,
        this.parts,
        (event, args) => this.connection === connection && this.heard(event, args),
        () => this.connection === connection && this.lost(),
      )
      this.connection = connection
      this.listener?.opened(this.linkOf(connection))
    })
  }

  private retry(): void {
    this.cancelRetry = this.parts.time.after(this.page, this.retryMs * (0.5 + this.parts.random.next() / 2), () => {
      this.connect()
    })
    this.retryMs = Math.min(LONGEST_RETRY_MS, this.retryMs * 2)
  }

  private lost(): void {
    this.drop()
    if (!this.closed) this.retry()
  }

  private drop(): void {
    const { connection } = this
    this.connection = undefined
    if (!connection) return
    connection.break()
    this.listener?.closed()
  }

  /** A connection whose other end is dead or out of reach says nothing: pings notice it. */
  private watch(): void {
    const { time, random } = this.parts
    time.after(this.page, 500 + random.next() * NOTICED_MS, () => {
      if (this.closed) return
      if (this.connection?.open && this.connection.dead) this.connection.break()
      this.watch()
    })
  }

  private heard(event: string, args: readonly unknown[]): void {
    // What an event of each name brings stands in ServerToClientEvents: the gateway is the real one.
    const [message] = args as [never]
    const { listener } = this
    switch (event) {
      case 'tick':
        listener?.tick(message)
        return
      case 'people':
        listener?.people(message)
        return
      case 'board':
        listener?.board(message)
        return
      case 'access':
        listener?.access(message)
    }
  }

  private linkOf(connection: Connection): Link {
    const ask =
      <Content>(answer: (content: Content) => void) =>
      (content: Content) =>
        connection.down(() => this.connection === connection && answer(content))
    return {
      join: (request, answer) => {
        connection.actor = request.actor
        connection.up('board:join', request, ask(answer))
      },
      leave: (board) => connection.up('board:leave', board),
      batch: (request, answer) => {
        const { actor } = connection
        connection.up(
          'batch',
          request,
          ask<Parameters<typeof answer>[0]>((reply) => {
            if (reply.ok) this.parts.acknowledged(request.epoch, actor, request.number, reply.seq)
            answer(reply)
          }),
        )
      },
      tail: (request, answer) => connection.up('tail', request, ask(answer)),
      live: (board, message) => connection.up('live', board, message),
    }
  }
}
