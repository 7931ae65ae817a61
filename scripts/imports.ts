import { readdirSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { dirname, join, posix, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A file of the project; its path is relative to the project's folder, with `/`. */
export interface SourceFile {
  readonly path: string
  readonly text: string
}

/** What each part may import of the others: packages/x as `x`, apps/x as `apps/x`. Tests, benchmarks and scripts: all. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  board: [],
  protocol: ['board'],
  sync: ['board', 'protocol'],
  canvas: ['board'],
  'apps/web': ['board', 'protocol', 'sync', 'canvas'],
  'apps/realtime': ['board', 'protocol'],
}
/** Parts that everything may run in: nothing of Node or of the browser. */
const PURE = new Set(['board'])
/** Packages that touch Node or the browser. */
const IMPURE = /^(react|react-dom|next|socket\.io|socket\.io-client|idb|pg|fastify|redis|ws|@prisma\/.*)(\/|$)/
/** Names that only Node or only browsers have. */
const IMPURE_NAMES =
  /(?<![\w.$'"/-])(process|Buffer|__dirname|require|window|document|navigator|localStorage|indexedDB|fetch|setTimeout|setInterval|requestAnimationFrame|performance)\s*[.([]/
/** Whoever opens a longer file has lost the thread. */
const MAX_LINES = 500
/** The folder beside the project that is there on the developers' machines only. Spelled apart: this file is checked too. */
const OUTSIDE = ['..', 'shared'].join('/')

const IMPORT = /(?:\bfrom\s*|\bimport\s*\(\s*|\bimport\s+|\brequire\s*\(\s*)(['"])([^'"\n]+)\1/g
const COMMENT = /\/\*[\s\S]*?\*\/|(?<![:'"`])\/\/[^\n]*/g
const CODE = /\.(ts|tsx|mts|cts|js|mjs|cjs|jsx|css)$/

/**
 * Checks the directions of imports, the purity of the document's package, names of what lies outside, and lengths.
 *
 * @returns one line per fault: `path: what is wrong`
 */
export function faultsOf(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap((file) => faultsOfFile(file).map((fault) => `${file.path}: ${fault}`))
}

function faultsOfFile({ path, text }: SourceFile): readonly string[] {
  const faults: string[] = []
  if (text.includes(OUTSIDE)) faults.push(`names ${OUTSIDE}, which is not part of the project`)
  if (!CODE.test(path)) return faults
  const lines = text.replace(/\n$/, '').split('\n').length
  if (lines > MAX_LINES) faults.push(`has ${lines} lines, more than ${MAX_LINES}`)
  const part = partOf(path)
  const allowed = part === null ? undefined : ARROWS[part]
  if (part === null || allowed === undefined || /\.(css|test\.tsx?)$/.test(path)) return faults
  const code = text.replace(COMMENT, '')
  for (const [, , name = ''] of code.matchAll(IMPORT)) {
    const target = targetOf(path, name)
    if (target !== null && target !== part && !allowed.includes(target))
      faults.push(`imports ${name}: ${part} must not know ${target}`)
    if (PURE.has(part) && (isBuiltin(name) || IMPURE.test(name))) faults.push(`imports ${name}: ${part} is pure`)
  }
  const impure = PURE.has(part) ? IMPURE_NAMES.exec(code)?.[1] : undefined
  if (impure !== undefined && !declares(code, impure)) faults.push(`uses ${impure}: ${part} is pure`)
  return faults
}

/** `document` is a good name for a board's document too. */
function declares(code: string, name: string): boolean {
  return new RegExp(`\\b(const|let|var|function|import)\\s+[^;=]*\\b${name}\\b|[(,{]\\s*${name}\\s*[:,)}?]`).test(code)
}

/** The part that a file belongs to; null outside of apps and packages. */
function partOf(path: string): string | null {
  const [top, name] = path.split('/')
  if (name === undefined) return null
  if (top === 'packages') return name
  if (top === 'apps' || top === 'tests' || top === 'benchmarks' || top === 'scripts') {
    return top === 'apps' ? `apps/${name}` : top
  }
  return null
}

/** The part that an import leads to; null for packages of others and within Node. */
function targetOf(path: string, name: string): string | null {
  const own = /^@inkwire\/([^/]+)/.exec(name)?.[1]
  if (own !== undefined) return own === 'web' || own === 'realtime' ? `apps/${own}` : own
  if (!name.startsWith('.')) return null
  return partOf(posix.join(posix.dirname(path), name))
}

const NOT_OURS = new Set([
  'node_modules',
  'dist',
  '.next',
  '.turbo',
  '.git',
  '.data',
  'generated',
  'test-results',
  'playwright-report',
])
const TEXT = /\.(ts|tsx|mts|cts|js|mjs|cjs|jsx|css|json|md|yml|yaml|prisma|sql|conf|html|svg)$|Dockerfile|^run$/

/** All text files of the project. */
export function readSources(root: string): readonly SourceFile[] {
  const below = (folder: string): readonly string[] =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      if (NOT_OURS.has(entry.name) || entry.name === 'package-lock.json') return []
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return below(path)
      return entry.isFile() && TEXT.test(entry.name) ? [path] : []
    })
  return below(root).map((path) => ({
    path: relative(root, path).split(sep).join('/'),
    text: readFileSync(path, 'utf8'),
  }))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const faults = faultsOf(readSources(dirname(dirname(fileURLToPath(import.meta.url)))))
  for (const fault of faults) console.error(fault)
  process.exitCode = faults.length === 0 ? 0 : 1
}
