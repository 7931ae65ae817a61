import type { Socket } from 'node:net'

/** Bytes of a frame's head, by the length in its second byte: more follow where that is 126 or 127. */
const HEAD = 2
const HEAD_16 = 4
const HEAD_64 = 10

/**
 * Reads a server's WebSocket frames before the client library does. A client library's own path costs several times what the
 * server paid for sending, so a thousand of them in one process would measure that process.
 *
 * @param take gets the payload of each frame; false: not an update, the library gets the frame
 */
export function readFrames(socket: Socket, take: (payload: Buffer) => boolean): void {
  const library = socket.listeners('data')
  socket.removeAllListeners('data')
  let rest: Buffer | undefined
  socket.on('data', (chunk: Buffer) => {
    const bytes = rest ? Buffer.concat([rest, chunk]) : chunk
    let at = 0
    for (let end = frameEnd(bytes, at); end <= bytes.length; end = frameEnd(bytes, at)) {
      if (!take(bytes.subarray(payloadStart(bytes, at), end))) {
        for (const listener of library) listener.call(socket, bytes.subarray(at, end))
      }
      at = end
    }
    rest = at < bytes.length ? bytes.subarray(at) : undefined
  })
  socket.resume()
}

function payloadStart(bytes: Buffer, at: number): number {
  const length = bytes[at + 1] ?? 0
  return at + (length < 126 ? HEAD : length === 126 ? HEAD_16 : HEAD_64)
}

/** Where the frame that begins at `at` ends. Infinity: its head is not whole yet. */
function frameEnd(bytes: Buffer, at: number): number {
  if (at + HEAD > bytes.length) return Number.POSITIVE_INFINITY
  const start = payloadStart(bytes, at)
  if (start > bytes.length) return Number.POSITIVE_INFINITY
  const length = bytes[at + 1] ?? 0
  if (length < 126) return start + length
  return start + (length === 126 ? bytes.readUInt16BE(at + HEAD) : Number(bytes.readBigUInt64BE(at + HEAD)))
}
