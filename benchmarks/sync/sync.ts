// npm run bench -- sync | transports [--quick] [--works one-room,…] [--contenders relay,Inkwire] [--seconds 8] [--repeat 3]
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, platform } from 'node:os'
import { fileURLToPath } from 'node:url'
import { type Figures, goalLine, medianOf, type Runs } from './figures.ts'
import { type Options, parseOptions } from './options.ts'
import { plot } from './plot.ts'
import { table } from './table.ts'
import type { Work } from './works/work.ts'

const RESULTS = new URL('../results/', import.meta.url)

/** Contenders take turns, so that what the machine does meanwhile hits all alike. */
async function measure(work: Work, options: Options): Promise<Runs> {
  const names = work.contenders.filter((name) => options.contenders?.includes(name) ?? true)
  const runs = new Map<string, Figures[]>(names.map((name) => [name, []]))
  for (let turn = 0; turn < options.repeat; turn++) {
    // The other way round every second time.
    const order = turn % 2 === 0 ? [...runs] : [...runs].reverse()
    for (const [name, some] of order) {
      some.push(await figuresOf(work, name, options))
      console.log(`  ${work.name}: ${name} ${turn + 1}/${options.repeat}`)
    }
  }
  return runs
}

/** One that fails has no figures: the others are still worth their time. */
async function figuresOf(work: Work, name: string, options: Options): Promise<Figures> {
  try {
    return await work.run(name, options)
  } catch (error) {
    console.error(`  ${work.name}: ${name} failed: ${error instanceof Error ? error.message.trim() : error}`)
    return {}
  }
}

async function main(): Promise<void> {
  if (platform() !== 'linux') throw new Error('CPU time is read from /proc: this benchmark runs on Linux only')
  const options = parseOptions(process.argv.slice(2))
  const { benchmark, works, seconds, repeat } = options
  console.log(
    `${works.length} works, ${seconds} s each, ${repeat} runs of each${options.quick ? ', a smoke test' : ''}:\n`,
  )
  const measured: { readonly work: Work; readonly runs: Runs }[] = []
  for (const work of works) measured.push({ work, runs: await measure(work, options) })

  for (const { work, runs } of measured) {
    const goals = work.goals.map((goal) => `- ${goalLine(runs, goal, work.columns)}`)
    console.log(`\n**${work.title}** (\`${work.name}\`)\n\n${table(runs, work.columns)}\n${['', ...goals].join('\n')}`)
  }
  mkdirSync(RESULTS, { recursive: true })
  const machine = { cores: cpus().length, model: cpus()[0]?.model, node: process.version }
  const json = measured.map(({ work, runs }) => ({
    work: work.name,
    title: work.title,
    contenders: [...runs].map(([name, some]) => ({ name, median: medianOf(some), runs: some })),
  }))
  const files = [
    [
      `${benchmark}.json`,
      `${JSON.stringify({ at: new Date().toISOString(), machine, seconds, repeat, works: json }, null, 2)}\n`,
    ],
    [`${benchmark}.svg`, plot(measured)],
  ] as const
  for (const [name, text] of files) {
    writeFileSync(new URL(name, RESULTS), text)
    console.log(`\nWritten: ${fileURLToPath(new URL(name, RESULTS))}`)
  }
}

// Servers are ended when this process exits, which a signal alone does not let it do.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
try {
  await main()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
