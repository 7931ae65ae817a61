import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test'
import { type Child, eventually, startChild } from '../servers/child.ts'
import { BROWSER } from './browser.ts'

/** A browser with its profile on disk, as people have one: it can be killed, and opened again with what it had kept. */
export class DiskBrowser {
  private readonly folder = mkdtempSync(join(tmpdir(), 'inkwire-browser-'))
  private child: Child | undefined
  private browser: Browser | undefined

  /** A page of the browser, which is started. */
  async open(): Promise<Page> {
    const portFile = join(this.folder, 'DevToolsActivePort')
    rmSync(portFile, { force: true })
    const args = ['--headless=new', '--remote-debugging-port=0', `--user-data-dir=${this.folder}`, 'about:blank']
    const program = BROWSER.executablePath ?? chromium.executablePath()
    const child = startChild(program, [...(BROWSER.args ?? []), ...args], { cwd: this.folder })
    this.child = child
    await eventually(
      () => existsSync(portFile) && readFileSync(portFile, 'utf8').includes('\n'),
      () => `the browser listens: ${child.output()}`,
    )
    const [port] = readFileSync(portFile, 'utf8').split('\n')
    this.browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`)
    const page = await this.context().newPage()
    await page.setViewportSize({ width: 1280, height: 800 })
    return page
  }

  context(): BrowserContext {
    const context = this.browser?.contexts()[0]
    if (!context) throw new Error('the browser is not open')
    return context
  }

  /** Ends it as people do: it writes down what it still had in mind. */
  async quit(): Promise<void> {
    const session = await this.browser?.newBrowserCDPSession()
    await session?.send('Browser.close').catch(() => {})
    // A signal while it closes would end it before its cookies are on disk.
    await eventually(
      () => !this.child?.running,
      () => 'the browser has ended',
    )
  }

  /** kill -9: it has no chance to write anything. */
  async kill9(): Promise<void> {
    await this.child?.kill9()
  }

  async remove(): Promise<void> {
    await this.child?.stop()
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 10 })
  }
}
