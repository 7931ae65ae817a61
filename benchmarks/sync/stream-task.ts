import type { Client } from '../driver/update.ts'
import { contender } from './contenders.ts'
import { Deliveries } from './deliveries.ts'
import { Edits } from './edits.ts'
import { cpuTime, machineTime } from './processor.ts'
import type { Measured, StreamTask } from './run.ts'
import type { Sockets } from './sockets.ts'

/** What is still on its way may arrive for so long; what comes later is lost. In ms. */
const DRAIN_MS = 5_000
/** Writers start at different moments, this share of a period apart (the golden ratio spreads them evenly). */
const SPREAD = 0.618034
/** Clients that connect at once. */
const CONNECTING = 20

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

interface Drawing {
  readonly s: number
  readonly client: Client
  readonly edits: Edits
  due: number
}

/** Drives all clients of a crowd and measures who learned of what, and what it took. */
export async function runStream(task: StreamTask, sockets: Sockets): Promise<Measured> {
  const deliveries = new Deliveries(task, task.ports.length)
  const clients = await connect(task, deliveries)
  const drawing = clients.flatMap((client, s): Drawing[] =>
    deliveries.draws(s) ? [{ s, client, edits: new Edits(s), due: 0 }] : [],
  )
  for (const { client, edits } of drawing) client.send(edits.rectangle())
  await sleep(500)
  for (const [receiver, client] of clients.entries()) client.onUpdate((mark) => deliveries.received(receiver, mark))

  await draw(drawing, deliveries, task.rate, task.warmUp)
  await sleep(500)
  for (const { s, edits } of drawing) deliveries.countFrom(s, edits.count)
  sockets.ended = 0
  const before = {
    cpu: cpuTime(task.pids),
    bytes: sockets.bytes,
    own: process.cpuUsage(),
    machine: machineTime(),
    at: performance.now(),
  }
  await draw(drawing, deliveries, task.rate, task.seconds)
  const drawn = performance.now() - before.at
  for (const end = performance.now() + DRAIN_MS; performance.now() < end; await sleep(10)) {
    if (deliveries.latencies.length >= deliveries.expected) break
  }
  const cpu = cpuTime(task.pids)
  const machine = machineTime()
  const own = process.cpuUsage(before.own)
  const elapsed = (performance.now() - before.at) / 1_000
  const bytes = sockets.bytes - before.bytes
  const dropped = sockets.ended
  for (const client of clients) client.close()

  const delivered = deliveries.latencies.length
  const server = cpu.server - before.cpu.server
  // A worker of PostgreSQL that ended meanwhile takes its share with it.
  const store = Math.max(0, cpu.store - before.cpu.store)
  const generator = (own.user + own.system) / 1e6
  const busy = machine.busy - before.machine.busy
  const cores = busy + machine.idle - before.machine.idle
  const across = deliveries.across
  return {
    ...percentiles(deliveries.latencies),
    ...(across.length > 0 ? { p99Across: percentiles(across).p99 } : {}),
    delivered,
    served: (delivered / deliveries.expected) * 100,
    doubled: deliveries.doubled,
    dropped,
    cpu: (server / delivered) * 100_000,
    storeCpu: (store / delivered) * 100_000,
    bytes: bytes / delivered,
    mbits: (bytes * 8) / 1_000 / drawn,
    generator: (generator / elapsed) * 100,
    others: Math.max(0, (busy - server - store - generator) / cores) * 100,
  }
}

async function connect(task: StreamTask, deliveries: Deliveries): Promise<Client[]> {
  const { rooms, writers, viewers, ports } = task
  const driver = contender(task.contender)
  const clients: Client[] = []
  const count = rooms * (writers + viewers)
  for (let first = 0; first < count; first += CONNECTING) {
    const group = Array.from({ length: Math.min(CONNECTING, count - first) }, (_, i) => first + i)
    const connecting = group.map((client) => {
      const port = ports[client % ports.length] ?? 0
      return driver.connect({ port, room: `room ${deliveries.room(client)}`, client, writer: deliveries.draws(client) })
    })
    clients.push(...(await Promise.all(connecting)))
  }
  return clients
}

async function draw(drawing: readonly Drawing[], deliveries: Deliveries, rate: number, seconds: number): Promise<void> {
  const period = 1_000 / rate
  const begin = performance.now()
  for (const [i, each] of drawing.entries()) each.due = begin + ((i * SPREAD) % 1) * period
  for (let now = begin; now < begin + seconds * 1_000; now = performance.now()) {
    for (const each of drawing) {
      for (; each.due <= now; each.due += period) {
        const update = each.edits.next()
        deliveries.sending(update)
        each.client.send(update)
      }
    }
    await sleep(1)
  }
}

function percentiles(latencies: readonly number[]): { p50: number; p95: number; p99: number } {
  const sorted = Float64Array.from(latencies).sort()
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) }
}
