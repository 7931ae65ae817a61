// node --import tsx generator.ts '<RunOptions as JSON>': drives all clients of one run and prints a RunResult as JSON. A process of
// its own, so that it has one clock for senders and receivers and takes no CPU time from the server's event loop.
import { subscribe } from 'node:diagnostics_channel'
import type { Socket } from 'node:net'
import type { Client } from '../driver/update.ts'
import { contender } from './contenders.ts'
import { Deliveries } from './deliveries.ts'
import { Edits } from './edits.ts'
import { cpuTime, machineTime } from './processor.ts'
import type { RunOptions, RunResult } from './run.ts'

const WARM_UP_SECONDS = 2
/** What is still on its way may arrive for so long; what comes later is lost. In ms. */
const DRAIN_MS = 5_000
/** Clients start at different moments, this share of a period apart (the golden ratio spreads them evenly). */
const SPREAD = 0.618034

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** Sockets that this process has opened. */
const sockets = new Set<Socket>()
subscribe('net.client.socket', (message) => {
  const { socket } = message as { readonly socket: Socket }
  sockets.add(socket)
})
const bytesRead = (): number => [...sockets].reduce((sum, socket) => sum + socket.bytesRead, 0)

async function generate(options: RunOptions): Promise<RunResult> {
  const { clients: count, seconds, rate, port, pid } = options
  const driver = contender(options.contender)
  const deliveries = new Deliveries(count)
  const clients: { readonly client: Client; readonly edits: Edits }[] = []
  for (let s = 0; s < count; s++) {
    const client = await driver.connect({ port, room: 'room', client: s, writer: true })
    clients.push({ client, edits: new Edits(s) })
  }
  for (const { client, edits } of clients) client.send(edits.rectangle())
  await sleep(500)
  for (const [receiver, { client }] of clients.entries()) {
    client.onUpdate((mark) => deliveries.received(receiver, mark))
  }

  const draw = async (forSeconds: number) => {
    const period = 1_000 / rate
    const begin = performance.now()
    const due = clients.map((_, i) => begin + ((i * SPREAD) % 1) * period)
    for (let now = begin; now < begin + forSeconds * 1_000; now = performance.now()) {
      for (const [i, { client, edits }] of clients.entries()) {
        for (let at = due[i] ?? 0; at <= now; at += period) {
          const update = edits.next()
          deliveries.sending(update)
          client.send(update)
          due[i] = at + period
        }
      }
      await sleep(1)
    }
  }
  await draw(WARM_UP_SECONDS)
  await sleep(300)
  for (const [s, { edits }] of clients.entries()) deliveries.countFrom(s, edits.count)

  const before = {
    cpu: cpuTime(pid),
    bytes: bytesRead(),
    own: process.cpuUsage(),
    machine: machineTime(),
    at: performance.now(),
  }
  await draw(seconds)
  for (const end = performance.now() + DRAIN_MS; deliveries.lost > 0 && performance.now() < end; ) await sleep(10)
  const cpu = cpuTime(pid)
  const machine = machineTime()
  const own = process.cpuUsage(before.own)
  const elapsed = (performance.now() - before.at) / 1_000

  for (const { client } of clients) client.close()
  const latencies = Float64Array.from(deliveries.latencies).sort()
  const delivered = latencies.length
  const percentile = (share: number) => latencies[Math.min(delivered - 1, Math.floor(delivered * share))] ?? Number.NaN
  const server = cpu.server - before.cpu.server
  // A worker of PostgreSQL that ended meanwhile takes its share with it.
  const database = Math.max(0, cpu.database - before.cpu.database)
  const generator = (own.user + own.system) / 1e6
  const busy = machine.busy - before.machine.busy
  const cores = busy + machine.idle - before.machine.idle
  return {
    p50: percentile(0.5),
    p95: percentile(0.95),
    p99: percentile(0.99),
    delivered,
    lost: deliveries.lost,
    doubled: deliveries.doubled,
    serverCpu: (server / delivered) * 100_000,
    databaseCpu: (database / delivered) * 100_000,
    bytes: (bytesRead() - before.bytes) / delivered,
    generator: (generator / elapsed) * 100,
    others: Math.max(0, (busy - server - database - generator) / cores) * 100,
  }
}

const result = await generate(JSON.parse(process.argv[2] ?? '{}'))
process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit(0))
