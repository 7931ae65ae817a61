import { Agent, request } from 'node:http'
import type { Client, Driver, Mark } from '../../driver/update.ts'
import { findMarkers, marker } from '../marker.ts'
import { serverOf } from './server-of.ts'

/** Between two questions of a client, ms. */
const EVERY_MS = 500
/** Clients ask at different moments, this share of the pause apart. */
const SPREAD = 0.618034

/** Plain polling: every update is posted at once, and each client asks twice a second what is new. Connections are kept open. */
export const httpPoll: Driver = {
  server: serverOf('http-poll-server.ts'),
  async connect({ port, room, client: number }) {
    const agent = new Agent({ keepAlive: true })
    const path = `/${encodeURIComponent(room)}`
    let listener: ((mark: Mark) => void) | undefined
    let next = 0
    const poll = async () => {
      const answer = await ask({ port, agent, path: `${path}?${next}`, method: 'GET' })
      const found = /^\{"next":(\d+)/.exec(answer.toString('latin1', 0, 40))
      next = Number(found?.[1] ?? next)
      if (listener) findMarkers(answer, listener)
    }
    let timer = setTimeout(begin, ((number * SPREAD) % 1) * EVERY_MS)
    function begin(): void {
      timer = setInterval(() => poll().catch(console.error), EVERY_MS)
    }
    const client: Client = {
      send: (update) => {
        const body = JSON.stringify({ ...update, m: marker(update) })
        ask({ port, agent, path, method: 'POST', body }).catch(console.error)
      },
      onUpdate: (heard) => {
        listener = heard
      },
      settled: () => Promise.resolve(),
      close() {
        clearInterval(timer)
        agent.destroy()
      },
    }
    return client
  },
}

interface Question {
  readonly port: number
  readonly agent: Agent
  readonly path: string
  readonly method: 'GET' | 'POST'
  readonly body?: string
}

function ask({ port, agent, path, method, body }: Question): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, agent, path, method }, (answer) => {
      const parts: Buffer[] = []
      answer.on('data', (part: Buffer) => parts.push(part))
      answer.on('end', () => resolve(Buffer.concat(parts)))
    })
    asked.on('error', reject)
    asked.end(body)
  })
}
