// npm run bench -- canvas [--quick] [--n 1000,10000,50000] [--reps 3] [--only inkwire,…] [--cases load,…] [--cap 60] [--profile] [--built] [--serve 8123]
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, platform } from 'node:os'
import { fileURLToPath } from 'node:url'
import { buildOwnPage, buildPeerPages, buildRecorder, DIST } from './build.ts'
import { measureBytes } from './bytes.ts'
import { type Options, type PageName, parseOptions } from './options.ts'
import { installPeers } from './peers.ts'
import { plot } from './plot.ts'
import { killBrowsers } from './processes.ts'
import { type Run, Runner } from './runner.ts'
import { serve } from './serve.ts'
import { describe, describeProfile, table } from './table.ts'

const RESULTS = new URL('../results/', import.meta.url)
const PLOT = new URL('../../docs/images/canvas-benchmark.svg', import.meta.url)
/** Peers take minutes with more elements than this: once is enough to say so. */
const MANY = 10_000
/** How long a run waits in all for other programs to be quiet, ms. */
const PATIENCE = 240_000
const QUICK_PATIENCE = 20_000

async function compare(options: Options, url: string): Promise<readonly Run[]> {
  const runs: Run[] = []
  const runner = new Runner({
    recorder: await buildRecorder(),
    cases: options.cases,
    cap: options.cap,
    profile: options.profile,
    patience: options.quick || options.profile ? QUICK_PATIENCE : PATIENCE,
    heard: (run) => {
      runs.push(run)
      console.log(describe(run))
      if (run.profile) console.log(describeProfile(run.profile))
    },
  })
  for (let repetition = 0; repetition < options.repetitions; repetition++) {
    for (const count of options.counts) {
      // The other way round every second time: what the machine does meanwhile should hit all alike.
      const pages = repetition % 2 === 0 ? options.pages : [...options.pages].reverse()
      for (const name of pages.filter((page) => takesPart(page, count, repetition, options))) {
        const onEmpty = !options.quick || (name === 'inkwire' && count > MANY)
        await runner.run({ name, url: `${url}/${name}/` }, count, repetition, onEmpty)
      }
    }
  }
  return runs
}

function takesPart(page: PageName, count: number, repetition: number, { quick }: Options): boolean {
  return page === 'inkwire' || count <= MANY || (!quick && repetition === 0)
}

async function buildPages({ pages, profile }: Options): Promise<void> {
  const peers = pages.some((page) => page !== 'inkwire')
  if (peers) installPeers()
  console.log('Building the pages …')
  if (peers) await buildPeerPages()
  if (pages.includes('inkwire')) await buildOwnPage(profile)
}

async function main(): Promise<void> {
  if (platform() !== 'linux')
    throw new Error('CPU time and memory are read from /proc: this benchmark runs on Linux only')
  const options = parseOptions(process.argv.slice(2))
  if (!options.built) await buildPages(options)
  const server = await serve(DIST, options.serve)
  if (options.serve !== undefined) {
    console.log(`The pages are at ${options.pages.map((page) => `${server.url}/${page}/`).join(' ')} until this ends.`)
    return
  }
  process.once('exit', killBrowsers)
  // So that what is said at the exit is done when a run is interrupted, too.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
  const onPages = options.cases.some((name) => name !== 'bytes')
  const runs = onPages ? await compare(options, server.url) : []
  server.close()
  const bytes = options.cases.includes('bytes') && options.pages.includes('inkwire') ? await measureBytes() : undefined
  const markdown = table(runs, bytes)
  console.log(`\n${markdown}`)
  mkdirSync(RESULTS, { recursive: true })
  const machine = { cores: cpus().length, model: cpus()[0]?.model, node: process.version }
  const json = JSON.stringify({ at: new Date().toISOString(), machine, options, bytes, runs }, null, 1)
  writeFileSync(new URL('canvas.json', RESULTS), `${json}\n`)
  writeFileSync(new URL('canvas.md', RESULTS), `${markdown}\n`)
  console.log(`All runs: ${fileURLToPath(new URL('canvas.json', RESULTS))}, the table: canvas.md beside it`)
  const picture = options.whole || options.quick ? plot(runs) : undefined
  if (!picture) return
  writeFileSync(PLOT, picture)
  console.log(`The plot: ${fileURLToPath(PLOT)}`)
}

try {
  await main()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
