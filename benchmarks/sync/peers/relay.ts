import { WebSocket } from 'ws'
import { readFrames } from '../../driver/frames.ts'
import { socketOf } from '../../driver/socket-of.ts'
import type { Client, Driver } from '../../driver/update.ts'
import { findMarkers, marker } from '../marker.ts'
import { serverOf } from './server-of.ts'

/** The bare WebSocket relay: every update is one JSON message. */
export const relay: Driver = relayOf('relay-server.ts')

/** The same messages, over a relay that ticks. */
export const tickingRelay: Driver = relayOf('ticking-server.ts')

function relayOf(file: string): Driver {
  return {
    server: serverOf(file),
    connect({ port, room }) {
      const socket = new WebSocket(`ws://127.0.0.1:${port}/${encodeURIComponent(room)}`, { perMessageDeflate: false })
      const client: Client = {
        send: (update) => socket.send(JSON.stringify({ ...update, m: marker(update) })),
        onUpdate(listener) {
          readFrames(socketOf(socket), (payload) => {
            findMarkers(payload, listener)
            return true
          })
        },
        settled: () => Promise.resolve(),
        close: () => socket.terminate(),
      }
      return new Promise((resolve, reject) => {
        socket.on('open', () => resolve(client))
        socket.on('error', reject)
      })
    },
  }
}
