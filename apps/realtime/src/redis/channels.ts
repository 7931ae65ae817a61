import { RedisCluster } from './redis-cluster.ts'
import { SingleRedis } from './single-redis.ts'
import type { Heard, Wire, WireListener } from './wire.ts'

/** A subscription that could not be made is tried again after so long, ms. */
const RETRY_MS = 1_000

interface Subscription {
  readonly heard: Heard
  state: 'missing' | 'asked' | 'there'
}

/**
 * Publish and subscribe over Redis, one or a cluster. Nothing that is published is certain to arrive, and nothing is kept for later;
 * but a subscription is made as soon as it can be, and made again where it got lost.
 */
export class Channels {
  private wire: Wire
  private readonly subscriptions = new Map<string, Subscription>()
  private readonly timer: NodeJS.Timeout
  private firstReady = () => {}

  /** @param urls of one Redis, or of some nodes of a cluster */
  constructor(
    private readonly urls: readonly string[],
    private readonly listener: {
      /** Redis can be used, for the first time or again. */
      readonly ready: () => void
      readonly report: (message: string, error: unknown) => void
    },
  ) {
    this.wire = urls.length > 1 ? this.cluster() : new SingleRedis(urls[0] ?? '', this.wireListener())
    this.timer = setInterval(() => this.subscribeMissing(), RETRY_MS)
    this.timer.unref()
  }

  get ready(): boolean {
    return this.wire.ready
  }

  /** Connects in the background; resolves when that is done, or `patienceMs` have passed. */
  async start(patienceMs: number): Promise<void> {
    const ready = new Promise<void>((resolve) => {
      this.firstReady = resolve
    })
    this.wire.start()
    let timer: NodeJS.Timeout | undefined
    await Promise.race([ready, new Promise((resolve) => (timer = setTimeout(resolve, patienceMs)))])
    clearTimeout(timer)
  }

  /** Never rejects. */
  publish(channel: string, message: Buffer | string): void {
    if (!this.ready) return
    this.wire.publish(channel, message).catch((error) => this.listener.report('Redis publish', error))
  }

  subscribe(channel: string, heard: Heard): void {
    this.subscriptions.set(channel, { heard, state: 'missing' })
    this.subscribeMissing()
  }

  unsubscribe(channel: string): void {
    this.subscriptions.delete(channel)
    this.drop(channel)
  }

  close(): void {
    clearInterval(this.timer)
    this.wire.close()
  }

  /** One function for all channels: a client that is given the same one twice calls it once. */
  private readonly hear: Heard = (message, channel) => {
    const name = channel.toString()
    const subscription = this.subscriptions.get(name)
    if (subscription) subscription.heard(message, channel)
    // It was given up while Redis was away, or while it was asked for.
    else this.drop(name)
  }

  private drop(channel: string): void {
    if (!this.ready) return
    this.wire.unsubscribe(channel).catch((error) => this.listener.report('Redis unsubscribe', error))
  }

  private subscribeMissing(): void {
    if (!this.ready) return
    for (const [channel, subscription] of this.subscriptions) {
      if (subscription.state === 'missing') void this.ask(channel, subscription)
    }
  }

  private async ask(channel: string, subscription: Subscription): Promise<void> {
    const { wire } = this
    subscription.state = 'asked'
    try {
      await wire.subscribe(channel, this.hear)
      if (this.wire === wire) subscription.state = 'there'
    } catch (error) {
      if (this.wire === wire) subscription.state = 'missing'
      this.listener.report('Redis subscribe', error)
    }
  }

  private wireListener(): WireListener {
    return {
      ready: () => {
        this.firstReady()
        this.subscribeMissing()
        this.listener.ready()
      },
      otherKind: () => this.forget(),
      partOfCluster: () => {
        this.wire.close()
        this.wire = this.cluster()
        this.forget()
        this.wire.start()
      },
      failed: (error) => this.listener.report('Redis', error),
    }
  }

  /** No subscription is there any more. */
  private forget(): void {
    for (const subscription of this.subscriptions.values()) subscription.state = 'missing'
  }

  private cluster(): Wire {
    return new RedisCluster(this.urls, this.wireListener())
  }
}
