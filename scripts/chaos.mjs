// Breaks a real cluster again and again while people draw on it: `npm run chaos -- --faults 100`.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { installPackages } from './install.mjs'
import { requireBrowser, requireRedis } from './requirements.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
installPackages()
const missing = requireRedis() ?? requireBrowser()
if (missing !== null) {
  console.error(missing)
  process.exit(1)
}
node('--import', 'tsx', 'scripts/build.ts')
node('--import', 'tsx', 'tests/chaos/chaos.ts', ...process.argv.slice(2))

/** @param {string[]} args */
function node(...args) {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}
