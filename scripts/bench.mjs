// Runs a benchmark with its options: `npm run bench -- sync --clients 30`.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { installPackages } from './install.mjs'

/** @type {Record<string, { about: string, file: string, args?: string[] }>} */
const BENCHMARKS = {
  sync: {
    about:
      'many people draw together, beside relays, tldraw sync and Hocuspocus (--quick --works --contenders --seconds --repeat)',
    file: 'benchmarks/sync/sync.ts',
    args: ['sync'],
  },
  transports: {
    about: 'WebSocket beside long-polling and plain polling, on a busy and an idle board (the same options)',
    file: 'benchmarks/sync/sync.ts',
    args: ['transports'],
  },
  canvas: {
    about: 'a full board beside Excalidraw and tldraw (--quick --n --reps --only --cases --cap --profile)',
    file: 'benchmarks/canvas/canvas.ts',
  },
  scaling: {
    about: 'what one instance carries: writers, viewers, boards and elements grow one at a time (--seconds --only)',
    file: 'benchmarks/scaling/scaling.ts',
  },
  opening: {
    about: 'a board of 1,000,000 batches is opened, beside one of 1,000 (--batches --few --elements --rounds)',
    file: 'benchmarks/opening/opening.ts',
  },
}

const root = fileURLToPath(new URL('..', import.meta.url))
const [name = '', ...options] = process.argv.slice(2)
const benchmark = Object.hasOwn(BENCHMARKS, name) ? BENCHMARKS[name] : undefined
if (benchmark === undefined) {
  console.error(name === '' ? 'Name a benchmark:' : `There is no benchmark "${name}":`)
  for (const [each, { about }] of Object.entries(BENCHMARKS)) console.error(`  npm run bench -- ${each}   ${about}`)
  process.exit(1)
}

installPackages()
// What is measured is built, as it is where people run it; pages are not needed.
node('scripts/generate.mjs')
node('apps/realtime/build.mjs')
node('--import', 'tsx', benchmark.file, ...(benchmark.args ?? []), ...options)

/** @param {string[]} args */
function node(...args) {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}
