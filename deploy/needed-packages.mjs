// node deploy/needed-packages.mjs apps/realtime: removes from node_modules what that workspace does not need to run. `npm ci --workspace` leaves
// what others of its packages could be used with (optional peers), if any workspace has it: here Next, a browser's driver, a bundler.
import { existsSync, readFileSync, rmSync } from 'node:fs'

/**
 * @typedef {object} Entry as much of package-lock.json as is read here
 * @property {boolean} [link]
 * @property {string} [resolved]
 * @property {Record<string, string>} [dependencies]
 * @property {Record<string, string>} [peerDependencies]
 * @property {Record<string, { optional?: boolean }>} [peerDependenciesMeta]
 */

const [workspace = ''] = process.argv.slice(2)
/** @type {Record<string, Entry>} */
const packages = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages
if (!packages[workspace]) {
  console.error(`There is no workspace "${workspace}": node deploy/needed-packages.mjs apps/realtime`)
  process.exit(1)
}

/** @type {Set<string>} */
const needed = new Set()
visit(workspace)
// Bundled code looks from where the bundle lies.
const astray = [...needed].find((path) => path.startsWith('packages/') && path.includes('node_modules/'))
if (astray) {
  console.error(`${astray} would not be found from ${workspace}: give both workspaces the same version of it`)
  process.exit(1)
}
let removed = 0
for (const path of Object.keys(packages)) {
  if (!path.includes('node_modules/') || needed.has(path) || !existsSync(path)) continue
  // What lies within goes with it: nobody else finds it there.
  rmSync(path, { recursive: true, force: true })
  removed++
}
rmSync('node_modules/.bin', { recursive: true, force: true })
console.log(`${needed.size} packages are needed, ${removed} others were removed`)

/** @param {string} path */
function visit(path) {
  if (needed.has(path)) return
  needed.add(path)
  const entry = packages[path]
  // Our own packages are in the bundle; what they import of others is not.
  if (entry?.link && entry.resolved) return visit(entry.resolved)
  const { dependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} } = entry ?? {}
  const peers = Object.keys(peerDependencies).filter((name) => !peerDependenciesMeta[name]?.optional)
  for (const name of [...Object.keys(dependencies), ...peers]) {
    const found = resolve(path, name)
    if (found !== undefined) visit(found)
  }
}

/**
 * Where Node finds a package: in the node_modules beside whoever asks, or above.
 *
 * @param {string} from
 * @param {string} name
 */
function resolve(from, name) {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/')))) {
    const path = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`
    if (packages[path]) return path
    if (folder === '') return undefined
  }
}
