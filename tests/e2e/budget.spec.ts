import { expect } from '@playwright/test'
import type { Instance } from '../servers/instance.ts'
import { BoardPage } from './board-page.ts'
import { test } from './service.ts'

let instance: Instance

test.beforeAll(({ service }) => {
  instance = service.instance
})

/** What a board page may need before the first stroke, kB (1,000 bytes) as they come over the wire: gzipped, headers not counted. */
const SCRIPT_GOAL = 250
/** What it may not grow beyond until the goal is reached (docs/BENCHMARKS.md says what stands in the way). */
const SCRIPT_BUDGET = 312
const FONT_BUDGET = 50
/** What is fetched after that has begun to load by then, ms. */
const LATER = 4_000

/** Something that a page or one of its workers fetched. */
interface Fetched {
  readonly name: string
  /** Bytes of the body as it came, and as it is. */
  readonly encoded: number
  readonly decoded: number
  /** ms, on the clock of the page. */
  readonly start: number
}

test('what a board page needs before the first stroke is within the budget', async ({ browser }) => {
  const maker = await BoardPage.create(browser, instance.url)
  const link = await maker.link()
  await maker.close()

  // Somebody who was never here: nothing is in the cache.
  const ann = await BoardPage.arrive(browser)
  await ann.page.addInitScript(watchForCanvas)
  await ann.page.goto(link)
  await ann.ready()
  const ready = await ann.page.waitForFunction(() => window.drawableAt)
  const drawable = (await ready.jsonValue()) ?? 0
  await ann.pen([400, 300], [600, 400])
  await expect.poll(async () => (await ann.head()).elements).toBe(1)
  await ann.page.waitForTimeout(LATER)

  const fetched = await everythingFetched(ann)
  const before = fetched.filter(({ start }) => start <= drawable)
  const scripts = before.filter(({ name }) => /\.m?js$/.test(name))
  const fonts = before.filter(({ name }) => /\.(woff2?|ttf|otf)$/.test(name))
  const later = fetched.filter(({ start }) => start > drawable)
  for (const { name, encoded } of [...scripts, ...fonts]) console.log(`${kB(encoded).padStart(8)} kB  ${name}`)
  const [script, font] = [sum(scripts), sum(fonts)]
  console.log(
    `before the first stroke: scripts ${kB(script)} kB (goal ${SCRIPT_GOAL}, limit ${SCRIPT_BUDGET}), fonts ${kB(font)} kB of ${FONT_BUDGET}; later: ${kB(sum(later))} kB`,
  )

  // A server that doesn't compress, or a list that misses what was loaded, would make the figures worthless.
  for (const { name, encoded, decoded } of scripts) {
    if (decoded > 2_000) expect(encoded, `${name} is compressed`).toBeLessThan(decoded)
  }
  expect(scripts.length).toBeGreaterThan(3)
  expect(fonts.length).toBeGreaterThan(0)
  expect(script / 1_000, 'kB of scripts before the first stroke').toBeLessThanOrEqual(SCRIPT_BUDGET)
  expect(font / 1_000, 'kB of fonts before the first stroke').toBeLessThanOrEqual(FONT_BUDGET)
  await ann.close()
})

declare global {
  interface Window {
    /** When the canvas could be drawn on: ms since 1970. */
    drawableAt?: number
  }
}

/** Runs in the page: notes when the canvas is there, with its tools, and the board is open, so that a stroke would be kept. */
function watchForCanvas(): void {
  const look = () => {
    const open = (window.inkwire?.head().epoch ?? null) !== null
    if (open && document.querySelector('main canvas') && document.querySelector('[role="toolbar"] button'))
      window.drawableAt = performance.timeOrigin + performance.now()
    else setTimeout(look, 5)
  }
  look()
}

/** By the page and by its workers; a worker's own file is in the page's list. */
async function everythingFetched({ page }: BoardPage): Promise<readonly Fetched[]> {
  const list = () =>
    performance.getEntriesByType('resource').map((entry) => {
      const { name, startTime, encodedBodySize, decodedBodySize } = entry as PerformanceResourceTiming
      return {
        name: new URL(name).pathname,
        encoded: encodedBodySize,
        decoded: decodedBodySize,
        start: performance.timeOrigin + startTime,
      }
    })
  const lists = await Promise.all([page.evaluate(list), ...page.workers().map((worker) => worker.evaluate(list))])
  const workers = page.workers().map((worker) => new URL(worker.url()).pathname)
  const all = lists.flat()
  for (const worker of workers) expect(all.map(({ name }) => name)).toContain(worker)
  // The same file fetched by page and worker comes from the cache the second time: counted once, as it came first.
  const first = all.toSorted((a, b) => b.start - a.start)
  return [...new Map(first.map((one) => [one.name, one])).values()]
}

const sum = (files: readonly Fetched[]): number => files.reduce((total, { encoded }) => total + encoded, 0)
const kB = (bytes: number): string => (bytes / 1_000).toFixed(1)
