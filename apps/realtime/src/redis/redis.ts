import { randomUUID } from 'node:crypto'
import { type BoardId, type Epoch, epoch as epochSchema } from '@inkwire/board'
import { type BatchRecord, type LiveEntry, packTick, unpackTick } from '@inkwire/protocol'
import { createAdapter, createShardedAdapter } from '@socket.io/redis-adapter'
import { createClient } from 'redis'

/** Characters of an epoch; it stands behind the instance, before the tick. */
const EPOCH_LENGTH = 22
/** First release with sharded publish and subscribe, which a cluster needs. */
const SHARDED_SINCE = 7

export interface RedisListener {
  /** What another instance sent for a board. */
  received(board: BoardId, epoch: Epoch, batches: readonly BatchRecord[], live: readonly LiveEntry[]): void
  report(message: string, error: unknown): void
}

type Client = ReturnType<typeof createClient>

/**
 * What goes from instance to instance for speed. Nothing depends on it: whatever is lost, doubled or late here comes from the
 * log. So it publishes only while Redis is ready, keeps nothing for later, and every failure ends here.
 */
export class Redis {
  /** Marks what this instance sent, so that it does not hear itself. */
  readonly instance = randomUUID()
  private readonly publisher: Client
  private readonly subscriber: Client
  private readonly boards = new Set<BoardId>()
  /** Assumed while Redis was never reached: if it proves older, what goes between instances is slow until the next start, not wrong. */
  private sharded = true

  constructor(
    url: string,
    private readonly listener: RedisListener,
  ) {
    this.publisher = this.client(url, true)
    this.subscriber = this.client(url, false)
    // Subscriptions that were asked for while Redis was away were refused: asked again, and asked twice does no harm.
    this.subscriber.on('ready', () => {
      for (const board of this.boards) this.listen(board)
    })
  }

  /** Connects in the background; the service starts without waiting for Redis for longer than `patienceMs`. */
  async start(patienceMs: number): Promise<void> {
    const ready = Promise.all(
      [this.publisher, this.subscriber].map((client) =>
        client.connect().catch((error) => this.listener.report('Redis', error)),
      ),
    ).then(async () => {
      const version = await this.majorVersion()
      if (version !== undefined) this.sharded = version >= SHARDED_SINCE
    })
    await Promise.race([ready, new Promise((resolve) => setTimeout(resolve, patienceMs))])
  }

  get ready(): boolean {
    return this.publisher.isReady && this.subscriber.isReady
  }

  /** Socket.IO's own adapter, for events between instances. */
  adapter(): ReturnType<typeof createAdapter> | ReturnType<typeof createShardedAdapter> {
    const [publisher, subscriber] = [this.guarded(this.publisher), this.guarded(this.subscriber)]
    return this.sharded ? createShardedAdapter(publisher, subscriber) : createAdapter(publisher, subscriber)
  }

  subscribe(board: BoardId): void {
    this.boards.add(board)
    if (this.ready) this.listen(board)
  }

  unsubscribe(board: BoardId): void {
    this.boards.delete(board)
    if (!this.ready) return
    const channel = channelOf(board)
    const done = this.sharded ? this.subscriber.sUnsubscribe(channel) : this.subscriber.unsubscribe(channel)
    done.catch((error) => this.listener.report('Redis unsubscribe', error))
  }

  publish(board: BoardId, epoch: Epoch, batches: readonly BatchRecord[], live: readonly LiveEntry[]): void {
    if (!this.ready) return
    const message = Buffer.concat([Buffer.from(this.instance + epoch), packTick({ room: 0, batches, live })])
    const channel = channelOf(board)
    const done = this.sharded ? this.publisher.sPublish(channel, message) : this.publisher.publish(channel, message)
    done.catch((error) => this.listener.report('Redis publish', error))
  }

  close(): void {
    for (const client of [this.publisher, this.subscriber]) client.destroy()
  }

  private client(url: string, publishes: boolean): Client {
    const client = createClient({
      url,
      // What could not be published at once is stale by the time it could be.
      disableOfflineQueue: publishes,
      pingInterval: 5_000,
      socket: {
        connectTimeout: 2_000,
        reconnectStrategy: (tries: number) => Math.min(50 * 2 ** Math.min(tries, 6), 2_000),
      },
    })
    client.on('error', (error: unknown) => this.listener.report('Redis', error))
    return client as Client
  }

  private listen(board: BoardId): void {
    const heard = (message: Buffer) => this.heard(board, message)
    const channel = channelOf(board)
    const done = this.sharded
      ? this.subscriber.sSubscribe(channel, heard, true)
      : this.subscriber.subscribe(channel, heard, true)
    done.catch((error) => this.listener.report('Redis subscribe', error))
  }

  private heard(board: BoardId, message: Buffer): void {
    if (message.toString('latin1', 0, this.instance.length) === this.instance) return
    try {
      const start = this.instance.length + EPOCH_LENGTH
      const epoch = epochSchema.parse(message.toString('latin1', this.instance.length, start))
      const { batches, live } = unpackTick(message.subarray(start))
      this.listener.received(board, epoch, batches, live)
    } catch (error) {
      this.listener.report('Redis brought bytes that are not ours', error)
    }
  }

  private async majorVersion(): Promise<number | undefined> {
    try {
      const version = /redis_version:(\d+)/.exec(await this.publisher.info('server'))?.[1]
      return version === undefined ? undefined : Number(version)
    } catch {
      return undefined
    }
  }

  /** The adapters don't catch what a call of the client rejects with, which would end the process. */
  private guarded(client: Client): Client {
    const { listener } = this
    return new Proxy(client, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name, target)
        if (typeof value !== 'function') return value
        if (typeof name !== 'string' || !GUARDED.has(name)) return value.bind(target)
        return async (...args: unknown[]): Promise<unknown> => {
          try {
            return await value.apply(target, args)
          } catch (error) {
            listener.report(`Redis ${name}`, error)
            return 0
          }
        }
      },
    })
  }
}

const GUARDED: ReadonlySet<string> = new Set([
  'publish', 'sPublish', 'subscribe', 'pSubscribe', 'sSubscribe', 'unsubscribe', 'pUnsubscribe', 'sUnsubscribe',
]) // biome-ignore format: one row of names

const channelOf = (board: BoardId): string => `inkwire:board:${board}`
