import { Agent, get } from 'node:http'
import type { Entry } from './boards.ts'
import { connectPage, joinPage, type PageSocket } from './page.ts'
import type { Arrival } from './update.ts'

/** Connections that are made at once before the joins: they are not what is measured. */
const CONNECTING = 50

/** All join one board at the same moment. What they load is not decoded: that is done by a thousand browsers, not by one process. */
export async function arriveAtOnce(entries: readonly Entry[]): Promise<Arrival> {
  const arriving: { readonly entry: Entry; readonly socket: PageSocket }[] = []
  for (let i = 0; i < entries.length; i += CONNECTING) {
    const group = entries.slice(i, i + CONNECTING)
    arriving.push(...(await Promise.all(group.map(async (entry) => ({ entry, socket: await connectPage(entry) })))))
  }
  const agent = new Agent({ keepAlive: true })
  const begin = performance.now()
  let answered = 0
  try {
    await Promise.all(
      arriving.map(async ({ entry, socket }) => {
        const { joined } = await joinPage(socket, entry)
        answered = performance.now() - begin
        if (joined.snapshot) await loaded(entry, joined.snapshot.path, agent)
      }),
    )
    return { answered, loaded: performance.now() - begin }
  } finally {
    agent.destroy()
    for (const { socket } of arriving) socket.disconnect()
  }
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
