import { Socket } from 'node:net'
import type { Connection } from './connection.ts'
import { BINARY_FRAME, LONG_FRAME, onlyMessage, SHORT_FRAME } from './frame.ts'

/** A message as engine.io takes it, and as the WebSocket frame that it becomes: made once for everybody who gets it. */
export interface WireMessage {
  readonly message: Buffer
  readonly frame: Buffer
}

/** What lies below a connection: the way out for what everybody on a board gets, and in for what makes no events. */
export interface Wire {
  /** Sends where nothing waits; false: something does, and nothing is sent. */
  sendNow(message: WireMessage): boolean
  /** Sends behind what waits. */
  send(message: WireMessage): void
  /** Calls back for each message that comes and begins with `kind`. Socket.IO may make an event of it as well. */
  onMessage(kind: number, listener: (message: Uint8Array) => void): void
}

/** Makes the message that holds these bytes, behind the byte that names its kind. */
export function wireMessage(kind: number, bytes: Uint8Array): WireMessage {
  const length = bytes.length + 1
  const head = length <= SHORT_FRAME ? 2 : length <= LONG_FRAME ? 4 : 10
  const frame = Buffer.allocUnsafe(head + length)
  frame[0] = BINARY_FRAME
  if (head === 2) frame[1] = length
  else if (head === 4) {
    frame[1] = SHORT_FRAME + 1
    frame.writeUInt16BE(length, 2)
  } else {
    frame[1] = SHORT_FRAME + 2
    frame.writeBigUInt64BE(BigInt(length), 2)
  }
  frame[head] = kind
  frame.set(bytes, head + 1)
  return { message: frame.subarray(head), frame }
}

/** What engine.io has below a connection: its types hide some of it, its documentation does not. */
interface Engine {
  readonly readyState: string
  readonly transport: Transport
  readonly writeBuffer: readonly unknown[]
  write(message: Buffer, options: object): void
  on(event: 'message', listener: (message: unknown) => void): unknown
  on(event: 'upgrade', listener: (transport: Transport) => void): unknown
}

interface Transport {
  readonly name: string
  readonly writable: boolean
  /** Of a WebSocket. */
  readonly socket?: WebSocketBelow
}

interface WebSocketBelow {
  readonly readyState: number
  readonly _socket?: unknown
  readonly _receiver?: Receiver
}

/** What reads frames: in this state it is between two messages, and keeps nothing for later. */
interface Receiver {
  readonly _state: unknown
  readonly _bufferedBytes: unknown
  readonly _fragmented: unknown
  readonly writableLength: number
}
const BETWEEN_MESSAGES = 0

/** A WebSocket that neither side has begun to close. */
const OPEN = 1

/**
 * Where the way is free a frame goes straight to the TCP socket: engine.io's and Socket.IO's own path takes more CPU than the write itself.
 * Where anything waits, and over long-polling, it goes the normal way.
 */
export class SocketWire implements Wire {
  private readonly engine: Engine
  private transport: Transport | undefined
  private webSocket: WebSocketBelow | undefined
  private socket: Socket | undefined

  constructor(connection: Connection) {
    this.engine = connection.conn as unknown as Engine
  }

  sendNow({ frame }: WireMessage): boolean {
    const { engine } = this
    const { transport } = engine
    if (transport !== this.transport) this.take(transport)
    const { socket, webSocket } = this
    if (!socket || webSocket?.readyState !== OPEN || engine.readyState !== 'open' || !transport.writable) return false
    // A frame of the normal way that is still on its way to the kernel comes first.
    if (engine.writeBuffer.length > 0 || socket.writableLength > 0) return false
    socket.write(frame)
    return true
  }

  send({ message, frame }: WireMessage): void {
    this.engine.write(message, { compress: false, wsPreEncodedFrame: [frame] })
  }

  onMessage(kind: number, listener: (message: Uint8Array) => void): void {
    this.engine.on('message', (message) => {
      if (message instanceof Uint8Array && message[0] === kind) listener(message)
    })
    const { transport } = this.engine
    if (transport.name === 'websocket') this.takeMessages(transport, kind, listener)
    else this.engine.on('upgrade', (upgraded) => this.takeMessages(upgraded, kind, listener))
  }

  /** A chunk that is one whole message of this kind does not go through the layers above; everything else does. */
  private takeMessages({ socket: webSocket }: Transport, kind: number, listener: (message: Uint8Array) => void): void {
    const socket = webSocket?._socket
    const receiver = webSocket?._receiver
    if (!(socket instanceof Socket) || !receiver) return
    const [read, ...others] = socket.listeners('data')
    if (!read || others.length > 0) return
    socket.removeAllListeners('data')
    const take = (chunk: Buffer) => {
      const message =
        isBetweenMessages(receiver) && this.engine.readyState === 'open' ? onlyMessage(chunk, kind) : undefined
      if (message) listener(message)
      else read.call(socket, chunk)
    }
    // Whoever takes the listener away that was there, as `once` names it, takes this one away: `ws` does after a frame that closes, or is wrong.
    socket.on('data', Object.assign(take, { listener: read }))
  }

  /** The engine has another transport than before: it begins with long-polling and may go over to a WebSocket. */
  private take(transport: Transport): void {
    this.transport = transport
    this.webSocket = transport.name === 'websocket' ? transport.socket : undefined
    const socket = this.webSocket?._socket
    this.socket = socket instanceof Socket ? socket : undefined
  }
}

const isBetweenMessages = ({ _state, _bufferedBytes, _fragmented, writableLength }: Receiver): boolean =>
  _state === BETWEEN_MESSAGES && _bufferedBytes === 0 && _fragmented === 0 && writableLength === 0
