import { fork } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { type Outcome, simulate } from './simulation.ts'

// npm run simulate -- --seeds 10000 [--from 1] [--jobs 2]: plays seeds, prints those that fail and the sum of all.

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '200' },
    from: { type: 'string', default: '1' },
    jobs: { type: 'string', default: `${availableParallelism()}` },
    part: { type: 'boolean', default: false },
  },
})
const [seeds, from, jobs] = [Number(values.seeds), Number(values.from), Number(values.jobs)]
if (![seeds, from, jobs].every((value) => Number.isSafeInteger(value) && value > 0)) {
  console.error('--seeds, --from and --jobs are whole numbers above 0, e.g. npm run simulate -- --seeds 1000 --from 1')
  process.exit(1)
}

if (values.part) {
  for (let seed = from; seed < from + seeds; seed++) process.send?.(await simulate(seed))
} else {
  const sum = { seeds: 0, failed: 0, commits: 0, acknowledged: 0, faults: 0, virtualHours: 0 }
  const begun = performance.now()
  const share = Math.ceil(seeds / jobs)
  await Promise.all(
    Array.from({ length: jobs }, (_, job) => play(from + job * share, Math.min(share, seeds - job * share), take)),
  )
  console.log({
    ...sum,
    virtualHours: Math.round(sum.virtualHours),
    seconds: Math.round((performance.now() - begun) / 1_000),
  })
  process.exitCode = sum.failed === 0 && sum.seeds === seeds ? 0 : 1

  function take({ seed, problems, commits, acknowledged, faults, took }: Outcome): void {
    sum.seeds++
    sum.commits += commits
    sum.acknowledged += acknowledged
    sum.faults += faults
    sum.virtualHours += took / 3_600_000
    if (problems.length > 0) {
      sum.failed++
      console.log(
        `seed ${seed} fails (npm run simulate -- --from ${seed} --seeds 1):\n  ${problems.slice(0, 8).join('\n  ')}`,
      )
    }
    if (sum.seeds % 500 === 0) console.log(`${sum.seeds} of ${seeds} seeds, ${sum.failed} failed`)
  }
}

/** Plays seeds in a process of its own. */
function play(first: number, count: number, take: (outcome: Outcome) => void): Promise<void> {
  if (count <= 0) return Promise.resolve()
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), ['--part', '--from', `${first}`, '--seeds', `${count}`])
    child.on('message', (outcome) => take(outcome as Outcome))
    child.on('error', reject)
    child.on('exit', () => resolve())
  })
}
