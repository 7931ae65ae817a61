import { Socket } from 'node:net'

/** The TCP socket below a WebSocket of `ws`, which has no public name for it. Throws where there is none. */
export function socketOf(webSocket: object): Socket {
  const socket: unknown = Reflect.get(webSocket, '_socket')
  if (!(socket instanceof Socket)) throw new Error('A WebSocket has no socket below it')
  return socket
}

/** The TCP socket of a client of Socket.IO that is connected over WebSocket. Throws where it is not. */
export function webSocketOf(socket: { readonly io: { readonly engine: { readonly transport: unknown } } }): Socket {
  const { transport } = socket.io.engine
  const webSocket: unknown = typeof transport === 'object' && transport !== null ? Reflect.get(transport, 'ws') : null
  if (typeof webSocket !== 'object' || webSocket === null) throw new Error('A client is not connected over WebSocket')
  return socketOf(webSocket)
}
