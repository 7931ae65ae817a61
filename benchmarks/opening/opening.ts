// npm run bench -- opening [--batches 1000000] [--few 1000] [--elements 1000] [--rounds 5]
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { boardId, epoch, personId } from '@inkwire/board'
import type { Browser } from 'playwright-core'
import { type Database, openDatabase } from '../../apps/realtime/src/database/database.ts'
import { buildIfChanged } from '../../scripts/build.ts'
import { startDatabase } from '../../scripts/database.ts'
import { Guest } from '../../tests/servers/guest.ts'
import { type Instance, startInstance } from '../../tests/servers/instance.ts'
import { startWeb } from '../../tests/servers/web.ts'
import { sceneId } from '../canvas/page/scene-snapshot.ts'
import { launchBrowser } from '../canvas/session.ts'
import { type DiskUse, diskUse, grown } from './disk-use.ts'
import { drawnLog, sizeProblem } from './drawn-log.ts'
import { type Figures, medianOf, table } from './figures.ts'
import { fillBoard } from './filled-board.ts'
import { openPage } from './page-opening.ts'
import { joinBytes, openByScript } from './script-opening.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const RESULTS = new URL('../results/', import.meta.url)
const MEBIBYTE = 2 ** 20

interface Options {
  readonly batches: number
  /** Of the board that the other is compared with. */
  readonly few: number
  readonly elements: number
  readonly rounds: number
}

/** A board with a log. */
interface Filled {
  readonly title: string
  readonly board: string
  readonly key: string
  readonly batches: number
  readonly disk: DiskUse
}

/** Throws with one line for people. */
function parse(args: readonly string[]): Options {
  const option = (fallback: string) => ({ type: 'string', default: fallback }) as const
  const { values } = parseArgs({
    args: [...args],
    options: { batches: option('1000000'), few: option('1000'), elements: option('1000'), rounds: option('5') },
  })
  const number = (name: keyof Options, most: number): number => {
    const value = Number(values[name])
    if (Number.isInteger(value) && value >= 1 && value <= most) return value
    throw new Error(`--${name} is ${values[name]}: it must be a whole number from 1 to ${most}`)
  }
  const options = {
    batches: number('batches', 10_000_000),
    few: number('few', 10_000_000),
    elements: number('elements', 50_000),
    rounds: number('rounds', 100),
  }
  for (const batches of [options.batches, options.few]) {
    const problem = sizeProblem({ batches, elements: options.elements })
    if (problem) throw new Error(problem)
  }
  return options
}

async function fill(database: Database, guest: Guest, batches: number, elements: number): Promise<Filled> {
  const before = await diskUse(database)
  const { board, key } = await guest.newBoard(`${batches} batches`)
  const { person } = await (await guest.request('/api/v1/session')).json()
  const head = await (await guest.request(`/api/v1/boards/${board}/head`)).json()
  const begun = performance.now()
  const empty = { board: boardId.parse(board), epoch: epoch.parse(head.epoch), person: personId.parse(person.id) }
  const hash = await fillBoard(database, empty, { batches, log: drawnLog({ batches, elements }) })
  const title = `${batches.toLocaleString('en')} batches`
  console.log(`${title} written in ${Math.round((performance.now() - begun) / 1000)} s`)
  const disk = grown(await diskUse(database), before)
  const now = await (await guest.request(`/api/v1/boards/${board}/head`)).json()
  if (now.hash !== hash || now.seq !== batches || now.elements !== elements) {
    throw new Error('the server has another document than was written')
  }
  return { title, board, key, batches, disk }
}

async function measure(instance: Instance, browser: Browser, guest: Guest, filled: Filled): Promise<Figures> {
  const { board, key, batches } = filled
  const link = `${instance.url}/b/${board}#${key}`
  /** A server that has just started has no board open, and has done nothing yet that it could do faster now. */
  const cold = async () => {
    await instance.kill9()
    await instance.restart()
  }
  const script = () => openByScript(instance.url, guest.cookie, filled, batches)
  await cold()
  const scriptCold = await script()
  const scriptWarm = await script()
  const bytes = await joinBytes(guest, filled)
  await cold()
  const pageCold = await openPage(browser, link, batches)
  const pageWarm = await openPage(browser, link, batches)
  const timed = async (path: string) => {
    const begun = performance.now()
    const answer = await guest.request(`/api/v1/boards/${board}${path}`)
    await answer.arrayBuffer()
    if (!answer.ok) throw new Error(`${path} answers ${answer.status}`)
    return performance.now() - begun
  }
  return {
    scriptCold,
    scriptWarm,
    documentCold: pageCold.document,
    shownCold: pageCold.shown,
    exactCold: pageCold.exact,
    documentWarm: pageWarm.document,
    shownWarm: pageWarm.shown,
    exactWarm: pageWarm.exact,
    joinBytes: bytes,
    timeline: await timed('/history?parts=200'),
    past: await timed(`/history/${Math.floor(batches * 0.37)}`),
    origin: await timed(`/elements/${sceneId(0)}/origin`),
  }
}

async function main(): Promise<void> {
  const options = parse(process.argv.slice(2))
  await buildIfChanged(ROOT, console.log)
  const dataDir = mkdtempSync(join(tmpdir(), 'inkwire-benchmark-'))
  const server = await startDatabase({ dataDir })
  // A run that is interrupted must not leave a database behind; its other children end by themselves.
  const interrupt = () => process.kill(server.pid, 'SIGINT')
  process.once('exit', interrupt)
  const web = await startWeb()
  const instance = await startInstance({ databaseUrl: server.url, webUrl: web.url })
  const database = openDatabase(server.url)
  const browser = await launchBrowser()
  try {
    const guest = await Guest.arrive(instance.url)
    const boards: Filled[] = []
    for (const batches of [options.few, options.batches])
      boards.push(await fill(database, guest, batches, options.elements))
    const rounds = new Map<Filled, Figures[]>(boards.map((each) => [each, []]))
    for (let round = 0; round < options.rounds; round++) {
      // The other way round every second time: what the machine does meanwhile should hit both alike.
      for (const each of round % 2 === 0 ? boards : [...boards].reverse()) {
        rounds.get(each)?.push(await measure(instance, browser, guest, each))
      }
      console.log(`round ${round + 1}/${options.rounds}`)
    }
    const results = boards.map((each) => ({
      ...each,
      rounds: rounds.get(each) ?? [],
      figures: medianOf(rounds.get(each) ?? []),
    }))
    console.log(`\n${options.elements} elements, medians of ${options.rounds}, ms:\n\n${table(results)}\n`)
    for (const { title, disk } of results) {
      console.log(
        `${title} on disk: log ${(disk.log / MEBIBYTE).toFixed(1)} MiB, ${disk.snapshotRows} snapshots ${(disk.snapshots / MEBIBYTE).toFixed(1)} MiB`,
      )
    }
    mkdirSync(RESULTS, { recursive: true })
    const machine = { cores: cpus().length, model: cpus()[0]?.model, node: process.version }
    const file = new URL('opening.json', RESULTS)
    writeFileSync(file, `${JSON.stringify({ at: new Date().toISOString(), machine, options, results }, null, 2)}\n`)
    console.log(`All rounds: ${fileURLToPath(file)}`)
  } finally {
    await browser.close()
    await database.$disconnect()
    await instance.stop()
    await web.stop()
    process.off('exit', interrupt)
    await server.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

try {
  await main()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
