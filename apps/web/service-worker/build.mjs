// Bundles the service worker into .next/service-worker.js, with the list of all files of the build. Runs after `next build`.
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const web = fileURLToPath(new URL('..', import.meta.url))
const files = join(web, '.next', 'static')

/** Older forms of fonts, for browsers that have no service workers either. */
const NOT_NEEDED = /\.woff$/

const addresses = readdirSync(files, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && !NOT_NEEDED.test(entry.name))
  .map((entry) => relative(files, join(entry.parentPath, entry.name)).split(sep).map(encodeURIComponent).join('/'))
  .sort()
  .map((path) => `/_next/static/${path}`)

await build({
  absWorkingDir: web,
  entryPoints: ['service-worker/service-worker.ts'],
  outfile: '.next/service-worker.js',
  bundle: true,
  minify: true,
  target: 'es2022',
  format: 'iife',
  define: {
    BUILD: JSON.stringify({ id: readFileSync(join(web, '.next', 'BUILD_ID'), 'utf8'), files: addresses }),
  },
  logLevel: 'warning',
})
