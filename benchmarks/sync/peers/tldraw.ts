import { randomUUID } from 'node:crypto'
import * as syncCore from '@tldraw/sync-core'
import { createTLSchema } from '@tldraw/tlschema'
import { WebSocket } from 'ws'
import { readFrames } from '../../driver/frames.ts'
import { socketOf } from '../../driver/socket-of.ts'
import type { Client, Driver, RectangleUpdate, Update } from '../../driver/update.ts'
import { findMarkers, marker } from '../marker.ts'
import { serverOf } from './server-of.ts'
import { packedPath } from './tldraw-path.ts'

const MAX_BYTES = 256 * 1024 * 1024
/** tldraw's server drops a client that says nothing for 10 s. */
const PING_MS = 5_000

/** Speaks tldraw's sync protocol as its client does: each update is one push of a diff. */
export const tldraw: Driver = {
  server: serverOf('tldraw-server.ts'),
  async connect({ port, room, host }) {
    const { socket } = await open(port, room)
    let [sent, acknowledged] = [0, 0]
    const lengths = new Map<string, number>()
    const pinging = setInterval(() => socket.send('{"type":"ping"}'), PING_MS)
    if (host) socket.on('message', (message) => (acknowledged += countResults(JSON.parse(String(message)))))
    const client: Client = {
      send: (update) => socket.send(JSON.stringify(push(update, sent++, lengths))),
      onUpdate(listener) {
        readFrames(socketOf(socket), (payload) => {
          findMarkers(payload, listener)
          return true
        })
      },
      async settled() {
        while (acknowledged < sent) await new Promise((resolve) => setTimeout(resolve, 5))
      },
      close() {
        clearInterval(pinging)
        socket.terminate()
      },
    }
    return client
  },
  async joinBoard({ port, room }) {
    const { socket, diff } = await open(port, room)
    return {
      count: Object.keys(diff).filter((id) => id.startsWith('shape:')).length,
      close: () => socket.terminate(),
    }
  },
}

/** Of tldraw's client: exported, but missing in its types. */
function protocolVersion(): number {
  const read: unknown = Reflect.get(syncCore, 'getTlsyncProtocolVersion')
  if (typeof read !== 'function') throw new Error('tldraw does not tell the version of its protocol')
  return read()
}

interface Opened {
  readonly socket: WebSocket
  readonly diff: object
}

function open(port: number, room: string): Promise<Opened> {
  const address = `ws://127.0.0.1:${port}/${encodeURIComponent(room)}?session=${randomUUID()}`
  const socket = new WebSocket(address, { perMessageDeflate: false, maxPayload: MAX_BYTES })
  const hello = {
    type: 'connect',
    connectRequestId: randomUUID(),
    lastServerClock: -1,
    protocolVersion: protocolVersion(),
    schema: createTLSchema().serialize(),
  }
  return new Promise((resolve, reject) => {
    socket.on('error', reject)
    socket.on('open', () => socket.send(JSON.stringify(hello)))
    socket.once('message', (message) => {
      const answer: { type: string; diff: object } = JSON.parse(String(message))
      if (answer.type === 'connect') resolve({ socket, diff: answer.diff })
      else reject(new Error(`tldraw answers ${answer.type}`))
    })
  })
}

/** How many pushes a message says are done. */
function countResults(message: {
  readonly type: string
  readonly data?: readonly { readonly type: string }[]
}): number {
  const parts = message.type === 'data' ? (message.data ?? []) : [message]
  return parts.filter(({ type }) => type === 'push_result').length
}

/** @param lengths characters of each stroke's path so far */
function push(update: Update, clientClock: number, lengths: Map<string, number>): object {
  return { type: 'push', clientClock, diff: { [`shape:${update.id}`]: change(update, lengths) } }
}

function change(update: Update, lengths: Map<string, number>): readonly unknown[] {
  const m = marker(update)
  switch (update.kind) {
    case 'rect':
      return ['put', shape(update, m, 'geo', rectangle(update))]
    case 'stroke': {
      const path = packedPath(update.pts, 'from its first point')
      lengths.set(update.id, path.length)
      return ['put', shape({ id: update.id, x: 0, y: 0 }, m, 'draw', stroke(path))]
    }
    case 'append': {
      const path = packedPath(update.pts, 'going on')
      const at = lengths.get(update.id) ?? 0
      lengths.set(update.id, at + path.length)
      const segments = ['patch', { 0: ['patch', { path: ['append', path, at] }] }]
      return ['patch', { props: ['patch', { segments }], meta: ['put', { m }] }]
    }
    case 'move':
      return ['patch', { x: ['put', update.x], y: ['put', update.y], meta: ['put', { m }] }]
  }
}

function shape({ id, x, y }: { id: string; x: number; y: number }, m: string, type: string, props: object): object {
  return {
    typeName: 'shape', id: `shape:${id}`, type, x, y, rotation: 0, index: 'a1', parentId: 'page:page', isLocked: false,
    opacity: 1, meta: { m }, props,
  } // biome-ignore format: one row of names
}

const rectangle = ({ w, h }: RectangleUpdate) => ({
  w, h, geo: 'rectangle', color: 'black', labelColor: 'black', fill: 'none', dash: 'draw', size: 'm', font: 'draw', align: 'middle',
  verticalAlign: 'middle', growY: 0, url: '', scale: 1, richText: { type: 'doc', content: [] },
}) // biome-ignore format: one row of names

const stroke = (path: string) => ({
  segments: [{ type: 'free', path }], color: 'black', fill: 'none', dash: 'draw', size: 'm', isComplete: false, isClosed: false,
  isPen: false, scale: 1, scaleX: 1, scaleY: 1,
}) // biome-ignore format: one row of names
