import { createDecoder, readVarString, readVarUint, readVarUint8Array } from 'lib0/decoding'
import {
  createEncoder,
  type Encoder,
  toUint8Array,
  writeVarString,
  writeVarUint,
  writeVarUint8Array,
} from 'lib0/encoding'
import { WebSocket } from 'ws'
import { applyUpdate, Doc, encodeStateVector, Array as SharedArray, Map as SharedMap } from 'yjs'
import { readFrames } from '../../driver/frames.ts'
import { socketOf } from '../../driver/socket-of.ts'
import type { Client, Driver, Update } from '../../driver/update.ts'
import { findMarkers, marker } from '../marker.ts'
import { serverOf } from './server-of.ts'

const MAX_BYTES = 256 * 1024 * 1024
/** Kinds of Hocuspocus' messages. */
const SYNC = 0
const AUTH = 2
const SYNC_REPLY = 4
const STATUS = 8
/** Kinds of what is in a sync message: a state vector, what it lacks, an update. */
const STATE = 0
const MISSING = 1
const UPDATE = 2
/** In an auth message. */
const TOKEN = 0
const DENIED = 1

/** Speaks Hocuspocus' protocol with a real Yjs document at the sender; receivers are timed before they apply anything. */
export const hocuspocus: Driver = {
  server: serverOf('hocuspocus-server.ts'),
  async connect({ port, room }) {
    let [sent, acknowledged] = [0, 0]
    const socket = await open(port, room, { acknowledged: () => acknowledged++, update() {} })
    const document = new Doc()
    document.on('update', (update: Uint8Array) => {
      sent++
      socket.send(syncMessage(room, UPDATE, update))
    })
    const elements: SharedMap<SharedMap<unknown>> = document.getMap('elements')
    const client: Client = {
      send: (update) => document.transact(() => draw(elements, update)),
      onUpdate(listener) {
        readFrames(socketOf(socket), (payload) => {
          findMarkers(payload, listener)
          return true
        })
      },
      async settled() {
        while (acknowledged < sent) await new Promise((resolve) => setTimeout(resolve, 5))
      },
      close: () => socket.terminate(),
    }
    return client
  },
  async joinBoard({ port, room }) {
    const document = new Doc()
    const update = (bytes: Uint8Array) => applyUpdate(document, bytes)
    const socket = await open(port, room, { acknowledged() {}, update })
    return { count: document.getMap('elements').size, close: () => socket.terminate() }
  },
}

interface Heard {
  acknowledged(): void
  update(bytes: Uint8Array): void
}

/** Resolves when the server has sent what there is. */
function open(port: number, room: string, heard: Heard): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/`, { perMessageDeflate: false, maxPayload: MAX_BYTES })
  return new Promise((resolve, reject) => {
    socket.on('error', reject)
    socket.on('open', () =>
      socket.send(
        message(room, AUTH, (encoder) => {
          writeVarUint(encoder, TOKEN)
          writeVarString(encoder, '')
        }),
      ),
    )
    socket.on('message', (data: Buffer) => {
      const decoder = createDecoder(new Uint8Array(data))
      readVarString(decoder)
      const kind = readVarUint(decoder)
      if (kind === STATUS) heard.acknowledged()
      else if (kind === AUTH) {
        if (readVarUint(decoder) === DENIED) reject(new Error('Hocuspocus denies access'))
        else socket.send(syncMessage(room, STATE, encodeStateVector(new Doc())))
      } else if (kind === SYNC || kind === SYNC_REPLY) {
        const part = readVarUint(decoder)
        if (part === MISSING || part === UPDATE) heard.update(readVarUint8Array(decoder))
        if (part === MISSING) resolve(socket)
      }
    })
  })
}

const syncMessage = (room: string, part: number, bytes: Uint8Array): Uint8Array =>
  message(room, SYNC, (encoder) => {
    writeVarUint(encoder, part)
    writeVarUint8Array(encoder, bytes)
  })

function message(room: string, kind: number, write: (encoder: Encoder) => void): Uint8Array {
  const encoder = createEncoder()
  writeVarString(encoder, room)
  writeVarUint(encoder, kind)
  write(encoder)
  return toUint8Array(encoder)
}

function draw(elements: SharedMap<SharedMap<unknown>>, update: Update): void {
  const m = marker(update)
  if (update.kind === 'stroke' || update.kind === 'rect') {
    const element = new SharedMap<unknown>([
      ['type', update.kind],
      ['color', '#1e1e1e'],
      ['size', 4],
      ['m', m],
    ])
    if (update.kind === 'stroke') element.set('pts', SharedArray.from([...update.pts]))
    else for (const name of ['x', 'y', 'w', 'h'] as const) element.set(name, update[name])
    elements.set(update.id, element)
    return
  }
  const element = elements.get(update.id)
  if (!element) throw new Error('An update comes before its element')
  if (update.kind === 'append') {
    const points = element.get('pts')
    if (points instanceof SharedArray) points.push([...update.pts])
  } else {
    element.set('x', update.x)
    element.set('y', update.y)
  }
  element.set('m', m)
}
