import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'

/** A TCP connection by hand: what goes over it is the test's own business. */
export class RawSocket {
  private received = Buffer.alloc(0)
  private over = false
  private readonly waiting = new Set<() => void>()

  private constructor(readonly socket: Socket) {
    socket.on('data', (data) => {
      this.received = Buffer.concat([this.received, data])
      this.wake()
    })
    socket.on('error', () => {})
    socket.on('close', () => {
      this.over = true
      this.wake()
    })
  }

  /** Rejects when nobody listens. */
  static open(port: number): Promise<RawSocket> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1')
      socket.once('error', reject)
      socket.once('connect', () => {
        socket.setNoDelay(true)
        socket.off('error', reject)
        resolve(new RawSocket(socket))
      })
    })
  }

  get closed(): boolean {
    return this.over
  }

  /** All that came and was not taken yet. */
  get bytes(): Buffer {
    return this.received
  }

  write(data: string | Uint8Array): void {
    if (!this.over) this.socket.write(data)
  }

  destroy(): void {
    this.socket.destroy()
  }

  /** Takes the first so many bytes of what came. */
  take(count: number): Buffer {
    const taken = this.received.subarray(0, count)
    this.received = this.received.subarray(count)
    return taken
  }

  /** Waits until what came is enough; false when the connection ended, or `timeoutMs` passed, before it was. */
  async until(enough: (bytes: Buffer) => boolean, timeoutMs = 30_000): Promise<boolean> {
    const end = Date.now() + timeoutMs
    while (!enough(this.received)) {
      const left = end - Date.now()
      if (this.over || left <= 0) return false
      await new Promise<void>((resolve) => {
        const wake = () => {
          clearTimeout(timer)
          this.waiting.delete(wake)
          resolve()
        }
        const timer = setTimeout(wake, left)
        this.waiting.add(wake)
      })
    }
    return true
  }

  /** Waits for the end of the connection; false when it does not come in time. */
  async ended(timeoutMs = 30_000): Promise<boolean> {
    await this.until(() => false, timeoutMs)
    return this.over
  }

  private wake(): void {
    for (const wake of [...this.waiting]) wake()
  }
}

/** The request of a WebSocket handshake, with headers added, replaced, or taken away (undefined). */
export function upgradeRequest(
  headers: { readonly [name: string]: string | undefined },
  path = '/socket.io/?EIO=4&transport=websocket',
): string {
  const all = {
    Host: '127.0.0.1',
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
    ...headers,
  }
  const lines = Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`]))
  return `GET ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`
}
