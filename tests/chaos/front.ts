import { connect, createServer, type Server, type Socket } from 'node:net'

/** What stands before the instances: sends each new connection to one that lives, and can break those that it has. */
export class Front {
  private readonly pairs = new Set<readonly [Socket, Socket]>()
  private readonly server: Server
  private turn = 0

  constructor(private readonly targets: () => readonly number[]) {
    this.server = createServer({ pauseOnConnect: true }, (client) => this.accept(client, targets().length))
  }

  listen(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.on('error', reject)
      this.server.listen(0, '127.0.0.1', () => {
        const address = this.server.address()
        if (typeof address === 'object' && address) resolve(address.port)
      })
    })
  }

  /** Cuts a share of the connections that are open. */
  cut(share: number): void {
    for (const [client, target] of this.pairs) {
      if (Math.random() >= share) continue
      client.destroy()
      target.destroy()
    }
  }

  /** For so many ms a share of the connections carries nothing, and says nothing of it. */
  freeze(share: number, ms: number): void {
    for (const pair of this.pairs) {
      if (Math.random() >= share) continue
      for (const socket of pair) socket.pause()
      setTimeout(() => {
        for (const socket of pair) socket.resume()
      }, ms)
    }
  }

  close(): void {
    this.server.close()
    this.cut(1)
  }

  private accept(client: Socket, tries: number): void {
    client.on('error', () => {})
    const ports = this.targets()
    const port = ports[this.turn++ % ports.length]
    if (port === undefined || tries === 0) {
      client.destroy()
      return
    }
    const target = connect(port, '127.0.0.1')
    const refused = () => this.accept(client, tries - 1)
    target.once('error', refused)
    target.once('connect', () => {
      target.off('error', refused)
      const pair = [client, target] as const
      this.pairs.add(pair)
      const end = () => {
        this.pairs.delete(pair)
        client.destroy()
        target.destroy()
      }
      for (const socket of pair) socket.on('error', end).on('close', end)
      // Not `pipe`: what is piped goes on by itself when the other end drains, frozen or not.
      client.on('data', (data) => void target.write(data))
      target.on('data', (data) => void client.write(data))
      client.resume()
    })
  }
}
