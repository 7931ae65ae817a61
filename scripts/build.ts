import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isLock, lockFolder } from './lock.ts'
import { ended } from './process-mark.ts'
import { StartError } from './start-error.ts'

/** What a build is made of; all else (docs, tests, scripts) changes nothing in it. */
const SOURCES = [
  'apps',
  'packages',
  'prisma',
  'package-lock.json',
  'tsconfig.base.json',
  'turbo.json',
  'scripts/generate.mjs',
]
const NOT_SOURCES = new Set(['node_modules', 'dist', '.next', '.turbo', 'generated', 'next-env.d.ts'])
/** Without these there is no build, whatever the stamp says. */
const PRODUCTS = ['apps/realtime/dist/main.js', 'apps/web/.next/BUILD_ID']

/**
 * Builds web and realtime if their sources changed since the last build. Two starts at once build once.
 *
 * @param root the project's folder
 */
export async function buildIfChanged(root: string, say: (line: string) => void): Promise<void> {
  if (isBuilt(root)) return
  const folder = join(root, 'apps', 'realtime', 'dist')
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    throw new StartError(`Inkwire has to be built, and ${folder} can't be written: ${messageOf(error)}`)
  }
  for (;;) {
    const lock = lockFolder(folder, 'build')
    if (!isLock(lock)) {
      say('Waiting for another start that builds …')
      while (!(await ended(lock, 200)) && existsSync(folder) && !isBuilt(root)) {}
      if (isBuilt(root)) return
      continue
    }
    try {
      if (isBuilt(root)) return
      const first = !existsSync(stampFile(root))
      say(`Building …${first ? ' (the first time takes a minute)' : ''}`)
      const hash = sourceHash(root)
      await build(root)
      writeFileSync(stampFile(root), hash)
      return
    } finally {
      lock.release()
    }
  }
}

/** SHA-256 over names and contents of all sources. */
export function sourceHash(root: string): string {
  const hash = createHash('sha256')
  for (const file of SOURCES.flatMap((source) => filesBelow(join(root, source))).sort()) {
    hash
      .update(`${relative(root, file)}\0`)
      .update(readFileSync(file))
      .update('\0')
  }
  return hash.digest('hex')
}

function isBuilt(root: string): boolean {
  const file = stampFile(root)
  if (!existsSync(file) || !PRODUCTS.every((product) => existsSync(join(root, product)))) return false
  return readFileSync(file, 'utf8') === sourceHash(root)
}

function stampFile(root: string): string {
  return join(root, 'apps', 'realtime', 'dist', 'build.stamp')
}

function filesBelow(path: string): string[] {
  if (!existsSync(path)) return []
  const name = path.split(/[\\/]/).at(-1) ?? ''
  if (NOT_SOURCES.has(name) || /\.(test\.ts|test\.tsx|tsbuildinfo|log)$/.test(name)) return []
  const entries = listOf(path)
  return entries === null ? [path] : entries.flatMap((entry) => filesBelow(join(path, entry)))
}

/** @returns null for a file */
function listOf(path: string): readonly string[] | null {
  try {
    return readdirSync(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOTDIR') return null
    throw error
  }
}

function build(root: string): Promise<void> {
  const turbo = join(root, 'node_modules', 'turbo', 'bin', 'turbo')
  const args = [turbo, 'run', 'build', '--output-logs=errors-only', '--no-color']
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: {
        ...process.env,
        TURBO_TELEMETRY_DISABLED: '1',
        TURBO_NO_UPDATE_NOTIFIER: '1',
        NEXT_TELEMETRY_DISABLED: '1',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text))
    child.once('error', (error) => reject(new StartError(`The build could not be run: ${error.message}`)))
    child.once('close', (code) => {
      if (code === 0) return resolve()
      console.error(output.trim())
      reject(new StartError('The build failed, see above'))
    })
  })
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await buildIfChanged(dirname(dirname(fileURLToPath(import.meta.url))), console.log)
  } catch (error) {
    console.error(messageOf(error))
    process.exitCode = 1
  }
}
