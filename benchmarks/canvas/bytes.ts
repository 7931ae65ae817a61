import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildIfChanged } from '../../scripts/build.ts'
import { startDatabase } from '../../scripts/database.ts'
import { startInstance } from '../../tests/servers/instance.ts'
import { startWeb } from '../../tests/servers/web.ts'
import { launchBrowser } from './session.ts'
import { type WireSizes, wireSizes } from './wire-size.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** What the service's board page loads until one can draw on it, for somebody who comes by a link for the first time. */
export async function measureBytes(): Promise<WireSizes> {
  await buildIfChanged(ROOT, console.log)
  const dataDir = mkdtempSync(join(tmpdir(), 'inkwire-benchmark-'))
  const database = await startDatabase({ dataDir })
  // A run that is interrupted must not leave a database behind; its other children end by themselves.
  const interrupt = () => process.kill(database.pid, 'SIGINT')
  process.once('exit', interrupt)
  const web = await startWeb()
  const instance = await startInstance({ databaseUrl: database.url, webUrl: web.url })
  const browser = await launchBrowser()
  try {
    const page = await (await browser.newContext()).newPage()
    await page.goto(instance.url)
    await page.getByRole('button', { name: 'New board' }).click()
    await page.waitForURL(/\/b\//)
    const ready = () => page.waitForFunction(() => (window.inkwire?.head().epoch ?? null) !== null)
    await ready()
    const urls = new Set<string>()
    page.on('request', (request) => urls.add(request.url()))
    // Once more from the start: what the home page had brought is loaded again.
    await page.reload()
    await ready()
    await page.getByRole('button', { name: 'Pen', exact: true }).waitFor()
    await page.waitForLoadState('networkidle')
    const files = [...urls].filter((url) => url.startsWith(instance.url) && !/\/(api|socket\.io)\//.test(url))
    return await wireSizes(files)
  } finally {
    await browser.close()
    await instance.stop()
    await web.stop()
    process.off('exit', interrupt)
    await database.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}
