import type { BoardId, Random } from '@inkwire/board'
import type { LoadEarlierPages } from './adoption.ts'
import type { BoardCopies } from './board-copies.ts'
import type { Clock } from './clock.ts'
import { Connection, type SocketIoOptions } from './connection.ts'
import type { RandomBytes } from './ids.ts'
import type { OutboxStorage } from './outbox-storage.ts'
import type { Transport } from './transport.ts'

export interface BoardClientOptions {
  /** Where the server is; the page's own origin where it is missing. Needed in Node. */
  readonly origin?: string
  readonly board: BoardId
  /** The key from the board's link. */
  readonly key?: string
  readonly outbox: OutboxStorage
  /** Where copies of boards are kept, so that they open without a network. */
  readonly copies?: BoardCopies
  /** Passed on to Socket.IO; in Node `extraHeaders: { cookie }` says who one is. */
  readonly socketOptions?: SocketIoOptions
  /** Makes another way to the server than Socket.IO, for simulators: one for the page, one for each outbox that it adopts. */
  readonly newTransport?: () => Transport
  readonly clock?: Clock
  /** For waits. */
  readonly random?: Random
  /** For ids. */
  readonly randomBytes?: RandomBytes
  /** Brings the code that sends what earlier pages left; for simulators, in which nothing may take real time. */
  readonly loadEarlierPages?: LoadEarlierPages
}

/** A way to the server. Throws where it can't be told which one. */
export function transportTo(
  { origin, socketOptions, newTransport }: BoardClientOptions,
  clock: Clock,
  random: Random,
): Transport {
  if (newTransport) return newTransport()
  const from = origin ?? globalThis.location?.origin
  if (!from) throw new Error('BoardClient needs `origin` where there is no page: the address of the server')
  return new Connection({ origin: from, clock, random, ...(socketOptions ? { socketOptions } : {}) })
}
