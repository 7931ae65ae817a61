import { subscribe } from 'node:diagnostics_channel'
import type { Socket } from 'node:net'

/** Counts what all sockets of this process have read, those that are closed too. */
export class Sockets {
  /** Sockets that closed since this was set to 0. */
  ended = 0
  private readonly open = new Set<Socket>()
  private closedBytes = 0

  constructor() {
    subscribe('net.client.socket', (message) => {
      const { socket } = message as { readonly socket: Socket }
      this.open.add(socket)
      socket.once('close', () => {
        this.ended++
        this.closedBytes += socket.bytesRead
        this.open.delete(socket)
      })
    })
  }

  /** Bytes of TCP payload. */
  get bytes(): number {
    let bytes = this.closedBytes
    for (const { bytesRead } of this.open) bytes += bytesRead
    return bytes
  }
}
