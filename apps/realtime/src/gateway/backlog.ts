import type { BoardId } from '@inkwire/board'
import type { Connection } from './connection.ts'

/** Packets that wait before a connection gets ticks without live: half a second of them. */
const SLOW_PACKETS = 30
/** Packets that wait before it gets no ticks at all, and asks for what it missed once it has caught up, which is less. */
const STUCK_PACKETS = 300
/** Of the bytes that may wait for a connection: beyond this share it gets no live, beyond the next one no answers that are long, then no ticks. */
const SLOW_SHARE = 1 / 16
const BUSY_SHARE = 1 / 4
const STUCK_SHARE = 1 / 2
/** Those that are stuck are looked at so often, ms. */
const LOOK_MS = 200
/** Whoever takes nothing for so long, but says that it is there, is cut off, ms. */
const PATIENCE_MS = 60_000

/** What a connection is sent: ticks as they are, without live, or none until it has caught up. */
export type Keeps = 'up' | 'up without live' | 'stuck'

interface Stuck {
  readonly since: number
  /** Boards of which it got no batches meanwhile. */
  readonly behind: Set<BoardId>
}

/** Watches what waits for each connection, so that one which takes nothing costs a bounded part of the memory, and nobody else anything. */
export class Backlogs {
  private readonly stuck = new Map<Connection, Stuck>()
  private timer: NodeJS.Timeout | undefined

  constructor(
    /** Bytes that may wait for one connection. */
    private readonly most: number,
    /** A connection takes messages again: it is told how far a board's log goes by now. */
    private readonly caughtUp: (connection: Connection, board: BoardId) => void,
  ) {}

  /** Connections that get no ticks until they have caught up. */
  get behind(): number {
    return this.stuck.size
  }

  keeps(connection: Connection): Keeps {
    const packets = waitingPackets(connection.conn)
    const bytes = waitingBytes(connection.conn)
    if (packets >= STUCK_PACKETS || bytes >= this.most * STUCK_SHARE) return 'stuck'
    return packets >= SLOW_PACKETS || bytes >= this.most * SLOW_SHARE ? 'up without live' : 'up'
  }

  /** Whether so much waits that a long answer has to wait as well. */
  busy(connection: Connection): boolean {
    return waitingBytes(connection.conn) >= this.most * BUSY_SHARE
  }

  /** It was not sent what was committed on a board. */
  missed(connection: Connection, board: BoardId): void {
    const stuck = this.stuck.get(connection) ?? { since: Date.now(), behind: new Set() }
    stuck.behind.add(board)
    this.stuck.set(connection, stuck)
    this.timer ??= setInterval(() => this.look(), LOOK_MS)
  }

  /** Cuts a connection off for which more waits than may. */
  check(connection: Connection): void {
    if (waitingBytes(connection.conn) > this.most) cut(connection.conn)
  }

  forget(connection: Connection): void {
    this.stuck.delete(connection)
    if (this.stuck.size > 0) return
    clearInterval(this.timer)
    this.timer = undefined
  }

  private look(): void {
    for (const [connection, { since, behind }] of this.stuck) {
      if (this.keeps(connection) === 'up') {
        this.forget(connection)
        for (const board of behind) this.caughtUp(connection, board)
      } else if (Date.now() - since > PATIENCE_MS) cut(connection.conn)
      else this.check(connection)
    }
  }
}

// What follows the engine's documentation describes, and its types hide.

function buffer(engine: Connection['conn']): readonly unknown[] {
  const packets: unknown = Reflect.get(engine, 'writeBuffer')
  return Array.isArray(packets) ? packets : []
}

/** The WebSocket of a connection; undefined: it polls. */
function webSocket(engine: Connection['conn']): object | undefined {
  const transport: unknown = Reflect.get(engine, 'transport')
  const socket: unknown =
    typeof transport === 'object' && transport !== null ? Reflect.get(transport, 'socket') : undefined
  return typeof socket === 'object' && socket !== null ? socket : undefined
}

const waitingPackets = (engine: Connection['conn']): number => buffer(engine).length

function waitingBytes(engine: Connection['conn']): number {
  const socket = webSocket(engine)
  const sent: unknown = socket && Reflect.get(socket, 'bufferedAmount')
  return buffer(engine).reduce<number>((sum, packet) => sum + packetBytes(packet), typeof sent === 'number' ? sent : 0)
}

function packetBytes(packet: unknown): number {
  const data: unknown = typeof packet === 'object' && packet !== null ? Reflect.get(packet, 'data') : undefined
  if (typeof data === 'string') return data.length
  return ArrayBuffer.isView(data) ? data.byteLength : 0
}

/** At once: closing as the protocol asks for would wait until all has been sent. */
function cut(engine: Connection['conn']): void {
  const socket = webSocket(engine)
  const terminate: unknown = socket && Reflect.get(socket, 'terminate')
  if (typeof terminate === 'function') terminate.call(socket)
  else engine.close(true)
}
