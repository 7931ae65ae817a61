// Attacks a real instance while people draw on the attacked board: `npm run fuzz -- --messages 1000000`.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { installPackages } from './install.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
installPackages()
node('--import', 'tsx', 'scripts/build.ts')
node('--import', 'tsx', 'tests/fuzz/fuzz.ts', ...process.argv.slice(2))

/** @param {string[]} args */
function node(...args) {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}
