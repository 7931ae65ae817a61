// All tests, or those of the stages that are named: `npm test`, `npm test -- unit cluster`.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { installPackages } from './install.mjs'
import { requireBrowser, requirePool, requireProxy, requireRedis } from './requirements.mjs'

/** @typedef {{ passed: number, failed: number, skipped: number }} Count */

const root = fileURLToPath(new URL('..', import.meta.url))
const results = join(root, 'test-results')

/** @type {Record<string, { title: string, run: () => Promise<Count> }>} */
const STAGES = {
  types: { title: 'Types', run: types },
  lint: { title: 'Lint', run: () => check([bin('@biomejs/biome', 'bin/biome'), 'check', '.', '--max-diagnostics=50']) },
  imports: { title: 'Import directions', run: () => check(['--import', 'tsx', 'scripts/imports.ts']) },
  unit: { title: 'Unit tests', run: () => vitest('unit', []) },
  build: { title: 'Build', run: () => check(['--import', 'tsx', 'scripts/build.ts']) },
  simulator: { title: 'Simulator', run: () => vitest('simulator', ['--config', 'tests/simulator/vitest.config.ts']) },
  cluster: { title: 'Cluster tests', run: cluster },
  browser: { title: 'Browser tests', run: browser },
}

const named = process.argv.slice(2)
const unknown = named.find((name) => !(name in STAGES))
if (unknown !== undefined) {
  console.error(`There is no stage "${unknown}": choose from ${Object.keys(STAGES).join(', ')}`)
  process.exit(1)
}

installPackages()
rmSync(results, { recursive: true, force: true })
mkdirSync(results, { recursive: true })
const total = { passed: 0, failed: 0, skipped: 0 }
/** @type {string[]} */
const lines = []
for (const [name, { title, run }] of Object.entries(STAGES)) {
  if (named.length > 0 && !named.includes(name)) continue
  console.log(`\n━━━ ${title} ━━━\n`)
  const begun = Date.now()
  const count = await run()
  total.passed += count.passed
  total.failed += count.failed
  total.skipped += count.skipped
  const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : ''
  const seconds = Math.round((Date.now() - begun) / 1000)
  lines.push(`${title.padEnd(18)} ${count.passed} passed, ${count.failed} failed${skipped} (${seconds} s)`)
  console.log(`\n${lines.at(-1)}`)
}
console.log(`\n━━━ All ━━━\n\n${lines.join('\n')}\n`)
console.log(`${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed === 0 ? 0 : 1

/** One test for the generated client and one for each folder with a tsconfig.json. */
async function types() {
  const generated = await check(['scripts/generate.mjs'])
  if (generated.failed > 0) return generated
  const folders = ['apps', 'packages'].flatMap((top) => readdirSync(join(root, top)).map((name) => join(top, name)))
  /** @type {Count} */
  let count = generated
  for (const folder of [...folders, 'apps/web/service-worker', 'tests', 'benchmarks', 'scripts']) {
    if (!existsSync(join(root, folder, 'tsconfig.json'))) continue
    const one = await check([bin('typescript', 'bin/tsc'), '--noEmit', '-p', folder])
    console.log(`${one.failed === 0 ? '✓' : '✗'} ${folder}`)
    count = sum(count, one)
  }
  return count
}

async function cluster() {
  const missing = requireRedis() ?? requireProxy() ?? requirePool()
  if (missing !== null) return crash(missing)
  return vitest('cluster', ['--config', 'tests/cluster/vitest.config.ts'])
}

async function browser() {
  const missing = requireRedis() ?? requireBrowser()
  if (missing !== null) return crash(missing)
  const file = join(results, 'browser.json')
  const cli = bin('@playwright/test', 'cli.js')
  // Where each test leaves its traces is Playwright's to empty: not the folder of our reports.
  const args = [cli, 'test', '--config', 'tests/e2e/playwright.config.ts', '--reporter=list,json']
  const code = await node(args, { PLAYWRIGHT_JSON_OUTPUT_NAME: file, PLAYWRIGHT_JSON_OUTPUT_FILE: file })
  const stats = report(file)?.stats
  if (stats === undefined) return crash('Playwright ended without a report')
  // One that passed only when it was repeated is a failing test that was lucky.
  const failed = stats.unexpected + stats.flaky
  return settle({ passed: stats.expected, failed, skipped: stats.skipped }, code)
}

/**
 * @param {string} name
 * @param {string[]} args
 */
async function vitest(name, args) {
  const file = join(results, `${name}.json`)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const code = await node([bin('vitest', 'vitest.mjs'), 'run', ...args, ...reporters])
  const found = report(file)
  if (found === null) return crash('vitest ended without a report')
  const skipped = found.numPendingTests + found.numTodoTests
  return settle({ passed: found.numPassedTests, failed: found.numFailedTests, skipped }, code)
}

/**
 * A check that is one test.
 *
 * @param {string[]} args of node
 * @returns {Promise<Count>}
 */
async function check(args) {
  const code = await node(args)
  return code === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 }
}

/**
 * A stage whose tests all passed but which failed itself (a file that could not be loaded, a server that did not start)
 * has failed; so has one without tests.
 *
 * @param {Count} count
 * @param {number} code
 */
function settle(count, code) {
  if (count.failed === 0 && (code !== 0 || count.passed === 0)) return { ...count, failed: 1 }
  return count
}

/**
 * @param {string} line
 * @returns {Count}
 */
function crash(line) {
  console.error(line)
  return { passed: 0, failed: 1, skipped: 0 }
}

/**
 * @param {Count} one
 * @param {Count} other
 * @returns {Count}
 */
function sum(one, other) {
  return {
    passed: one.passed + other.passed,
    failed: one.failed + other.failed,
    skipped: one.skipped + other.skipped,
  }
}

/** @param {string} file */
function report(file) {
  if (!existsSync(file)) return null
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}

/**
 * @param {string} name of a package
 * @param {string} path of its program
 */
function bin(name, path) {
  return join(root, 'node_modules', name, path)
}

/**
 * Runs node with its output on the terminal.
 *
 * @param {string[]} args
 * @param {Record<string, string>} env
 * @returns {Promise<number>} its exit code
 */
function node(args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', TURBO_TELEMETRY_DISABLED: '1', ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    child.once('error', () => resolve(1))
    child.once('exit', (code) => resolve(code ?? 1))
  })
}
