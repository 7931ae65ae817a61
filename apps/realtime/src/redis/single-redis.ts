import { createClient } from 'redis'
import { CONNECTION, type Heard, type Wire, type WireListener } from './wire.ts'

/** First release with sharded publish and subscribe. */
const SHARDED_SINCE = 7

type Client = ReturnType<typeof client>

function client(url: string, publishes: boolean) {
  return createClient({
    url,
    // What could not be published at once is stale by the time it could be.
    disableOfflineQueue: publishes,
    // By default each command has a timer, which ends only those that wait here: what is published does not.
    ...(publishes ? { commandOptions: { timeout: 0 } } : {}),
    ...CONNECTION,
  })
}

/** One Redis. Sharded publish and subscribe where it knows them, so that instances that are told of a cluster later understand each other; else the plain one. */
export class SingleRedis implements Wire {
  private readonly publisher: Client
  private readonly subscriber: Client
  /** undefined: Redis has not told its version yet. */
  private sharded: boolean | undefined

  constructor(
    url: string,
    private readonly listener: WireListener,
  ) {
    this.publisher = client(url, true)
    this.subscriber = client(url, false)
    for (const one of [this.publisher, this.subscriber]) {
      one.on('error', (error: unknown) => listener.failed(error))
      one.on('ready', () => void this.look())
    }
  }

  get ready(): boolean {
    return this.sharded !== undefined && this.publisher.isReady && this.subscriber.isReady
  }

  start(): void {
    // They try again by themselves, for ever.
    for (const one of [this.publisher, this.subscriber]) one.connect().catch((error) => this.listener.failed(error))
  }

  async publish(channel: string, message: Buffer | string): Promise<unknown> {
    return this.sharded ? this.publisher.sPublish(channel, message) : this.publisher.publish(channel, message)
  }

  async subscribe(channel: string, heard: Heard): Promise<unknown> {
    return this.sharded
      ? this.subscriber.sSubscribe(channel, heard, true)
      : this.subscriber.subscribe(channel, heard, true)
  }

  async unsubscribe(channel: string): Promise<unknown> {
    return this.sharded ? this.subscriber.sUnsubscribe(channel) : this.subscriber.unsubscribe(channel)
  }

  close(): void {
    for (const one of [this.publisher, this.subscriber]) one.destroy()
  }

  /** Another Redis may have come back than the one that went: an upgraded one, or a part of a cluster. */
  private async look(): Promise<void> {
    if (!this.publisher.isReady || !this.subscriber.isReady) return
    try {
      const info = await this.publisher.info('server')
      const before = this.sharded
      this.sharded = Number(/redis_version:(\d+)/.exec(info)?.[1] ?? SHARDED_SINCE) >= SHARDED_SINCE
      if (before !== undefined && before !== this.sharded) this.listener.otherKind()
      if (/redis_mode:cluster/.test(info)) this.listener.partOfCluster()
      else this.listener.ready()
    } catch (error) {
      this.listener.failed(error)
    }
  }
}
