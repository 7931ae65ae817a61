import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { startInstance } from '../servers/instance.ts'
import { startPostgres } from '../servers/postgres.ts'
import { Crowd } from './crowd.ts'

// npm run soak -- [--minutes 10] [--people 500] [--boards 10]: does the memory of an instance grow while people come, draw and go?

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    people: { type: 'string', default: '500' },
    boards: { type: 'string', default: '10' },
  },
})
const [minutes, people, boards] = [Number(values.minutes), Number(values.people), Number(values.boards)]
if (![minutes, people, boards].every((value) => Number.isSafeInteger(value) && value > 0) || minutes < 2) {
  console.error('--minutes (2 or more), --people and --boards are whole numbers, e.g. npm run soak -- --minutes 3')
  process.exit(1)
}
const SAMPLE_MS = 500
/** What a minute may lie above the second one without having grown: the collector of Node takes its time. */
const TOLERANCE = { share: 0.1, mib: 10 }

interface Sample {
  readonly minute: number
  readonly rss: number
  readonly heap: number
}

const postgres = await startPostgres()
const instance = await startInstance({
  databaseUrl: postgres.url,
  env: { PERSON_JOINS_PER_MINUTE: '100000', ADDRESS_JOINS_PER_MINUTE: '100000' },
})
const { pid } = instance.process()

/** In MiB. */
const rss = (): number => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024

async function heap(): Promise<number> {
  const metrics = await (await fetch(`${instance.url}/metrics`)).text()
  return Number(/^nodejs_heap_size_used_bytes(?:\{[^}]*\})? (\S+)/m.exec(metrics)?.[1]) / 1024 / 1024
}

const crowd = await Crowd.gather(instance.url, people, boards)
console.log(`${people} people on ${boards} boards, a tenth of them drawing twice a second`)
crowd.start()
const start = Date.now()
const samples: Sample[] = []
let shown = 0
while (Date.now() - start < minutes * 60_000) {
  await new Promise((resolve) => setTimeout(resolve, SAMPLE_MS))
  const minute = Math.floor((Date.now() - start) / 60_000) + 1
  samples.push({ minute: Math.min(minute, minutes), rss: rss(), heap: await heap() })
  if (minute > shown + 1) show(++shown)
}
if (shown < minutes) show(minutes)
crowd.stop()
const figures = crowd.figures()
console.log(
  `${figures.batches} batches acknowledged, ${figures.refused} refused, ${figures.ticks} ticks and ${Math.round(figures.bytes / 1e6)} MB brought to people, ` +
    `${figures.returns} left and came back, ${figures.lost} connections lost`,
)
const [second, last] = [ofMinute(2), ofMinute(minutes)]
const grown = (['rss', 'heap'] as const).filter(
  (what) => last[what] > second[what] * (1 + TOLERANCE.share) + TOLERANCE.mib,
)
// What it had to say: an instance that was too busy says so here.
console.log(instance.process().output())
console.log(grown.length > 0 ? `it has grown: ${grown.join(', ')}` : 'it has not grown')
await crowd.close()
await instance.stop()
await postgres.stop()
process.exit(grown.length === 0 && figures.lost === 0 ? 0 : 1)

/** RSS as the median of its samples; the heap as the least of them, which lies just after a collection. */
function ofMinute(minute: number): { rss: number; heap: number } {
  const all = samples.filter((sample) => sample.minute === minute)
  const sorted = all.map((sample) => sample.rss).sort((a, b) => a - b)
  return { rss: sorted[sorted.length >> 1] ?? 0, heap: Math.min(...all.map((sample) => sample.heap)) }
}

function show(minute: number): void {
  const { rss, heap } = ofMinute(minute)
  console.log(`minute ${minute}: RSS ${Math.round(rss)} MiB, heap ${Math.round(heap)} MiB after collections`)
}
