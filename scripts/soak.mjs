// Ten minutes of 500 people on one instance, whose memory must not grow: `npm run soak -- --minutes 10`.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { installPackages } from './install.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
installPackages()
node('scripts/generate.mjs')
node('apps/realtime/build.mjs')
node('--import', 'tsx', 'tests/soak/soak.ts', ...process.argv.slice(2))

/** @param {string[]} args */
function node(...args) {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}
