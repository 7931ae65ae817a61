import { parseArgs } from 'node:util'
import { chromium } from '@playwright/test'
import pg from 'pg'
import { BROWSER } from '../e2e/browser.ts'
import { eventually } from '../servers/child.ts'
import { Guest } from '../servers/guest.ts'
import { startInstance } from '../servers/instance.ts'
import { startPostgres } from '../servers/postgres.ts'
import { startRedis } from '../servers/redis.ts'
import { startWeb } from '../servers/web.ts'
import { type Acknowledged, Drawer } from './drawer.ts'
import { anyFault, type Cluster, FAULTS, faultInTurn } from './faults.ts'
import { Front } from './front.ts'
import { Pages } from './pages.ts'

// npm run chaos -- [--faults 100] [--in-turn] [--drawers 8] [--pages 2]: people draw on a real cluster while it is broken again and again.

const { values } = parseArgs({
  options: {
    faults: { type: 'string', default: '100' },
    // Each kind of fault once, then each again; without it they come as they come.
    'in-turn': { type: 'boolean', default: false },
    drawers: { type: 'string', default: '8' },
    pages: { type: 'string', default: '2' },
  },
})
const [faults, drawerCount, pageCount] = [Number(values.faults), Number(values.drawers), Number(values.pages)]
if (![faults, drawerCount, pageCount].every((value) => Number.isSafeInteger(value) && value >= 0)) {
  console.error('--faults, --drawers and --pages are whole numbers, e.g. npm run chaos -- --faults 20')
  process.exit(1)
}
/** Each draws so often, ms. */
const EVERY_MS = 100
/** Longest pause between two faults, ms. */
const PAUSE_MS = 2_000

const postgres = await startPostgres()
const redis = await startRedis()
// Without browsers nobody needs pages.
const web = pageCount > 0 ? await startWeb() : undefined
const options = { databaseUrl: postgres.url, redisUrl: redis.url, ...(web ? { webUrl: web.url } : {}) }
const instances = [await startInstance(options), await startInstance(options)]
const front = new Front(() => instances.map(({ port }) => port))
const origin = `http://127.0.0.1:${await front.listen()}`
const cluster: Cluster = { instances, postgres, redis, front }
const browser = pageCount > 0 ? await chromium.launch(BROWSER) : undefined

const { board, key } = await (await Guest.arrive(origin)).newBoard('Chaos')
const acknowledged: Acknowledged = new Set()
const drawers = await Promise.all(
  Array.from({ length: drawerCount }, () => Drawer.start(origin, board, key, EVERY_MS, acknowledged)),
)
const pages = browser && (await Pages.open(browser, `${origin}/b/${board}#${key}`, pageCount))

const done = new Map<string, number>(FAULTS.map(({ title }) => [title, 0]))
for (let i = 1; i <= faults; i++) {
  const fault = values['in-turn'] ? faultInTurn(i) : anyFault()
  done.set(fault.title, (done.get(fault.title) ?? 0) + 1)
  await fault.run(cluster)
  await new Promise((resolve) => setTimeout(resolve, Math.random() * PAUSE_MS))
  if (i % 10 === 0) console.log(`${i} faults, ${acknowledged.size} edits acknowledged`)
}

for (const drawer of drawers) drawer.stop()
await pages?.stop()
const calm = performance.now()
const heads = async () => [
  ...drawers.map(({ client }) => client.head()),
  ...(await Promise.all((pages?.pages ?? []).map((page) => page.head()))),
]
await eventually(
  async () => {
    const all = await heads()
    const [first] = all
    return all.every(({ outbox, seq, hash }) => outbox === 0 && seq === first?.seq && hash === first.hash)
  },
  () => 'all have sent everything and show the same',
  180_000,
)
const converged = Math.round(performance.now() - calm)

const sql = new pg.Client(postgres.url)
await sql.connect()
const { rows } = await sql.query<{ seq: string; actor: string; number: number; gesture: string }>(
  'SELECT "seq", "actor", "number", "gesture" FROM "Batch" WHERE "board" = $1 ORDER BY "seq"',
  [board],
)
await sql.end()
const places = new Map(rows.map(({ actor, number, seq }) => [`${actor}/${number}`, Number(seq)]))
const lost = [...acknowledged].filter((batch) => !places.has(batch))
const gestures = new Set(rows.map(({ gesture }) => gesture))
const doubled = rows.length - gestures.size
const holes = rows.filter(({ seq }, i) => Number(seq) !== i + 1).length
const edits = drawers.reduce((sum, drawer) => sum + drawer.edits, 0)
const strokes = pages?.strokes ?? 0
const missing = edits + strokes - rows.length

console.log(`
${[...done].map(([title, times]) => `${title.padEnd(52)} ${times}`).join('\n')}

${'edits made'.padEnd(52)} ${edits} by ${drawerCount} scripts, ${strokes} strokes in ${pageCount} browsers
${'batches in the log'.padEnd(52)} ${rows.length}
${'acknowledged to scripts'.padEnd(52)} ${acknowledged.size}
${'acknowledged, and lost'.padEnd(52)} ${lost.length}
${'made, and not in the log'.padEnd(52)} ${missing}
${'doubled'.padEnd(52)} ${doubled}
${'holes in the log'.padEnd(52)} ${holes}
${'until all had sent everything and showed the same'.padEnd(52)} ${converged} ms`)

await Promise.all(drawers.map(({ client }) => client.close()))
await browser?.close()
front.close()
await Promise.all(instances.map((instance) => instance.stop()))
await Promise.all([web?.stop(), redis.stop()])
await postgres.stop()
// At the end all is sent: a witness that heard of less has not looked.
const unheard = edits - acknowledged.size
process.exit(lost.length + doubled + holes + Math.abs(missing) + Math.abs(unheard) === 0 ? 0 : 1)
