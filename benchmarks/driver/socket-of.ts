import { Socket } from 'node:net'

/** The TCP socket below a WebSocket of `ws`, which has no public name for it. Throws where there is none. */
export function socketOf(webSocket: object): Socket {
  const socket: unknown = Reflect.get(webSocket, '_socket')
  if (!(socket instanceof Socket)) throw new Error('A WebSocket has no socket below it')
  return socket
}
