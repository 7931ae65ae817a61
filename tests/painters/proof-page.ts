import { fileURLToPath } from 'node:url'
import { test as base, type Page } from '@playwright/test'
import { build } from 'esbuild'
import type { Trial } from './page/outcome.ts'

const MAIN = fileURLToPath(new URL('./page/main.ts', import.meta.url))
const FONTS = fileURLToPath(new URL('./page/fonts.css', import.meta.url))

const ADDRESS = 'http://proofs.test/'

/** The proofs as they run in a browser: script and stylesheet, everything inside. */
interface Bundle {
  readonly script: string
  readonly style: string
}

async function bundle(): Promise<Bundle> {
  const { outputFiles } = await build({
    entryPoints: { main: MAIN, fonts: FONTS },
    outdir: 'bundle',
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    loader: { '.woff2': 'dataurl', '.woff': 'empty' },
  })
  const text = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? ''
  return { script: text('main.js'), style: text('fonts.css') }
}

/** Playwright's test with a page in which the proofs are, for all tests of a file. */
export const test = base.extend<object, { bundle: Bundle; proofs: Page }>({
  bundle: [async ({ browserName: _ }, use) => use(await bundle()), { scope: 'worker' }],
  proofs: [
    async ({ browser, bundle }, use) => {
      const page = await browser.newPage({ viewport: { width: 800, height: 600 } })
      // With an address of its own, as relative ones in stylesheets need.
      await page.route(ADDRESS, (route) =>
        route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Proofs</title>' }),
      )
      await page.goto(ADDRESS)
      await page.addStyleTag({ content: bundle.style })
      await page.addScriptTag({ content: bundle.script })
      await page.evaluate(() => window.proofs.everythingLoaded())
      await use(page)
      await page.close()
    },
    { scope: 'worker' },
  ],
})

/** How often a proof is tried: RUNS=20000 looks longer, SEED=… repeats what was found. */
export function trial(runs: number): Trial {
  const { RUNS, SEED } = process.env
  return { runs: Number(RUNS ?? runs), ...(SEED === undefined ? {} : { seed: Number(SEED) }) }
}
