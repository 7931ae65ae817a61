import { expect } from '@playwright/test'
import type { Instance } from '../servers/instance.ts'
import { BoardPage, converged } from './board-page.ts'
import { test } from './service.ts'

let instance: Instance

test.beforeAll(({ service }) => {
  instance = service.instance
})

test('select, move, delete, undo and redo', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  await ann.tool('Rectangle')
  await ann.drag([400, 200], [500, 300])
  const [drawn] = [await converged([ann], 1)]
  // After a shape the tool is Select again, and the shape is selected.
  await expect(ann.page.getByRole('button', { name: 'Select', exact: true })).toHaveAttribute('aria-pressed', 'true')
  // Between the handles.
  await ann.drag([425, 200], [625, 200])
  const moved = await settled(ann, drawn.seq)
  expect(moved.hash).not.toBe(drawn.hash)
  await ann.page.keyboard.press('Control+z')
  const back = await settled(ann, moved.seq)
  expect(back.hash).toBe(drawn.hash)
  await ann.page.keyboard.press('Control+Shift+z')
  expect((await settled(ann, back.seq)).hash).toBe(moved.hash)
  await ann.page.keyboard.press('Delete')
  await expect.poll(async () => (await ann.head()).elements).toBe(0)
  await ann.page.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect.poll(async () => (await ann.head()).elements).toBe(1)
  await ann.close()
})

test('a key that is pressed as soon as the tools are seen takes its tool, however far away the server is', async ({
  browser,
}) => {
  const ann = await BoardPage.create(browser, instance.url)
  const link = await ann.link()
  const ben = await BoardPage.arrive(browser)
  let answer = () => {}
  const answers = new Promise<void>((resolve) => {
    answer = resolve
  })
  await ben.page.routeWebSocket('**/socket.io/**', async (socket) => {
    await answers
    socket.connectToServer()
  })
  await ben.page.addInitScript(watchForTools)
  await ben.page.goto(link, { waitUntil: 'commit' })
  await ben.page.getByRole('toolbar', { name: 'Tools' }).waitFor()
  await ben.page.keyboard.press('r')
  // The editor listens from before the first frame that shows the tools.
  expect(await ben.page.evaluate(() => window.mountedWithTools)).toBe(true)
  answer()
  await ben.ready()
  await ben.drag([400, 200], [500, 300])
  await converged([ann, ben], 1)
  await Promise.all([ann.close(), ben.close()])
})

declare global {
  interface Window {
    /** Whether the editor was in the page when the tools came. */
    mountedWithTools?: boolean
  }
}

/** Runs in the page. */
function watchForTools(): void {
  new MutationObserver((_, observer) => {
    if (!document.querySelector('[role="toolbar"]')) return
    observer.disconnect()
    window.mountedWithTools = document.querySelector('main canvas') !== null
  }).observe(document, { childList: true, subtree: true })
}

test('marquee and shift-click select several; the eraser takes what it crosses', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  for (const x of [300, 500, 700]) {
    await ann.tool('Ellipse')
    await ann.drag([x, 200], [x + 80, 280])
  }
  await converged([ann], 3)
  await ann.page.keyboard.press('Escape')
  await ann.drag([260, 160], [600, 320])
  await ann.page.keyboard.press('Delete')
  await expect.poll(async () => (await ann.head()).elements).toBe(1)
  await ann.page.keyboard.press('Control+z')
  await converged([ann], 3)
  await ann.tool('Eraser')
  await ann.drag([280, 240], [640, 240])
  await expect.poll(async () => (await ann.head()).elements).toBe(1)
  await ann.close()
})

test('undo takes back only what I did', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  const ben = await BoardPage.open(browser, await ann.link())
  await ann.pen([300, 200], [400, 260])
  await converged([ann, ben], 1)
  await ben.pen([600, 200], [700, 260])
  await converged([ann, ben], 2)
  await ann.page.keyboard.press('Control+z')
  await expect.poll(async () => (await ben.head()).elements).toBe(1)
  await ann.page.keyboard.press('Control+z')
  expect((await converged([ann, ben], 1)).elements).toBe(1)
  await ann.page.keyboard.press('Control+y')
  await converged([ann, ben], 2)
  await Promise.all([ann.close(), ben.close()])
})

