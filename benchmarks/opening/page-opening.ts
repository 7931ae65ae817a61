import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'
import type { Browser } from 'playwright-core'
import { VIEWPORT } from '../canvas/scene.ts'
import type { Look } from './page-watch.ts'

/** How a browser that was never here opens a board, in ms since it was told the address. */
export interface PageOpening {
  /** The page has the document. */
  readonly document: number
  /** Half of the ink that there is at the end is on screen. */
  readonly shown: number
  /** Nothing changes on screen any more. */
  readonly exact: number
}

/** A picture that stays as it is for so long is the last one, ms. */
const REST_MS = 2_000
/** A page that takes longer has failed, ms. */
const MOST_MS = 120_000

export async function openPage(browser: Browser, link: string, seq: number): Promise<PageOpening> {
  const context = await browser.newContext({ viewport: { width: VIEWPORT.w, height: VIEWPORT.h } })
  try {
    const page = await context.newPage()
    await page.addInitScript({ content: watcher() })
    await page.goto(link)
    const ended = await page.waitForFunction(
      ([wanted, rest]) => {
        const { looks, arrived } = window.opening
        const [document, last] = [arrived.get(wanted), looks.at(-1)]
        if (document === undefined || last === undefined || last.ink === 0 || performance.now() - last.at < rest)
          return null
        return { document, looks }
      },
      [seq, REST_MS] as const,
      { timeout: MOST_MS },
    )
    const found: { document: number; looks: Look[] } | null = await ended.jsonValue()
    const last = found?.looks.at(-1)
    if (!found || !last) throw new Error('the page shows nothing')
    const shown = found.looks.find(({ ink }) => ink >= last.ink / 2)
    return { document: found.document, shown: shown?.at ?? last.at, exact: last.at }
  } finally {
    await context.close()
  }
}

function watcher(): string {
  const entry = fileURLToPath(new URL('page-watch.ts', import.meta.url))
  const { outputFiles } = buildSync({ entryPoints: [entry], bundle: true, format: 'iife', write: false })
  return outputFiles.map(({ text }) => text).join('')
}
