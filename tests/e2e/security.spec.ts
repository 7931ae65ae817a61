import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type BrowserContext, expect } from '@playwright/test'
import { startInstance } from '../servers/instance.ts'
import { startWeb } from '../servers/web.ts'
import { BoardPage } from './board-page.ts'
import { test } from './service.ts'

/** What the policy of a page kept from happening, in all pages of a context. */
async function violationsOf(context: BrowserContext): Promise<string[]> {
  const violations: string[] = []
  await context.exposeFunction('tellViolation', (text: string) => violations.push(text))
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) => {
      Reflect.get(window, 'tellViolation')(`${violatedDirective} ${blockedURI} ${sourceFile}`)
    })
  })
  return violations
}

/** Another site: one page, at an origin of its own. */
async function otherSite(html: string): Promise<{ url: string; server: Server }> {
  const server = createServer((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(html))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server }
}

test('a page runs what we sent and nothing else, and needs nothing else', async ({ browser, service }) => {
  const person = await BoardPage.arrive(browser)
  const violations = await violationsOf(person.context)
  const { page } = person
  /** Comes to a page whose inline scripts all have the nonce of its policy. Returns that nonce. */
  const visit = async (path: string): Promise<string> => {
    const answer = await page.goto(service.instance.url + path)
    const policy = answer?.headers()['content-security-policy'] ?? ''
    expect(policy).toContain("frame-ancestors 'none'")
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? ''
    expect(nonce).not.toBe('')
    const html = (await answer?.text()) ?? ''
    const inline = [...html.matchAll(/<script(?![^>]*\ssrc=)([^>]*)>/g)].map(([, attributes = '']) => attributes)
    expect(inline.length).toBeGreaterThan(0)
    for (const attributes of inline) expect(attributes).toContain(`nonce="${nonce}"`)
    return nonce
  }
  const nonce = await visit('/')
  // Another answer has another nonce.
  expect((await page.request.get(service.instance.url)).headers()['content-security-policy']).not.toContain(nonce)

  await page.getByRole('button', { name: 'New board' }).click()
  await page.waitForURL(/\/b\//)
  await person.ready()
  await person.pen([300, 300], [400, 360], [500, 300])
  await expect.poll(async () => (await person.head()).elements).toBe(1)
  await page.reload()
  await person.ready()
  await page.keyboard.press('ControlOrMeta+k')
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  await page.getByRole('button', { name: 'Share', exact: true }).click()
  await expect(page.getByRole('dialog').getByRole('list', { name: 'Members' })).toBeVisible()
  await visit('/account')
  await page.getByRole('button', { name: 'Create an account' }).click()
  await page.getByLabel('Your name').fill('Ann')
  await page.getByLabel('E-mail address').fill('policy@example.org')
  await page.getByLabel('Password').fill('a long password')
  await page.getByRole('button', { name: 'Create account' }).click()
  await page.waitForURL(`${service.instance.url}/`)
  await visit('/account')
  await expect(page.getByRole('heading', { name: 'policy@example.org' })).toBeVisible()
  expect(violations).toEqual([])

  const ran = await page.evaluate(async () => {
    const script = document.createElement('script')
    script.textContent = 'window.ran = "inline"'
    const image = document.createElement('img')
    image.setAttribute('onerror', 'window.ran = "attribute"')
    image.src = '/nothing'
    document.body.insertAdjacentHTML('beforeend', '<script>window.ran = "html"</script>')
    document.body.append(script, image)
    await new Promise((resolve) => setTimeout(resolve, 300))
    const evaluated = await new Promise((resolve) => {
      try {
        resolve(new Function('return 1')())
      } catch (error) {
        resolve(String(error))
      }
    })
    return { ran: Reflect.get(window, 'ran') ?? null, evaluated }
  })
  expect(ran).toEqual({ ran: null, evaluated: expect.stringContaining('EvalError') })
  await expect.poll(() => violations.length).toBeGreaterThan(1)
  await person.close()
})

test('a board is shown in a frame only at its embed address, and only by a site that is listed', async ({
  browser,
  service,
}) => {
  const person = await BoardPage.create(browser, service.instance.url)
  const link = await person.link()
  await person.close()
  const wiki = await otherSite('<iframe width="900" height="700"></iframe>')
  const elsewhere = await otherSite('<iframe width="900" height="700"></iframe>')
  const web = await startWeb({ EMBED_ORIGINS: wiki.url })
  const instance = await startInstance({ databaseUrl: service.postgres.url, webUrl: web.url })
  try {
    const here = link.replace(service.instance.url, instance.url)
    const framed = async (site: string, address: string) => {
      const visitor = await BoardPage.arrive(browser)
      await visitor.page.goto(site)
      await visitor.page.locator('iframe').evaluate((frame, src) => frame.setAttribute('src', src), address)
      const tool = visitor.page.frameLocator('iframe').getByRole('button', { name: 'Pen', exact: true })
      const shown = await tool
        .waitFor({ timeout: site === wiki.url && address.includes('/embed/') ? 30_000 : 5_000 })
        .then(
          () => true,
          () => false,
        )
      await visitor.close()
      return shown
    }
    const embedded = here.replace('/b/', '/embed/')
    expect(await framed(wiki.url, embedded)).toBe(true)
    expect(await framed(wiki.url, here)).toBe(false)
    expect(await framed(elsewhere.url, embedded)).toBe(false)
  } finally {
    await instance.stop()
    await web.stop()
    wiki.server.close()
    elsewhere.server.close()
  }
})

test('another site can do nothing with the cookie of whoever visits it', async ({ browser, service }) => {
  const person = await BoardPage.create(browser, service.instance.url)
  const { page } = person
  const board = new URL(page.url()).pathname.split('/').at(-1)
  const api = `${service.instance.url}/api/v1`
  // The same host on another port is the same site: the browser sends the cookie along.
  const evil = await otherSite(`<form method="post" action="${api}/boards" enctype="text/plain">
    <input name='{"name":"Forged","x":"' value='"}'><button>Free kittens</button></form>`)
  const visit = await person.context.newPage()
  await visit.goto(evil.url)
  const tried = await visit.evaluate(
    async ({ api, board }) => {
      const outcome = async (path: string, init: RequestInit) => {
        try {
          const answer = await fetch(api + path, { credentials: 'include', ...init })
          return answer.type === 'opaque' ? 'not readable' : answer.status
        } catch {
          return 'not readable'
        }
      }
      const socket = (address: string) =>
        new Promise((resolve) => {
          const one = new WebSocket(address)
          one.onopen = () => resolve('open')
          one.onerror = () => resolve('refused')
        })
      const json = { 'content-type': 'application/json' }
      return {
        read: await outcome('/boards', {}),
        readBlindly: await outcome('/boards', { mode: 'no-cors' }),
        make: await outcome('/boards', { method: 'POST', mode: 'no-cors', body: '{"name":"Forged"}' }),
        rename: await outcome(`/boards/${board}`, { method: 'PATCH', headers: json, body: '{"name":"Forged"}' }),
        remove: await outcome(`/boards/${board}`, { method: 'DELETE' }),
        socket: await socket(
          `${api.replace('http', 'ws').replace('/api/v1', '')}/socket.io/?EIO=4&transport=websocket`,
        ),
      }
    },
    { api, board },
  )
  expect(tried).toEqual({
    read: 'not readable',
    readBlindly: 'not readable',
    make: 'not readable',
    rename: 'not readable',
    remove: 'not readable',
    socket: 'refused',
  })
  const [answer] = await Promise.all([
    visit.waitForResponse(`${api}/boards`),
    visit.getByRole('button', { name: 'Free kittens' }).click(),
  ])
  expect(answer.status()).toBe(403)
  const { boards } = await (await page.request.get(`${api}/boards`)).json()
  expect(boards.map(({ id, name }: { id: string; name: string }) => [id, name])).toEqual([[board, expect.any(String)]])
  expect(boards[0].name).not.toBe('Forged')
  evil.server.close()
  await person.close()
})
