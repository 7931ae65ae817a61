import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Where browsers of the system lie; CHROMIUM names another. */
const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/**
 * Sees to it that there is a Redis for the tests: REDIS_URL, or the program redis-server (installed where that can be done).
 *
 * @returns {string | null} what a person has to do, or null when it is there
 */
export function requireRedis() {
  if (process.env.REDIS_URL || works('redis-server')) return null
  if (canInstall() && install('redis-server') && works('redis-server')) return null
  return 'Redis is missing: install redis-server (Debian: apt-get install redis-server; macOS: brew install redis), or set REDIS_URL'
}

/**
 * Sees to it that there is an nginx for the tests (installed where that can be done), and openssl for its certificate.
 *
 * @returns {string | null} what a person has to do, or null when it is there
 */
export function requireProxy() {
  for (const program of ['nginx', 'openssl']) {
    if (works(program, program === 'nginx' ? '-v' : 'version') || (canInstall() && install(program))) continue
    return `${program} is missing: install it (Debian: apt-get install ${program}; macOS: brew install ${program})`
  }
  return null
}

/**
 * Sees to it that there is a PgBouncer for the tests (installed where that can be done).
 *
 * @returns {string | null} what a person has to do, or null when it is there
 */
export function requirePool() {
  if (works('pgbouncer') || (canInstall() && install('pgbouncer') && works('pgbouncer'))) return null
  return 'pgbouncer is missing: install it (Debian: apt-get install pgbouncer; macOS: brew install pgbouncer)'
}

/**
 * Sees to it that there is a Chromium for the browser tests: the system's, installed where that can be done, or
 * Playwright's own. Where it is the system's, CHROMIUM is set to its path.
 *
 * @returns {string | null} what a person has to do, or null when it is there
 */
export function requireBrowser() {
  if (takeSystemBrowser() || hasOwnBrowser()) return null
  // Ubuntu's package is only a stub for a snap, which does not run in a container.
  if (canInstall() && systemName() === 'debian' && install('chromium') && takeSystemBrowser()) return null
  console.log("Installing Playwright's Chromium …")
  const withSystemLibraries = canInstall() ? ['--with-deps'] : []
  const args = ['playwright', 'install', 'chromium', ...withSystemLibraries]
  const run = spawnSync('npx', args, { cwd: root, encoding: 'utf8', shell: process.platform === 'win32' })
  if (run.status === 0 && hasOwnBrowser()) return null
  console.error(`${run.stdout ?? ''}${run.stderr ?? ''}`.trim())
  return 'A browser is missing: install Chromium (Debian: apt-get install chromium), or run npx playwright install chromium'
}

function takeSystemBrowser() {
  const named = process.env.CHROMIUM
  const found = [...(named ? [named] : []), ...BROWSERS].find((path) => existsSync(path) && works(path))
  if (found === undefined) return false
  process.env.CHROMIUM = found
  return true
}

function hasOwnBrowser() {
  const script = "import('@playwright/test').then(({ chromium }) => console.log(chromium.executablePath()))"
  const run = spawnSync(process.execPath, ['-e', script], { cwd: `${root}tests`, encoding: 'utf8' })
  return run.status === 0 && existsSync(run.stdout.trim())
}

/**
 * @param {string} program
 * @param {string} option that makes it tell its version
 */
function works(program, option = '--version') {
  return spawnSync(program, [option], { stdio: 'ignore', timeout: 30_000 }).status === 0
}

function canInstall() {
  return process.getuid?.() === 0 && ['debian', 'ubuntu'].includes(systemName()) && existsSync('/usr/bin/apt-get')
}

function systemName() {
  if (!existsSync('/etc/os-release')) return process.platform
  return /^ID="?([a-z]+)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? ''
}

/** @param {string} name of a Debian package */
function install(name) {
  console.log(`Installing ${name} …`)
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', name]]) {
    const run = spawnSync('apt-get', args, {
      encoding: 'utf8',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
    if (run.status === 0) continue
    console.error(`${run.stdout ?? ''}${run.stderr ?? ''}`.trim())
    return false
  }
  return true
}
