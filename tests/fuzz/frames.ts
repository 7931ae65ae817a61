import type { Seeded } from '../simulator/seeded.ts'

export const CONTINUATION = 0
export const TEXT = 1
export const BINARY = 2
export const CLOSE = 8
export const PING = 9
export const PONG = 10

export interface Frame {
  readonly opcode: number
  readonly payload: Uint8Array
  /** True where left out. */
  readonly fin?: boolean
  /** Bits RSV1 to RSV3, 0 to 7. */
  readonly reserved?: number
  /** True where left out: a client has to. */
  readonly masked?: boolean
  /** Instead of the payload's own length: a claim. */
  readonly claim?: bigint
  /** Writes a short length in the long form. */
  readonly long?: boolean
}

/** A WebSocket frame as it goes over the wire (RFC 6455, section 5.2). */
export function frameBytes(frame: Frame, random: Pick<Seeded, 'bytes'>): Uint8Array {
  const { opcode, payload, fin = true, reserved = 0, masked = true, long = false } = frame
  const length = frame.claim ?? BigInt(payload.length)
  const extended = length > 65_535n || long ? 8 : length > 125n ? 2 : 0
  const head = new Uint8Array(2 + extended + (masked ? 4 : 0))
  const view = new DataView(head.buffer)
  head[0] = (fin ? 0x80 : 0) | (reserved << 4) | opcode
  head[1] = (masked ? 0x80 : 0) | (extended === 8 ? 127 : extended === 2 ? 126 : Number(length))
  if (extended === 2) view.setUint16(2, Number(length))
  if (extended === 8) view.setBigUint64(2, length)
  const body = new Uint8Array(payload)
  if (masked) {
    const mask = random.bytes(4)
    head.set(mask, 2 + extended)
    for (let i = 0; i < body.length; i++) body[i] = (body[i] ?? 0) ^ (mask[i % 4] ?? 0)
  }
  return Buffer.concat([head, body])
}

/** A frame that came, unmasked as a server sends it. */
export interface Received {
  readonly opcode: number
  readonly fin: boolean
  readonly masked: boolean
  readonly payload: Uint8Array
}

/** The frames that are whole at the beginning of some bytes, and how many bytes they take. */
export function receivedFrames(bytes: Uint8Array): { readonly frames: readonly Received[]; readonly length: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const frames: Received[] = []
  let at = 0
  while (at + 2 <= bytes.length) {
    const [first = 0, second = 0] = bytes.subarray(at, at + 2)
    const short = second & 0x7f
    const head = 2 + (short === 126 ? 2 : short === 127 ? 8 : 0)
    if (at + head > bytes.length) break
    const length = short === 126 ? view.getUint16(at + 2) : short === 127 ? Number(view.getBigUint64(at + 2)) : short
    if (at + head + length > bytes.length) break
    // A copy, also of Node's Buffer, whose slice is none.
    const payload = Uint8Array.from(bytes.subarray(at + head, at + head + length))
    frames.push({ opcode: first & 0x0f, fin: (first & 0x80) !== 0, masked: (second & 0x80) !== 0, payload })
    at += head + length
  }
  return { frames, length: at }
}
