// npm run bench -- sync [--clients 30] [--seconds 8] [--repeat 3] [--rate 20]
import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, platform } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import { CONTENDERS, contender } from './contenders.ts'
import type { RunOptions, RunResult } from './run.ts'
import { startServer } from './server-process.ts'
import { medianOf, table } from './table.ts'

const GENERATOR = fileURLToPath(new URL('generator.ts', import.meta.url))
const RESULTS = new URL('../results/', import.meta.url)

interface Options {
  readonly clients: number
  /** Of the part that counts; a warm-up comes before. */
  readonly seconds: number
  readonly repeat: number
  /** Updates a second and client. */
  readonly rate: number
}

/** Throws with one line for people. */
function parse(args: readonly string[]): Options {
  const option = (fallback: string) => ({ type: 'string', default: fallback }) as const
  const { values } = parseArgs({
    args: [...args],
    options: { clients: option('30'), seconds: option('8'), repeat: option('3'), rate: option('20') },
  })
  const number = (name: keyof Options, most: number): number => {
    const value = Number(values[name])
    if (Number.isInteger(value) && value >= 1 && value <= most) return value
    throw new Error(`--${name} is ${values[name]}: it must be a whole number from 1 to ${most}`)
  }
  return {
    clients: number('clients', 1_000),
    seconds: number('seconds', 600),
    repeat: number('repeat', 100),
    rate: number('rate', 1_000),
  }
}

async function run(name: string, options: Options): Promise<RunResult> {
  const server = await startServer(contender(name))
  try {
    const { clients, seconds, rate } = options
    const spec: RunOptions = { contender: name, port: server.port, pid: server.pid, clients, seconds, rate }
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [
      '--import',
      'tsx',
      GENERATOR,
      JSON.stringify(spec),
    ])
    if (stderr) console.error(stderr.trim())
    return JSON.parse(stdout)
  } finally {
    await server.end()
  }
}

async function compare(options: Options): Promise<ReadonlyMap<string, readonly RunResult[]>> {
  const results = new Map<string, RunResult[]>(Object.keys(CONTENDERS).map((name) => [name, []]))
  for (let turn = 0; turn < options.repeat; turn++) {
    // The other way round every second time: what the machine does meanwhile should hit all alike.
    const order = turn % 2 === 0 ? [...results] : [...results].reverse()
    for (const [name, runs] of order) {
      const result = await run(name, options)
      runs.push(result)
      console.log(`${name.padEnd(8)} ${turn + 1}/${options.repeat}  ${result.delivered} delivered, ${result.lost} lost`)
    }
  }
  return results
}

async function main(): Promise<void> {
  if (platform() !== 'linux') throw new Error('CPU time is read from /proc: this benchmark runs on Linux only')
  const options = parse(process.argv.slice(2))
  const { clients, rate, seconds, repeat } = options
  console.log(`One board, ${clients} people, ${rate} updates/s each, ${seconds} s, ${repeat} runs of each:\n`)
  const results = await compare(options)
  console.log(`\n${table(results)}\n`)
  mkdirSync(RESULTS, { recursive: true })
  const machine = { cores: cpus().length, model: cpus()[0]?.model, node: process.version }
  const contenders = [...results].map(([name, runs]) => ({ name, median: medianOf(runs), runs }))
  const file = new URL('sync.json', RESULTS)
  writeFileSync(file, `${JSON.stringify({ at: new Date().toISOString(), machine, options, contenders }, null, 2)}\n`)
  console.log(`All runs: ${fileURLToPath(file)}`)
}

try {
  await main()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
