import { PackReader, PackWriter } from '@inkwire/board'
import { Emitter } from '@socket.io/component-emitter'

/** A Socket.IO packet; types as in socket.io-parser (0 connect, 1 disconnect, 2 event, 3 ack, 4 connect error, 5 and 6 with bytes). */
interface Packet {
  readonly type: number
  readonly nsp: string
  readonly data?: unknown
  readonly id?: number
}

const CONNECT = 0
const EVENT = 2
const BINARY_ACK = 6
/** First byte of a message that holds bytes: a tick, a head in JSON with the bytes behind it, or a live message behind its board. */
export const TICK = 0
const GENERAL = 1
export const LIVE = 2
/** Where bytes stood in the JSON: { "$bytes": length }, in the order of the bytes behind it. */
const BYTES_KEY = '$bytes'
/** Events that Socket.IO and Node emit themselves; nobody may send them. */
const RESERVED = new Set([
  'connect',
  'connect_error',
  'disconnect',
  'disconnecting',
  'newListener',
  'removeListener',
  'error',
])
/** Lists and objects within each other in a packet; deeper ones are nobody's honest packets. */
const MAX_DEPTH = 20

/**
 * Socket.IO's own parser sends each attachment as a message of its own, which costs the server twice the CPU with 1,000 viewers.
 * This one makes every packet one WebSocket message: JSON where there are no bytes, else one binary message; a tick is its bytes
 * behind one byte, a live message its bytes behind one byte and its board. Both sides use it, over WebSocket and long-polling.
 */
export class Encoder {
  encode(packet: Packet): [string | Uint8Array] {
    const { data } = packet
    if (Array.isArray(data) && data[0] === 'tick' && data[1] instanceof Uint8Array) {
      const message = new Uint8Array(data[1].length + 1)
      message[0] = TICK
      message.set(data[1], 1)
      return [message]
    }
    if (Array.isArray(data) && data[0] === 'live' && data.length === 3) {
      const [, board, bytes]: unknown[] = data
      if (typeof board === 'string' && bytes instanceof Uint8Array) return [packedLive(board, bytes)]
    }
    const attachments: Uint8Array[] = []
    const head = JSON.stringify([packet.type, packet.nsp, packet.id ?? null, withoutBytes(data, attachments, 0)])
    if (attachments.length === 0) return [head]
    const writer = new PackWriter(head.length + 64)
    writer.byte(GENERAL)
    writer.string(head)
    for (const bytes of attachments) writer.raw(bytes)
    return [writer.finish()]
  }
}

function packedLive(board: string, bytes: Uint8Array): Uint8Array {
  const writer = new PackWriter(bytes.length + 32)
  writer.byte(LIVE)
  writer.string(board)
  writer.raw(bytes)
  return writer.finish()
}

/** What a message that begins with LIVE holds: the arguments of the event `live`. Throws PackError where the board's end is missing. */
export function unpackLiveMessage(message: Uint8Array): { readonly board: string; readonly bytes: Uint8Array } {
  const reader = new PackReader(message)
  reader.byte()
  return { board: reader.string(), bytes: message.subarray(reader.at) }
}

function withoutBytes(value: unknown, attachments: Uint8Array[], depth: number): unknown {
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return value
  if (value instanceof Uint8Array) {
    attachments.push(value)
    return { [BYTES_KEY]: value.length }
  }
  if (Array.isArray(value)) return value.map((item) => withoutBytes(item, attachments, depth + 1))
  const result: { [key: string]: unknown } = {}
  for (const [key, item] of Object.entries(value)) result[key] = withoutBytes(item, attachments, depth + 1)
  return result
}

type NoEvents = Record<never, never>

/** Emits `decoded` for each packet. Throws for bytes that are not ours: Socket.IO then closes the connection. */
export class Decoder extends Emitter<NoEvents, NoEvents, { decoded: (packet: Packet) => void }> {
  add(message: unknown): void {
    const packet = typeof message === 'string' ? fromHead(message, undefined) : fromBytes(toBytes(message))
    this.emitReserved('decoded', packet)
  }

  /** Nothing is kept between messages. */
  destroy(): void {
    this.off()
  }
}

function toBytes(message: unknown): Uint8Array {
  if (message instanceof Uint8Array) return message
  if (message instanceof ArrayBuffer) return new Uint8Array(message)
  throw new Error('a message is neither text nor bytes')
}

function fromBytes(message: Uint8Array): Packet {
  if (message[0] === TICK) return { type: EVENT, nsp: '/', data: ['tick', message.subarray(1)] }
  if (message[0] === LIVE) {
    const { board, bytes } = unpackLiveMessage(message)
    return { type: EVENT, nsp: '/', data: ['live', board, bytes] }
  }
  if (message[0] !== GENERAL) throw new Error('a message starts with a byte that is not ours')
  const reader = new PackReader(message.subarray(1))
  const packet = fromHead(reader.string(), reader)
  if (!reader.done) throw new Error('bytes are left over after a message')
  return packet
}

function fromHead(head: string, reader: PackReader | undefined): Packet {
  const parsed: unknown = JSON.parse(head)
  if (!Array.isArray(parsed)) throw new Error('a packet is no list')
  const [type, nsp, id, raw]: unknown[] = parsed
  if (!isType(type) || typeof nsp !== 'string') {
    throw new Error('a packet has no type or namespace')
  }
  if (id !== null && !Number.isSafeInteger(id)) throw new Error('a packet has a bad id')
  const data = reader ? withBytes(raw, reader, 0) : raw
  if (!fits(type, data)) throw new Error('a packet has the wrong content for its type')
  const withId = typeof id === 'number' ? { id } : {}
  return { type, nsp, ...withId, ...(data === undefined || data === null ? {} : { data }) }
}

function withBytes(value: unknown, reader: PackReader, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (depth > MAX_DEPTH) throw new Error('a packet nests too deep')
  if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) value[i] = withBytes(item, reader, depth + 1)
    return value
  }
  const keys = Object.keys(value)
  const [first] = keys
  const length: unknown = first === BYTES_KEY && keys.length === 1 ? Reflect.get(value, first) : undefined
  if (typeof length === 'number' && Number.isSafeInteger(length) && length >= 0) return reader.raw(length)
  // In place: a list of a thousand people is not made twice. By definition: a key may be called __proto__.
  for (const key of keys) {
    const item: unknown = Reflect.get(value, key)
    const read = withBytes(item, reader, depth + 1)
    if (read !== item) {
      Object.defineProperty(value, key, { value: read, enumerable: true, configurable: true, writable: true })
    }
  }
  return value
}

const isType = (type: unknown): type is number =>
  typeof type === 'number' && Number.isInteger(type) && type >= CONNECT && type <= BINARY_ACK

function fits(type: number, data: unknown): boolean {
  switch (type) {
    case 0:
    case 4:
      return (
        data === undefined ||
        data === null ||
        (typeof data === 'object' && !Array.isArray(data)) ||
        typeof data === 'string'
      )
    case 1:
      return data === undefined || data === null
    case 2:
    case 5:
      return Array.isArray(data) && typeof data[0] === 'string' && !RESERVED.has(data[0])
    default:
      return Array.isArray(data)
  }
}
