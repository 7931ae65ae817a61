// Bundles the service into dist/main.js. Run it to build; `npm run dev` takes the options and watches.
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const here = fileURLToPath(new URL('.', import.meta.url))

/** ES modules that don't say that they are: Node takes them for CommonJS. What draws thumbnails' sketchy lines, and what that needs. */
const UNMARKED = /^(roughjs|hachure-fill|path-data-parser|points-on-curve|points-on-path)(\/|$)/

/**
 * Our own packages are TypeScript and go into the bundle; all others are loaded from node_modules, as some bring files
 * that they look for beside themselves.
 *
 * @type {import('esbuild').Plugin}
 */
const othersOutside = {
  name: 'others-outside',
  setup(pluginBuild) {
    pluginBuild.onResolve({ filter: /^[^./]/ }, ({ path, kind }) => {
      if (kind === 'entry-point' || path.startsWith('@inkwire/') || UNMARKED.test(path)) return null
      return { path, external: true }
    })
  },
}

/** @satisfies {import('esbuild').BuildOptions} */
export const options = {
  absWorkingDir: here,
  // The worker is a file of its own, as it runs in a thread.
  entryPoints: { main: 'src/main.ts', admin: 'src/admin.ts', 'document-worker': 'src/documents/document-worker.ts' },
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  sourcemap: true,
  logLevel: 'warning',
  plugins: [othersOutside],
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build(options)
