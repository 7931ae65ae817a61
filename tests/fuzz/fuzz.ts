import { parseArgs } from 'node:util'
import { startInstance } from '../servers/instance.ts'
import { startPostgres } from '../servers/postgres.ts'
import { fuzz } from './fuzzing.ts'

// npm run fuzz -- [--messages 1000000] [--minutes 600] [--seed 1]: a real instance is attacked while people draw on the attacked board.

const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '1000000' },
    minutes: { type: 'string', default: '600' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 32)) },
  },
})
const [messages, minutes, seed] = [Number(values.messages), Number(values.minutes), Number(values.seed)]
if (![messages, minutes, seed].every((value) => Number.isSafeInteger(value) && value >= 0)) {
  console.error('--messages, --minutes and --seed are whole numbers, e.g. npm run fuzz -- --messages 100000 --seed 7')
  process.exit(1)
}

// An exit, on which what was started is ended.
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => process.exit(1))

console.log(`seed ${seed}: npm run fuzz -- --messages ${messages} --seed ${seed} sends the same again`)
const postgres = await startPostgres()
// Attackers come from an address of their own each: limits per address are not what is tried here.
const instance = await startInstance({ databaseUrl: postgres.url, env: { TRUSTED_PROXIES: '127.0.0.1' } })
const findings = await fuzz({
  seed,
  messages,
  timeoutMs: minutes * 60_000,
  instance,
  databaseUrl: postgres.url,
  say: console.log,
})
await instance.stop()
await postgres.stop()

const { sent, outcomes, memory, problems } = findings
const row = (title: string, value: unknown) => `${title.padEnd(44)} ${value}`
console.log(`
${[...sent].map(([title, count]) => row(title, count)).join('\n')}
${row(
  'all',
  [...sent.values()].reduce((sum, count) => sum + count, 0),
)}

${[...outcomes]
  .sort(([a], [b]) => a.localeCompare(b))
  .map(([outcome, count]) => row(outcome, count))
  .join('\n')}

${row('seconds', findings.seconds)}
${row('edits made by honest people meanwhile', findings.edits)}
${row('batches in the log of the attacked board', findings.batches)}
${row('memory of the instance, MB', `${memory.before} before, ${memory.peak} at most, ${memory.after} after`)}
${row('over time, MB', memory.course.join(' '))}

${problems.length === 0 ? 'nothing is wrong' : problems.join('\n')}`)
process.exit(problems.length === 0 ? 0 : 1)
