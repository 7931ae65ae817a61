import { randomUUID } from 'node:crypto'
import { type BoardId, type Epoch, epoch as epochSchema } from '@inkwire/board'
import { type BatchRecord, isActorLive, type LiveEntry, packTick, unpackTick } from '@inkwire/protocol'
import { createShardedAdapter } from '@socket.io/redis-adapter'
import { Channels } from './channels.ts'
import type { Heard } from './wire.ts'

/** Characters of an epoch; it stands behind the instance, before the tick. */
const EPOCH_LENGTH = 22

export interface RedisListener {
  /** What another instance sent for a board. */
  received(board: BoardId, epoch: Epoch, batches: readonly BatchRecord[], live: readonly LiveEntry[]): void
  /** Redis can be used, for the first time or again. */
  ready(): void
  report(message: string, error: unknown): void
}

/**
 * What goes from instance to instance for speed. Nothing depends on it: whatever is lost, doubled or late here comes from the
 * log. So it publishes only while Redis is ready, keeps nothing for later, and every failure ends here.
 */
export class Redis {
  /** Marks what this instance sent, so that it does not hear itself. */
  readonly instance = randomUUID()
  private readonly channels: Channels

  /** @param urls of one Redis, or of some nodes of a cluster */
  constructor(
    urls: readonly string[],
    private readonly listener: RedisListener,
  ) {
    this.channels = new Channels(urls, {
      ready: () => listener.ready(),
      report: (message, error) => listener.report(message, error),
    })
  }

  /** Connects in the background; the service starts without waiting for Redis for longer than `patienceMs`. */
  start(patienceMs: number): Promise<void> {
    return this.channels.start(patienceMs)
  }

  get ready(): boolean {
    return this.channels.ready
  }

  /** Socket.IO's own adapter, for events between instances. It does not catch what a call rejects with, so none does. */
  adapter(): ReturnType<typeof createShardedAdapter> {
    const { channels } = this
    const client = {
      sSubscribe: (channel: string, heard: Heard) => channels.subscribe(channel, heard),
      sUnsubscribe: (names: string | readonly string[]) => {
        for (const channel of [names].flat()) channels.unsubscribe(channel)
      },
      async sPublish(channel: string, message: Buffer | string): Promise<number> {
        channels.publish(channel, message)
        return 0
      },
    }
    // Rooms are told by their own instance alone: a channel for each would only cost.
    return createShardedAdapter(client, client, { subscriptionMode: 'static' })
  }

  subscribe(board: BoardId): void {
    this.channels.subscribe(channelOf(board), (message) => this.heard(board, message))
  }

  unsubscribe(board: BoardId): void {
    this.channels.unsubscribe(channelOf(board))
  }

  publish(board: BoardId, epoch: Epoch, batches: readonly BatchRecord[], live: readonly LiveEntry[]): void {
    if (!this.ready) return
    const head = Buffer.from(this.instance + epoch)
    this.channels.publish(channelOf(board), Buffer.concat([head, packTick({ room: 0, batches, live })]))
  }

  close(): void {
    this.channels.close()
  }

  private heard(board: BoardId, message: Buffer): void {
    if (message.toString('latin1', 0, this.instance.length) === this.instance) return
    try {
      const start = this.instance.length + EPOCH_LENGTH
      const epoch = epochSchema.parse(message.toString('latin1', this.instance.length, start))
      const { batches, live } = unpackTick(message.subarray(start))
      this.listener.received(board, epoch, batches, live.filter(isActorLive))
    } catch (error) {
      this.listener.report('Redis brought bytes that are not ours', error)
    }
  }
}

const channelOf = (board: BoardId): string => `inkwire:board:${board}`
