import type { IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import type { Duplex } from 'node:stream'

/** Hands an upgrade that is not Socket.IO's to Next, whose development server tells pages of changes that way. */
export function forwardUpgrade(webUrl: string, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  const { hostname, port } = new URL(webUrl)
  const upstream = connect(Number(port || 80), hostname, () => {
    const lines = [`${request.method} ${request.url} HTTP/1.1`]
    for (let i = 0; i + 1 < request.rawHeaders.length; i += 2) {
      lines.push(`${request.rawHeaders[i]}: ${request.rawHeaders[i + 1]}`)
    }
    upstream.write(`${lines.join('\r\n')}\r\n\r\n`)
    upstream.write(head)
    upstream.pipe(socket)
    socket.pipe(upstream)
  })
  const close = () => {
    upstream.destroy()
    socket.destroy()
  }
  upstream.on('error', close)
  upstream.on('close', close)
  socket.on('error', close)
  socket.on('close', close)
}