test('a text is typed in place and others see it grow; two people who type in it both keep their words', async ({
  browser,
}) => {
  const ann = await BoardPage.create(browser, instance.url)
  const ben = await BoardPage.open(browser, await ann.link())
  await ann.tool('Text')
  await ann.page.mouse.click(500, 300)
  await ann.page.keyboard.type('plan for spring')
  await converged([ann, ben], 1)
  // Ben opens the same text and types at its end, while Ann types at its start.
  await ben.page.mouse.dblclick(530, 305)
  await ben.page.keyboard.press('Control+End')
  await ann.page.keyboard.press('Control+Home')
  await Promise.all([
    ann.page.keyboard.type('Our ', { delay: 80 }),
    ben.page.keyboard.type(' and summer', { delay: 60 }),
  ])
  await ann.page.keyboard.press('Escape')
  await ben.page.keyboard.press('Escape')
  await converged([ann, ben], 1)
  for (const person of [ann, ben]) {
    await person.page.mouse.dblclick(530, 305)
    await expect(person.page.locator('textarea')).toHaveValue('Our plan for spring and summer')
    await person.page.keyboard.press('Escape')
  }
  await Promise.all([ann.close(), ben.close()])
})

test('an arrow that was drawn between two shapes follows whoever moves them', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  const ben = await BoardPage.open(browser, await ann.link())
  await ann.tool('Rectangle')
  await ann.drag([300, 200], [400, 300])
  await ann.tool('Rectangle')
  await ann.drag([700, 200], [800, 300])
  await ann.tool('Arrow')
  await ann.drag([350, 250], [750, 250])
  await converged([ann, ben], 3)
  const region = { x: 380, y: 380, width: 300, height: 220 }
  const before = await ben.page.screenshot({ clip: region })
  await ben.tool('Select')
  await ben.drag([300, 250], [300, 520])
  await converged([ann, ben], 3)
  await ben.page.mouse.move(1000, 600)
  await expect.poll(async () => (await ben.page.screenshot({ clip: region })).equals(before)).toBe(false)
  await Promise.all([ann.close(), ben.close()])
})

test('wheel pans, ctrl-wheel and buttons zoom; zoom to fit shows everything; shortcuts and help work', async ({
  browser,
}) => {
  const ann = await BoardPage.create(browser, instance.url)
  await ann.pen([300, 300], [500, 400])
  await converged([ann], 1)
  const zoom = () => ann.page.getByRole('button', { name: /^Zoom is/ }).textContent()
  const first = await ann.page.screenshot()
  await ann.page.mouse.move(640, 300)
  await ann.page.mouse.wheel(0, 5_000)
  await expect.poll(async () => (await ann.page.screenshot()).equals(first)).toBe(false)
  await ann.page.getByRole('button', { name: 'Zoom to fit' }).click()
  await ann.page.keyboard.down('Control')
  await ann.page.mouse.wheel(0, -300)
  await ann.page.keyboard.up('Control')
  await ann.page.getByRole('button', { name: 'Zoom out' }).click()
  await ann.page.keyboard.press('Control+0')
  await expect.poll(zoom).toContain('100')
  await ann.page.keyboard.press('r')
  await expect(ann.page.getByRole('button', { name: 'Rectangle', exact: true })).toHaveAttribute('aria-pressed', 'true')
  await ann.page.keyboard.press('?')
  await expect(ann.page.getByRole('dialog')).toContainText('Rectangle')
  await ann.page.keyboard.press('Escape')
  await expect(ann.page.getByRole('dialog')).toBeHidden()
  await ann.close()
})

test('touch draws with one finger and pinches with two', async ({ browser }) => {
  const link = await (async () => {
    const ann = await BoardPage.create(browser, instance.url)
    const made = await ann.link()
    await ann.close()
    return made
  })()
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })
  const page = await context.newPage()
  await page.goto(link)
  await expect(page.getByRole('status')).toHaveText('Saved')
  await page.getByRole('button', { name: 'Pen', exact: true }).tap()
  const session = await context.newCDPSession(page)
  const touch = (type: string, ...points: { x: number; y: number }[]) =>
    session.send('Input.dispatchTouchEvent', {
      type: type as 'touchStart',
      touchPoints: points.map((point, id) => ({ ...point, id })),
    })
  await touch('touchStart', { x: 100, y: 300 })
  for (let i = 1; i <= 10; i++) await touch('touchMove', { x: 100 + 15 * i, y: 300 + 10 * i })
  await touch('touchEnd')
  await expect.poll(() => page.evaluate(() => window.inkwire?.head().elements)).toBe(1)
  const before = await page.screenshot()
  await touch('touchStart', { x: 150, y: 400 }, { x: 250, y: 400 })
  for (let i = 1; i <= 10; i++) await touch('touchMove', { x: 150 - 8 * i, y: 400 }, { x: 250 + 8 * i, y: 400 })
  await touch('touchEnd')
  await expect.poll(async () => (await page.screenshot()).equals(before)).toBe(false)
  expect(await page.evaluate(() => window.inkwire?.head().elements)).toBe(1)
  await context.close()
})

/** Waits until a page has sent everything and stands past a seq. */
async function settled(person: BoardPage, past: number) {
  await expect
    .poll(async () => {
      const head = await person.head()
      return head.seq > past && head.outbox === 0
    })
    .toBe(true)
  return person.head()
}
