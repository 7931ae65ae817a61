import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Browser, type CDPSession, chromium, type Page, type Request } from 'playwright-core'
import type { Bench } from './page/bench.ts'
import type { Recorder } from './recorder/recording.ts'
import { cameraAt, cameraOnAll, type SceneCamera, VIEWPORT } from './scene.ts'
import { ThreadInspector } from './thread-inspector.ts'

declare global {
  interface Window {
    bench: Bench
    recorder: Recorder
  }
}

/** Debian's; elsewhere Playwright's own browser is used. */
const SYSTEM_CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium'
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
/** A page that takes longer to be ready has failed, ms. */
const READY_MS = 60_000
const CLOSE_MS = 4_000

export interface SessionOptions {
  readonly url: string
  /** Elements of the scene. */
  readonly count: number
  /** The recorder's code. */
  readonly recorder: string
}

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    ...(existsSync(SYSTEM_CHROMIUM) ? { executablePath: SYSTEM_CHROMIUM } : {}),
    args: ARGS,
    ignoreDefaultArgs: ['--hide-scrollbars'],
  })
}

/** How a scene was loaded, in ms from the call. */
export interface Loaded {
  /** Until it was painted. */
  readonly ms: number
  /** Until something of it was on screen; null: the page can't tell. */
  readonly first: number | null
}

/** One browser with one page, which shows one scene. */
export class Session {
  private inflight: Promise<unknown>[] = []
  /** What the page loaded until it was ready. */
  readonly urls = new Set<string>()

  private constructor(
    readonly count: number,
    readonly browser: Browser,
    readonly page: Page,
    readonly cdp: CDPSession,
    readonly threads: ThreadInspector,
  ) {}

  static async open({ url, count, recorder }: SessionOptions): Promise<Session> {
    const browser = await launchBrowser()
    const context = await browser.newContext({ viewport: { width: VIEWPORT.w, height: VIEWPORT.h } })
    await context.addInitScript({ content: recorder })
    const page = await context.newPage()
    const cdp = await context.newCDPSession(page)
    const threads = await ThreadInspector.open(cdp)
    const session = new Session(count, browser, page, cdp, threads)
    const heard = (request: Request) => void session.urls.add(request.url())
    page.on('request', heard)
    await page.goto(url)
    await page.waitForFunction(() => window.bench !== undefined, null, { timeout: READY_MS })
    await page.evaluate(() => window.bench.ready)
    await page.waitForLoadState('networkidle')
    page.off('request', heard)
    return session
  }

  /** Not timed: the page makes its document. */
  async prepare(): Promise<void> {
    await this.page.evaluate((wanted) => window.bench.prepare(wanted), this.count)
  }

  /** Loads the scene with all of it in view, or only its middle at zoom 1. */
  load(view: 'all' | 'middle'): Promise<Loaded> {
    const camera = view === 'all' ? cameraOnAll(this.count) : cameraAt(this.count, 1)
    return this.page.evaluate(
      async ({ count, camera: { x, y, zoom } }) => {
        window.bench.setCamera(x, y, zoom)
        await window.recorder.painted()
        let first: number | null = null
        const begin = performance.now()
        // Pixels don't lie: the first frame in which any of the board's canvas is painted, looked at in small.
        const small = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
        const isOurs = window.bench.coverage !== undefined
        window.recorder.start((now) => {
          const shown = isOurs && first === null ? document.querySelector('canvas') : null
          if (!small || !shown || shown.width === 0) return
          small.clearRect(0, 0, small.canvas.width, small.canvas.height)
          small.drawImage(shown, 0, 0, small.canvas.width, small.canvas.height)
          const { data } = small.getImageData(0, 0, small.canvas.width, small.canvas.height)
          if (data.some((value, at) => at % 4 === 3 && value > 0)) first = now - begin
        })
        const { painted } = await window.recorder.timed(() => window.bench.load(count))
        await window.recorder.stop()
        return { ms: painted, first }
      },
      { count: this.count, camera },
    )
  }

  /** Shows a part of the scene, and lets the page come to rest there. */
  async look(camera: SceneCamera): Promise<void> {
    await this.page.evaluate(async ({ x, y, zoom }) => {
      window.bench.setCamera(x, y, zoom)
      await window.recorder.painted()
      await window.recorder.exact(10_000)
    }, camera)
    await sleep(250)
    await this.page.evaluate(() => window.recorder.painted())
  }

  async setTool(tool: 'select' | 'draw'): Promise<void> {
    await this.page.evaluate((wanted) => {
      window.bench.select([])
      window.bench.setTool(wanted)
    }, tool)
  }

  elements(): Promise<number> {
    return this.page.evaluate(() => window.bench.count())
  }

  /** Real input, by the browser's debugging protocol. It is on its way when this returns; `settled` waits for it. */
  mouse(
    type: 'mousePressed' | 'mouseReleased' | 'mouseMoved' | 'mouseWheel',
    x: number,
    y: number,
    more: { readonly deltaX?: number; readonly deltaY?: number; readonly ctrl?: boolean; readonly held?: boolean } = {},
  ): void {
    const { deltaX, deltaY, ctrl = false, held = false } = more
    const pressing = type === 'mousePressed' || type === 'mouseReleased'
    const event = {
      type,
      x,
      y,
      pointerType: 'mouse' as const,
      modifiers: ctrl ? 2 : 0,
      ...(pressing ? { button: 'left' as const, clickCount: 1 } : held ? { button: 'left' as const } : {}),
      buttons: type === 'mousePressed' || (held && type !== 'mouseReleased') ? 1 : 0,
      ...(type === 'mouseWheel' ? { deltaX: deltaX ?? 0, deltaY: deltaY ?? 0 } : {}),
    }
    // One that the browser didn't take before it was closed is of no interest.
    this.inflight.push(this.cdp.send('Input.dispatchMouseEvent', event).catch(() => {}))
  }

  async settled(): Promise<void> {
    await Promise.all(this.inflight.splice(0))
  }

  async close(): Promise<void> {
    await Promise.race([this.browser.close().catch(() => {}), sleep(CLOSE_MS)])
  }
}

/** Calls so many times a second for so many ms, with the seconds since the beginning. */
export async function paced(hz: number, ms: number, act: (seconds: number) => void): Promise<void> {
  const begin = performance.now()
  for (let k = 0; ; k++) {
    const since = performance.now() - begin
    if (since >= ms) return
    act(since / 1_000)
    await sleep(Math.max(0, ((k + 1) * 1_000) / hz - (performance.now() - begin)))
  }
}
