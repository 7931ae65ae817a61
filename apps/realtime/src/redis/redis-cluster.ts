import { createCluster } from 'redis'
import { CONNECTION, type Heard, type Wire, type WireListener } from './wire.ts'

/** While no node of the cluster can be reached it is tried again after so long, ms. */
const RETRY_MS = 1_000

/** A Redis Cluster: each channel lives on one of its nodes (sharded publish and subscribe, Redis 7 or newer). */
export class RedisCluster implements Wire {
  private readonly cluster: ReturnType<typeof RedisCluster.client>
  private timer: NodeJS.Timeout | undefined
  private closed = false

  constructor(
    urls: readonly string[],
    private readonly listener: WireListener,
  ) {
    this.cluster = RedisCluster.client(urls)
    this.cluster.on('error', (error: unknown) => listener.failed(error))
    this.cluster.on('node-error', (error: unknown) => listener.failed(error))
    this.cluster.on('node-ready', () => listener.ready())
    this.cluster.on('sharded-channel-moved-error', (error: unknown) => listener.failed(error))
  }

  get ready(): boolean {
    // The cluster's own word says only that it was found once.
    return this.cluster.isReady && this.cluster.masters.some(({ client }) => client?.isReady)
  }

  start(): void {
    this.cluster.connect().then(
      () => this.listener.ready(),
      (error) => {
        this.listener.failed(error)
        if (!this.closed) this.timer = setTimeout(() => this.start(), RETRY_MS)
      },
    )
  }

  async publish(channel: string, message: Buffer | string): Promise<unknown> {
    return this.cluster.sPublish(channel, message)
  }

  async subscribe(channel: string, heard: Heard): Promise<unknown> {
    return this.cluster.sSubscribe(channel, heard, true)
  }

  async unsubscribe(channel: string): Promise<unknown> {
    return this.cluster.sUnsubscribe(channel)
  }

  close(): void {
    this.closed = true
    clearTimeout(this.timer)
    this.cluster.destroy()
  }

  private static client(urls: readonly string[]) {
    // Nodes that are only found later are reached with the first one's name, password and TLS.
    const { username, password, protocol } = new URL(urls[0] ?? '')
    const tls = protocol === 'rediss:' ? { tls: true as const } : {}
    return createCluster({
      rootNodes: urls.map((url) => ({ url })),
      defaults: {
        ...(username ? { username: decodeURIComponent(username) } : {}),
        ...(password ? { password: decodeURIComponent(password) } : {}),
        disableOfflineQueue: true,
        pingInterval: CONNECTION.pingInterval,
        socket: { ...CONNECTION.socket, ...tls },
      },
    })
  }
}
