import { io } from 'socket.io-client'
import { readFrames } from '../../driver/frames.ts'
import { webSocketOf } from '../../driver/socket-of.ts'
import type { Client, Driver } from '../../driver/update.ts'
import { findMarkers, marker } from '../marker.ts'
import { serverOf } from './server-of.ts'

/** First bytes of an event in Socket.IO's text: all else is pings and answers, which are the library's. */
const EVENT = Buffer.from('42')

/** The same relay through Socket.IO, over WebSocket: every update is one event with a JSON object. */
export const socketIo: Driver = {
  server: serverOf('socket-io-server.ts'),
  connect({ port, room }) {
    const socket = io(`http://127.0.0.1:${port}`, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      query: { room },
    })
    const client: Client = {
      send: (update) => socket.emit('update', { ...update, m: marker(update) }),
      onUpdate(listener) {
        readFrames(webSocketOf(socket), (payload) => {
          if (!payload.subarray(0, EVENT.length).equals(EVENT)) return false
          findMarkers(payload, listener)
          return true
        })
      },
      settled: () => Promise.resolve(),
      close: () => void socket.disconnect(),
    }
    return new Promise((resolve, reject) => {
      socket.on('connect', () => resolve(client))
      socket.on('connect_error', reject)
    })
  },
}
