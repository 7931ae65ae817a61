// npm run bench -- scaling [--seconds 8] [--only writers]
import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import { createDriver } from '../driver/driver.ts'
import type { Driver } from '../driver/update.ts'
import { startServer } from '../sync/server-process.ts'
import { type Cost, STEPS, type Step } from './step.ts'

const LOAD = fileURLToPath(new URL('load.ts', import.meta.url))
const RESULTS = new URL('../results/', import.meta.url)

/** All clients come from one address, and as few persons: limits that are for such as them would be what is measured. */
const RAISED_LIMITS = { ADDRESS_JOINS_PER_MINUTE: '100000', PERSON_JOINS_PER_MINUTE: '10000', BOARD_PEOPLE: '10000' }

interface Measured extends Cost {
  readonly dimension: string
  readonly step: Step
}

async function measure(dimension: string, step: Step, seconds: number): Promise<Measured> {
  const inkwire = createDriver()
  const driver: Driver = {
    ...inkwire,
    server(options) {
      const { env, ...start } = inkwire.server(options)
      return { ...start, env: { ...env, ...RAISED_LIMITS } }
    },
  }
  const server = await startServer(driver)
  try {
    const load = JSON.stringify({ ...step, port: server.port, seconds })
    const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--import', 'tsx', LOAD, load])
    if (stderr) console.error(stderr.trim())
    return { dimension, step, ...JSON.parse(stdout) }
  } finally {
    await server.end()
  }
}

const HEADING =
  '| boards | writers | viewers | elements | CPU, % of a core | messages/s | CPU per message, µs | fan-out p50, p99, ms | commit p50, p99, ms | tick, ms | memory, MB | generator, % of a core |'

function row({
  step,
  cpu,
  messages,
  perMessage,
  fanOut,
  commit,
  tick,
  memory,
  connections,
  generator,
  liveDropped,
}: Measured): string {
  const wanted = step.boards * (step.writers + step.viewers)
  const lost = connections === wanted ? '' : ` (${connections} connections left)`
  const slow = liveDropped > 0 ? ` (live dropped: ${liveDropped})` : ''
  const pair = ({ p50, p99 }: { p50: number; p99: number }) => `${p50.toFixed(1)}, ${p99.toFixed(0)}`
  const cells = [
    step.boards, `${step.writers} × ${step.rate}/s`, `${step.viewers}${lost}`, step.elements, cpu.toFixed(0), messages.toFixed(0) + slow,
    perMessage.toFixed(0), pair(fanOut), pair(commit), tick.toFixed(0), memory.toFixed(0), generator.toFixed(0),
  ] // biome-ignore format: one row of cells
  return `| ${cells.join(' | ')} |`
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { seconds: { type: 'string', default: '8' }, only: { type: 'string' } },
  })
  const seconds = Number(values.seconds)
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > 600)
    throw new Error(`--seconds is ${values.seconds}: it must be a whole number from 1 to 600`)
  const { only } = values
  if (only !== undefined && !Object.hasOwn(STEPS, only))
    throw new Error(`--only is ${only}: choose from ${Object.keys(STEPS).join(', ')}`)
  console.log(`${HEADING}\n|${' --- |'.repeat(12)}`)
  const all: Measured[] = []
  for (const [dimension, steps] of Object.entries(STEPS)) {
    for (const step of only === undefined || only === dimension ? steps : []) {
      const measured = await measure(dimension, step, seconds)
      all.push(measured)
      console.log(row(measured))
    }
  }
  mkdirSync(RESULTS, { recursive: true })
  const machine = { cores: cpus().length, model: cpus()[0]?.model, node: process.version, load: loadavg() }
  const file = new URL('scaling.json', RESULTS)
  writeFileSync(file, `${JSON.stringify({ at: new Date().toISOString(), machine, seconds, steps: all }, null, 2)}\n`)
  console.log(`\nAll figures: ${fileURLToPath(file)}`)
}

try {
  await main()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
