import { fileURLToPath } from 'node:url'
import { WebSocket } from 'ws'
import type { Client, Driver, Mark } from '../driver/update.ts'

const SERVER = fileURLToPath(new URL('ws-relay.ts', import.meta.url))

/** The bare WebSocket relay: every update is one JSON message. */
export const relay: Driver = {
  server: ({ port }) => ({ cmd: process.execPath, args: ['--import', 'tsx', SERVER, String(port)], env: {} }),
  connect({ port, room }) {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/${room}`, { perMessageDeflate: false })
    const client: Client = {
      send: (update) => socket.send(JSON.stringify(update)),
      onUpdate(listener) {
        socket.on('message', (message) => {
          const { s, n }: Mark = JSON.parse(String(message))
          listener({ s, n })
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
