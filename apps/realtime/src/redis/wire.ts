/** Takes what was published on a channel. */
export type Heard = (message: Buffer, channel: Buffer) => void

/** The way to Redis, be it one or a cluster. All of it rejects while Redis can't be reached; nothing is kept for later. */
export interface Wire {
  /** Whether publishing may work. */
  readonly ready: boolean
  /** Connects in the background, again and again. */
  start(): void
  publish(channel: string, message: Buffer | string): Promise<unknown>
  /** Lasts until `unsubscribe`, also when the connection breaks and comes back. */
  subscribe(channel: string, heard: Heard): Promise<unknown>
  unsubscribe(channel: string): Promise<unknown>
  close(): void
}

export interface WireListener {
  /** It can be used, for the first time or again. */
  ready(): void
  /** Another Redis came back than the one that went, one that knows other subscriptions. */
  otherKind(): void
  /** The one Redis that was named is part of a cluster. */
  partOfCluster(): void
  failed(error: unknown): void
}

/** A connection attempt is given up after so long, ms. */
const CONNECT_TIMEOUT_MS = 2_000
/** A connection that says nothing for so long is asked whether it lives, ms. */
const PING_MS = 5_000

/** What every connection is made with. */
export const CONNECTION = {
  pingInterval: PING_MS,
  socket: {
    connectTimeout: CONNECT_TIMEOUT_MS,
    reconnectStrategy: (tries: number) => Math.min(50 * 2 ** Math.min(tries, 6), 2_000),
  },
} as const
