import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * Installs the packages with `npm ci` where node_modules is missing or is not what package-lock.json says. Says one
 * line when it has to, and shows npm's output only when it fails: then the process ends.
 */
export function installPackages() {
  if (isInstalled()) return
  console.log('Installing packages …')
  // NODE_ENV=production would leave out what builds Inkwire.
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']
  const run = spawnSync('npm', args, { cwd: root, encoding: 'utf8', shell: process.platform === 'win32' })
  if (run.status === 0) return
  console.error(`${run.stdout ?? ''}${run.stderr ?? ''}`.trim())
  console.error(`The packages could not be installed: npm ci ${run.error ? run.error.message : 'failed, see above'}`)
  process.exit(1)
}

/** npm writes down in node_modules what it installed; each package of package-lock.json must be there as it says. */
function isInstalled() {
  const installed = packagesOf(join(root, 'node_modules', '.package-lock.json'))
  if (installed === null) return false
  const wanted = packagesOf(join(root, 'package-lock.json'))
  if (wanted === null) return true
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.startsWith('node_modules/') && !path.includes('/node_modules/')) return true
    const there = installed[path]
    // Optional ones are for other systems, most of them.
    if (there === undefined) return entry.optional === true || entry.devOptional === true || entry.peer === true
    return there.version === entry.version && there.link === entry.link
  })
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, link?: boolean, optional?: boolean, devOptional?: boolean, peer?: boolean }> | null}
 */
function packagesOf(file) {
  if (!existsSync(file)) return null
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? null
  } catch {
    return null
  }
}
