import { randomBytes } from 'node:crypto'
import { Agent, get } from 'node:http'
import type { ActorId } from '@inkwire/board'
import { PROTOCOL_VERSION } from '@inkwire/protocol'
import type { Entry } from './boards.ts'
import { readFrames } from './frames.ts'
import { connectPage, type PageSocket } from './page.ts'
import { webSocketOf } from './socket-of.ts'
import type { Arrival } from './update.ts'

/** Connections that are made at once before the joins: they are not what is measured. */
const CONNECTING = 50
/** Connections for what is loaded: all come from one address, which may have only so many. */
const MOST_SOCKETS = 200
/** A join that the server has no time for is asked for again, ms. */
const AGAIN_MS = 200
/** How a frame begins that holds an answer with bytes, and one that holds an event: who else is there. */
const ANSWER = 1
const EVENT = Buffer.from('4[2,')
/** In an answer to a join. */
const SNAPSHOT = /"snapshot":\{"path":"([^"]+)"/

/**
 * All join one board at the same moment. Of what they get only the snapshot's address is read: to decode it, and who else is there, is the
 * work of a thousand browsers, not of one process.
 */
export async function arriveAtOnce(entries: readonly Entry[]): Promise<Arrival> {
  const arriving: { readonly entry: Entry; readonly socket: PageSocket }[] = []
  for (let i = 0; i < entries.length; i += CONNECTING) {
    const group = entries.slice(i, i + CONNECTING)
    arriving.push(...(await Promise.all(group.map(async (entry) => ({ entry, socket: await connectPage(entry) })))))
  }
  const agent = new Agent({ keepAlive: true, maxSockets: MOST_SOCKETS })
  const begin = performance.now()
  let answered = 0
  try {
    await Promise.all(
      arriving.map(async ({ entry, socket }) => {
        const path = await snapshotOf(socket, entry)
        answered = performance.now() - begin
        if (path !== undefined) await loaded(entry, path, agent)
      }),
    )
    return { answered, loaded: performance.now() - begin }
  } finally {
    agent.destroy()
    for (const { socket } of arriving) socket.disconnect()
  }
}

/** Joins; resolves with the address of the snapshot that is to be loaded. Rejects when the join is refused. */
function snapshotOf(socket: PageSocket, { board, key }: Entry): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    readFrames(webSocketOf(socket), (payload) => {
      if (payload[0] === ANSWER) resolve(SNAPSHOT.exec(payload.toString('latin1'))?.[1])
      return payload[0] === ANSWER || payload.subarray(0, EVENT.length).equals(EVENT)
    })
    socket.on('disconnect', (reason) => reject(new Error(`A client was disconnected: ${reason}`)))
    const actor = randomBytes(16).toString('base64url') as ActorId
    const ask = () =>
      socket.emit('board:join', { protocol: PROTOCOL_VERSION, board, actor, key }, (answer) => {
        if (answer.ok) return
        if (answer.error.retry) setTimeout(ask, AGAIN_MS)
        else reject(new Error(`The board was not joined: ${answer.error.message}`))
      })
    ask()
  })
}

function loaded({ origin, cookie }: Entry, path: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = get(`${origin}${path}`, { agent, headers: { cookie, 'accept-encoding': 'br, gzip' } }, (answer) => {
      if (answer.statusCode !== 200) reject(new Error(`A snapshot was refused: ${answer.statusCode}`))
      answer.resume().on('end', resolve).on('error', reject)
    })
    request.on('error', reject)
  })
}
