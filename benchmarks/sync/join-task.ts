import type { Update } from '../driver/update.ts'
import { contender } from './contenders.ts'
import { median } from './figures.ts'
import { cpuTime } from './processor.ts'
import type { JoinTask, Measured } from './run.ts'
import type { Sockets } from './sockets.ts'

const ROOM = 'full'
/** Elements that are sent before the next ones wait for a turn of the event loop. */
const PILE = 100
/** Servers may write down what they were sent, in ms. */
const SETTLE_MS = 3_000
const BETWEEN_MS = 300
/** Points of a stroke, which every fifth element is. */
const POINTS = 40
const STROKE_EVERY = 5

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** Fills a board, then opens it. */
export async function runJoins(task: JoinTask, sockets: Sockets): Promise<Measured> {
  const driver = contender(task.contender)
  const port = task.ports[0] ?? 0
  const host = await driver.connect({ port, room: ROOM, client: 0, writer: true, host: true })
  for (let n = 0; n < task.elements; n++) {
    host.send(element(n))
    if (n % PILE === PILE - 1) await sleep(10)
  }
  await host.settled()
  await sleep(SETTLE_MS)

  const runs: { readonly ms: number; readonly bytes: number; readonly cpu: number; readonly count: number }[] = []
  for (let i = 0; i < task.joins; i++) {
    const before = { at: performance.now(), bytes: sockets.bytes, cpu: cpuTime(task.pids).server }
    const board = await driver.joinBoard?.({ port, room: ROOM, client: i + 1 })
    if (!board) throw new Error(`${task.contender} has no joins`)
    const ms = performance.now() - before.at
    runs.push({
      ms,
      bytes: sockets.bytes - before.bytes,
      cpu: (cpuTime(task.pids).server - before.cpu) * 1_000,
      count: board.count,
    })
    board.close()
    await sleep(BETWEEN_MS)
  }
  const arrival = task.atOnce > 0 ? await driver.arrive?.({ port, room: ROOM, clients: task.atOnce }) : undefined
  host.close()
  return {
    ms: median(runs.map(({ ms }) => ms)),
    kB: median(runs.map(({ bytes }) => bytes)) / 1_000,
    cpuMs: median(runs.map(({ cpu }) => cpu)),
    elements: Math.min(...runs.map(({ count }) => count)),
    ...(arrival ? { answered: arrival.answered, loaded: arrival.loaded } : {}),
  }
}

function element(n: number): Update {
  const [x, y] = [(n * 37) % 4_000, (n * 91) % 3_000]
  if (n % STROKE_EVERY !== 0) {
    return { kind: 'rect', id: `rectangle ${n}`, x, y, w: 40 + (n % 100), h: 30 + (n % 60), s: 0, n }
  }
  const pts = Array.from({ length: 2 * POINTS }, (_, i) => (i % 2 === 0 ? x + i * 1.75 : y + i * 1.125))
  return { kind: 'stroke', id: `stroke ${n}`, pts, s: 0, n }
}
