// node --import tsx load.ts '<port, seconds and a Step as JSON>': all clients of one step; prints its Cost as JSON.
import { createDriver } from '../driver/driver.ts'
import type { Client } from '../driver/update.ts'
import { Edits } from '../sync/edits.ts'
import { grown, quantile, scrape } from './scrape.ts'
import type { Cost, Step } from './step.ts'

export interface LoadOptions extends Step {
  readonly port: number
  readonly seconds: number
}

/** V8 compiles what is hot meanwhile: in the first seconds a process takes a multiple of the CPU that it takes from then on. */
const WARM_UP_SECONDS = 20
/** Clients that come at once. */
const ARRIVING = 20
/** Elements that a host sends before it waits for them to be stored. */
const FILLING = 2_000

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

async function measured({ port, seconds, boards, writers, viewers, elements, rate }: LoadOptions): Promise<Cost> {
  const driver = createDriver()
  let next = 0
  const connect = (board: number, host = false) =>
    driver.connect({ port, room: `board ${board}`, client: next++, writer: true, host })
  for (let board = 0; board < boards && elements > 0; board++) await fill(await connect(board, true), elements)
  const clients: Client[] = []
  const drawing: { readonly client: Client; readonly edits: Edits }[] = []
  for (let board = 0; board < boards; board++) {
    for (let i = 0; i < writers; i++) {
      const client = await connect(board)
      const edits = new Edits(clients.length)
      client.send(edits.rectangle())
      clients.push(client)
      drawing.push({ client, edits })
    }
    for (let i = 0; i < viewers; i += ARRIVING) {
      clients.push(
        ...(await Promise.all(Array.from({ length: Math.min(ARRIVING, viewers - i) }, () => connect(board)))),
      )
    }
  }
  const draw = async (forSeconds: number) => {
    const begin = performance.now()
    const due = drawing.map((_, i) => begin + (((i * 0.618034) % 1) * 1_000) / rate)
    for (let now = begin; now < begin + forSeconds * 1_000; now = performance.now()) {
      for (const [i, { client, edits }] of drawing.entries()) {
        for (let at = due[i] ?? 0; at <= now; at += 1_000 / rate) {
          client.send(edits.next())
          due[i] = at + 1_000 / rate
        }
      }
      await sleep(2)
    }
  }
  await draw(WARM_UP_SECONDS)
  const [before, from, own] = [await scrape(port), performance.now(), process.cpuUsage()]
  await draw(seconds)
  const [after, elapsed] = [await scrape(port), (performance.now() - from) / 1_000]
  const { user, system } = process.cpuUsage(own)
  const cpu = grown(before, after, 'process_cpu_seconds_total')
  const messages = grown(before, after, 'inkwire_tick_messages_total')
  const ms = (name: string, share: number) => quantile(before, after, name, share) * 1_000
  const waits = (name: string) => ({ p50: ms(name, 0.5), p99: ms(name, 0.99) })
  return {
    cpu: (cpu / elapsed) * 100,
    messages: messages / elapsed,
    perMessage: (cpu / messages) * 1e6,
    fanOut: waits('inkwire_fan_out_seconds'),
    commit: waits('inkwire_commit_seconds'),
    tick: (after.get('inkwire_tick_interval_seconds') ?? 0) * 1_000,
    liveDropped: grown(before, after, 'inkwire_live_dropped_total{reason="slow"}'),
    memory: (after.get('process_resident_memory_bytes') ?? 0) / 1e6,
    generator: (user + system) / 1e4 / elapsed,
    connections: after.get('inkwire_connections') ?? 0,
  }
}

async function fill(host: Client, elements: number): Promise<void> {
  for (let n = 0; n < elements; n++) {
    host.send({
      kind: 'rect',
      id: `filled ${n}`,
      x: (n % 300) * 20,
      y: Math.floor(n / 300) * 20,
      w: 15,
      h: 15,
      s: 0,
      n,
    })
    if (n % FILLING === FILLING - 1) await host.settled()
  }
  await host.settled()
  host.close()
}

const cost = await measured(JSON.parse(process.argv[2] ?? '{}'))
process.stdout.write(`${JSON.stringify(cost)}\n`, () => process.exit(0))
