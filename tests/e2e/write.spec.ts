import { type Browser, expect } from '@playwright/test'
import type { Instance } from '../servers/instance.ts'
import { BoardPage, converged } from './board-page.ts'
import { test } from './service.ts'

let instance: Instance

test.beforeAll(({ service }) => {
  instance = service.instance
})

/** Clipboards work through the page's own events; reading them from a script needs this. */
async function withClipboard(browser: Browser, link?: string): Promise<BoardPage> {
  const person = link ? await BoardPage.open(browser, link) : await BoardPage.create(browser, instance.url)
  await person.context.grantPermissions(['clipboard-read', 'clipboard-write'])
  return person
}

test('double-click writes, labels a shape, and edits again; typing is one undo step', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  await ann.page.mouse.dblclick(400, 200)
  await ann.page.keyboard.type('Title of it')
  await ann.page.keyboard.press('Escape')
  await converged([ann], 1)
  await ann.tool('Rectangle')
  await ann.drag([600, 300], [860, 420])
  await ann.page.mouse.dblclick(730, 360)
  await ann.page.keyboard.type('Label', { delay: 120 })
  await ann.page.keyboard.press('Escape')
  await converged([ann], 2)
  await expect.poll(() => ann.words()).toEqual(['Label', 'Title of it'])
  await ann.page.keyboard.press('Control+z')
  await expect.poll(() => ann.words()).toEqual(['Title of it'])
  await ann.page.keyboard.press('Control+Shift+z')
  await expect.poll(() => ann.words()).toEqual(['Label', 'Title of it'])
  await ann.close()
})

test('what is typed right after a double-click is there, also while the code for that is still on its way', async ({
  browser,
}) => {
  const ann = await BoardPage.create(browser, instance.url)
  // Never idle: what is late comes only when it is asked for, and slowly.
  await ann.page.addInitScript(() => {
    window.requestIdleCallback = () => 0
  })
  await ann.page.reload()
  await ann.ready()
  let late = 0
  await ann.page.route('**/_next/static/chunks/**', async (route) => {
    late++
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    await route.continue()
  })
  await ann.page.mouse.dblclick(400, 200)
  await ann.page.keyboard.type('Prompt!')
  await ann.page.keyboard.press('Backspace')
  await ann.page.keyboard.press('Enter')
  await ann.page.keyboard.type('said')
  await ann.page.keyboard.press('Escape')
  await expect.poll(() => ann.words()).toEqual(['Prompt', 'said'])
  expect(late).toBeGreaterThan(0)
  await ann.page.keyboard.press('Control+z')
  await converged([ann], 0)
  await ann.close()
})

test('a sticky takes its text at once; a shape drawn in a frame goes where the frame goes', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  await ann.page.keyboard.press('s')
  await ann.page.mouse.click(400, 300)
  await ann.page.keyboard.type('Remember')
  await ann.page.keyboard.press('Escape')
  await converged([ann], 1)
  // Below it stands who wrote it.
  await expect.poll(() => ann.words()).toContain('Remember')
  await ann.page.keyboard.press('f')
  await ann.drag([620, 200], [1000, 500])
  await ann.tool('Ellipse')
  await ann.drag([700, 280], [800, 360])
  const drawn = await converged([ann], 3)
  await ann.page.keyboard.press('Escape')
  // The frame is taken by its edge; what is in it comes along, in one batch.
  await ann.drag([620, 440], [640, 520])
  await expect.poll(async () => (await ann.head()).seq).toBe(drawn.seq + 1)
  await ann.page.keyboard.press('Delete')
  await expect.poll(async () => (await ann.head()).elements).toBeLessThan(3)
  await ann.close()
})

test('copy and paste on a board, between boards and between people; plain text and links too', async ({ browser }) => {
  const ann = await withClipboard(browser)
  await ann.tool('Rectangle')
  await ann.drag([400, 200], [500, 280])
  await converged([ann], 1)
  await ann.page.keyboard.press('Control+c')
  await ann.page.mouse.move(700, 400)
  await ann.page.keyboard.press('Control+v')
  await converged([ann], 2)
  await ann.page.keyboard.press('Control+x')
  await expect.poll(async () => (await ann.head()).elements).toBe(1)

  // Another board of the same browser.
  await ann.page.goto(instance.url)
  await ann.page.getByRole('button', { name: 'New board' }).click()
  await ann.page.waitForURL(/\/b\//)
  await ann.ready()
  await ann.page.mouse.move(640, 300)
  await ann.page.keyboard.press('Control+v')
  await converged([ann], 1)

  await ann.page.evaluate(() => navigator.clipboard.writeText('Words from elsewhere'))
  await ann.page.keyboard.press('Control+v')
  await converged([ann], 2)
  await ann.page.evaluate(() => navigator.clipboard.writeText('https://example.org/page'))
  await ann.page.mouse.move(640, 500)
  await ann.page.keyboard.press('Control+v')
  await converged([ann], 3)
  await expect.poll(() => ann.words()).toEqual(['Words from elsewhere', 'https://example.org/page'])

  // Somebody else, on a board of their own, by the system's clipboard.
  await ann.page.keyboard.press('Control+a')
  await ann.page.keyboard.press('Control+c')
  const ben = await withClipboard(browser)
  await ben.page.mouse.move(640, 400)
  await ben.page.keyboard.press('Control+v')
  await converged([ben], 3)
  await Promise.all([ann.close(), ben.close()])
})

test('the pen draws straight with shift, and a click is a dot; the highlighter has a style of its own', async ({
  browser,
}) => {
  const ann = await BoardPage.create(browser, instance.url)
  await ann.page.keyboard.press('p')
  await ann.page.mouse.click(400, 300)
  await converged([ann], 1)
  await ann.page.keyboard.down('Shift')
  await ann.drag([450, 300], [520, 360], [700, 300])
  await ann.page.keyboard.up('Shift')
  await converged([ann], 2)
  await ann.page.getByRole('button', { name: 'Color red', exact: true }).click()
  await ann.tool('Highlighter')
  await expect(ann.page.getByRole('button', { name: 'Color red', exact: true })).toHaveAttribute(
    'aria-pressed',
    'false',
  )
  await ann.drag([400, 450], [700, 450])
  await converged([ann], 3)
  // The last style sticks with its tool, also over a reload.
  await ann.page.reload()
  await ann.ready()
  await ann.tool('Pen')
  await expect(ann.page.getByRole('button', { name: 'Color red', exact: true })).toHaveAttribute('aria-pressed', 'true')
  await ann.close()
})
