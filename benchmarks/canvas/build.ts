import { cpSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build as bundle } from 'esbuild'
import { build } from 'vite'

const here = fileURLToPath(new URL('.', import.meta.url))
/** Where the built pages lie, each in a folder of its own. */
export const DIST = `${here}dist`

/** Builds a page for production, from its folder into one below DIST. */
async function buildPage(folder: string, name: string, readable = false): Promise<void> {
  await build({
    root: `${here}${folder}`,
    base: './',
    configFile: false,
    logLevel: 'error',
    worker: { format: 'es' },
    define: { 'process.env.IS_PREACT': '"false"' },
    build: {
      outDir: `${DIST}/${name}`,
      emptyOutDir: true,
      target: 'es2023',
      minify: !readable,
      chunkSizeWarningLimit: Number.POSITIVE_INFINITY,
      // A file that is within another one would not be counted for itself.
      assetsInlineLimit: 0,
    },
  })
}

/** @param readable names stay as they are, for profiles */
export async function buildOwnPage(readable: boolean): Promise<void> {
  await buildPage('page', 'inkwire', readable)
}

/** The recorder's code, to be put into each page. */
export async function buildRecorder(): Promise<string> {
  const { outputFiles } = await bundle({
    entryPoints: [`${here}recorder/recorder.ts`],
    bundle: true,
    format: 'iife',
    target: 'es2023',
    write: false,
  })
  return outputFiles[0]?.text ?? ''
}

/** Peers' pages with the fonts and pictures that they load at run time. Their packages must be installed. */
export async function buildPeerPages(): Promise<void> {
  const packages = `${here}peers/node_modules`
  await buildPage('peers/excalidraw', 'excalidraw')
  cpSync(`${packages}/@excalidraw/excalidraw/dist/prod/fonts`, `${DIST}/excalidraw/fonts`, { recursive: true })
  await buildPage('peers/tldraw', 'tldraw')
  for (const folder of ['fonts', 'icons', 'translations', 'embed-icons'])
    cpSync(`${packages}/@tldraw/assets/${folder}`, `${DIST}/tldraw/assets/${folder}`, { recursive: true })
}
