import { type Browser, expect } from '@playwright/test'
import type { Instance } from '../servers/instance.ts'
import { BoardPage, converged, type PageHead } from './board-page.ts'
import { drawWithPen, Hand, type Place } from './hand.ts'
import { INK, pixelsOf } from './pixels.ts'
import { test } from './service.ts'

let instance: Instance

test.beforeAll(({ service }) => {
  instance = service.instance
})

/** The accent of the light theme, in which guides are drawn. */
const ACCENT = [0x3b, 0x5b, 0xdb] as const
/** The part of the canvas that no panel lies over. */
const CANVAS = { x: 300, y: 110, width: 760, height: 560 }
const [ANNS_COLOR, ANNS_RGB] = ['#C83E86', [0xc8, 0x3e, 0x86]] as const

const keys = ({ page }: BoardPage, ...presses: readonly string[]) =>
  presses.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve())

/** Draws a rectangle by its key; Select is at work then, and it is selected. */
async function rectangle(person: BoardPage, from: Place, to: Place): Promise<void> {
  await keys(person, 'r')
  // Places are meant as they are.
  await person.page.keyboard.down('Control')
  await person.drag(from, to)
  await person.page.keyboard.up('Control')
}

/** Waits until another batch is stored. */
async function next(person: BoardPage, { seq }: PageHead): Promise<PageHead> {
  await expect.poll(async () => (await person.head()).seq).toBeGreaterThan(seq)
  return converged([person], 0)
}

const inkBox = async (person: BoardPage) => (await pixelsOf(person, CANVAS, INK)).box
const inkCount = async (person: BoardPage, clip = CANVAS) => (await pixelsOf(person, clip, INK)).count
const elements = async (person: BoardPage) => (await person.head()).elements

async function threeRectangles(browser: Browser): Promise<{ ann: BoardPage; drawn: PageHead }> {
  const ann = await BoardPage.create(browser, instance.url)
  await rectangle(ann, [400, 200], [460, 240])
  await rectangle(ann, [480, 320], [540, 360])
  await rectangle(ann, [800, 400], [860, 440])
  const drawn = await converged([ann], 3)
  await keys(ann, 'Control+a')
  return { ann, drawn }
}

test('align, distribute and flip by keys and by the menu, each one gesture', async ({ browser }) => {
  const { ann, drawn } = await threeRectangles(browser)
  const before = await inkBox(ann)
  const width = ([left, , right]: readonly [number, number, number, number]) => right - left
  const height = ([, top, , bottom]: readonly [number, number, number, number]) => bottom - top
  for (const [key, reaches] of [
    ['Control+Shift+ArrowLeft', width],
    ['Control+Shift+ArrowRight', width],
    ['Alt+Shift+h', width],
    ['Control+Shift+ArrowUp', height],
    ['Control+Shift+ArrowDown', height],
    ['Alt+Shift+v', height],
  ] as const) {
    const { seq } = await ann.head()
    await keys(ann, key)
    await expect.poll(async () => reaches(await inkBox(ann))).toBeLessThan(80)
    // What is aligned already stays: the next step is the undo.
    await keys(ann, key, 'Control+z')
    await expect.poll(async () => (await ann.head()).hash).toBe(drawn.hash)
    expect((await ann.head()).seq).toBe(seq + 2)
  }
  const aligned = await converged([ann], 3)
  await keys(ann, 'Alt+h')
  const distributed = await next(ann, aligned)
  expect(distributed.hash).not.toBe(drawn.hash)
  expect(await inkBox(ann)).toEqual(before)
  await keys(ann, 'Control+z')
  await expect.poll(async () => (await ann.head()).hash).toBe(drawn.hash)
  await keys(ann, 'Alt+v', 'Shift+H', 'Shift+V')
  await expect.poll(async () => (await ann.head()).seq).toBe(distributed.seq + 4)
  expect(await inkBox(ann)).toEqual(before)
  await keys(ann, 'Control+z', 'Control+z', 'Control+z')
  await expect.poll(async () => (await ann.head()).hash).toBe(drawn.hash)

  await keys(ann, 'Control+a')
  await ann.page.mouse.click(400, 220, { button: 'right' })
  await ann.page.getByRole('menuitem', { name: 'Align' }).first().click()
  await ann.page.getByRole('menuitem', { name: /^Align left/ }).click()
  await expect.poll(async () => width(await inkBox(ann))).toBeLessThan(80)
  await ann.close()
})

test('what is locked stays where it is when the others are aligned', async ({ browser }) => {
  const { ann, drawn } = await threeRectangles(browser)
  await ann.page.mouse.click(1000, 600)
  await ann.page.mouse.click(400, 220)
  await keys(ann, 'Control+Shift+l')
  const locked = await next(ann, drawn)
  await keys(ann, 'Escape')
  await ann.drag([350, 150], [900, 500])
  const [left] = await inkBox(ann)
  await keys(ann, 'Control+Shift+ArrowRight')
  await next(ann, locked)
  expect((await inkBox(ann))[0]).toBe(left)
  await ann.close()
})

test('a lasso and a marquee take what they touch, or with alt what lies whole in them', async ({ browser }) => {
  const { ann } = await threeRectangles(browser)
  const deleted = async () => {
    await keys(ann, 'Delete')
    await expect.poll(() => elements(ann)).toBeLessThan(3)
    const left = await elements(ann)
    await keys(ann, 'Control+z')
    await expect.poll(() => elements(ann)).toBe(3)
    return 3 - left
  }
  const around: readonly Place[] = [[380, 180], [500, 180], [500, 360], [380, 360]] // biome-ignore format: one row
  await keys(ann, 'Escape', 'Shift+L')
  await ann.drag(...around)
  expect(await deleted()).toBe(2)
  await keys(ann, 'Escape', 'Shift+L')
  await ann.page.keyboard.down('Alt')
  await ann.drag(...around)
  await ann.page.keyboard.up('Alt')
  expect(await deleted()).toBe(1)
  await keys(ann, 'Escape')
  await ann.drag([380, 180], [500, 360])
  expect(await deleted()).toBe(2)
  await keys(ann, 'Escape')
  await ann.page.keyboard.down('Alt')
  await ann.drag([380, 180], [500, 360])
  await ann.page.keyboard.up('Alt')
  expect(await deleted()).toBe(1)
  // All of a kind: one is selected, and its like.
  await keys(ann, 'Escape')
  await ann.page.mouse.click(400, 220)
  await keys(ann, 'Control+Alt+a')
  expect(await deleted()).toBe(3)
  await ann.close()
})

test('what is dragged sticks to edges, with a guide; not with ctrl, and not when it is switched off', async ({
  browser,
}) => {
  const ann = await BoardPage.create(browser, instance.url)
  // A camera that was never moved would be fitted to what is there on the next visit.
  await ann.page.mouse.move(640, 400)
  await ann.page.mouse.wheel(20, 40)
  await rectangle(ann, [400, 200], [500, 300])
  await rectangle(ann, [600, 400], [650, 450])
  const drawn = await converged([ann], 2)
  await keys(ann, 'Escape')
  const left = { ...CANVAS, y: 380, height: 290 }
  const leftEdge = async () => (await pixelsOf(ann, left, INK)).box[0] + left.x
  const { mouse, keyboard } = ann.page
  const drag = async (): Promise<void> => {
    await mouse.move(600, 420)
    await mouse.down()
    await mouse.move(404, 430, { steps: 5 })
  }
  const back = async (): Promise<void> => {
    await keys(ann, 'Control+z')
    await expect.poll(async () => (await ann.head()).hash).toBe(drawn.hash)
  }
  await drag()
  const between = { x: 390, y: 310, width: 20, height: 60 }
  await expect.poll(async () => (await pixelsOf(ann, between, ACCENT)).count).toBeGreaterThan(40)
  await mouse.up()
  await next(ann, drawn)
  expect(await leftEdge()).toBe(398)
  expect((await pixelsOf(ann, between, ACCENT)).count).toBe(0)
  await back()
  await drag()
  await keyboard.down('Control')
  await mouse.up()
  await keyboard.up('Control')
  await expect.poll(leftEdge).toBe(402)
  await back()
  await keys(ann, 'Alt+s')
  await drag()
  await mouse.up()
  await expect.poll(leftEdge).toBe(402)
  await back()
  // To the grid, whatever else there is.
  await keys(ann, "Control+'")
  await drag()
  await mouse.up()
  await expect.poll(leftEdge).toBe(398)
  await back()
  await ann.page.reload()
  await ann.ready()
  await expect.poll(leftEdge).toBe(598)
  await drag()
  await mouse.up()
  await expect.poll(leftEdge).toBe(398)
  await ann.close()
})

test('what is dragged sticks to the gap that two others have, with both gaps marked; not with ctrl', async ({
  browser,
}) => {
  const ann = await BoardPage.create(browser, instance.url)
  await rectangle(ann, [400, 200], [500, 300])
  await rectangle(ann, [540, 200], [650, 300])
  await rectangle(ann, [800, 400], [850, 450])
  const drawn = await converged([ann], 3)
  await keys(ann, 'Escape')
  const { mouse, keyboard } = ann.page
  const right = { x: 670, y: 190, width: 200, height: 270 }
  const leftEdge = async () => (await pixelsOf(ann, right, INK)).box[0] + right.x
  const drag = async (): Promise<void> => {
    await mouse.move(800, 420)
    await mouse.down()
    await mouse.move(693, 258, { steps: 5 })
  }
  /** Between the ink of the first two, and of the second and the third. */
  const gaps = [505, 655].map((x) => ({ x, y: 215, width: 25, height: 70 }))
  await drag()
  for (const gap of gaps) await expect.poll(async () => (await pixelsOf(ann, gap, ACCENT)).count).toBeGreaterThan(24)
  await mouse.up()
  await next(ann, drawn)
  // Its outline is 4 px wide.
  expect(await leftEdge()).toBe(688)
  for (const gap of gaps) expect((await pixelsOf(ann, gap, ACCENT)).count).toBe(0)
  await keys(ann, 'Control+z')
  await expect.poll(async () => (await ann.head()).hash).toBe(drawn.hash)
  await drag()
  await keyboard.down('Control')
  for (const gap of gaps) await expect.poll(async () => (await pixelsOf(ann, gap, ACCENT)).count).toBe(0)
  await mouse.up()
  await keyboard.up('Control')
  await expect.poll(leftEdge).toBe(691)
  await ann.close()
})

test('what is resized and drawn sticks, too', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  await rectangle(ann, [400, 200], [500, 300])
  await rectangle(ann, [600, 400], [650, 450])
  const drawn = await converged([ann], 2)
  const lower = { ...CANVAS, y: 304, height: 366 }
  // The corner handle lies 6 px outside.
  await ann.drag([594, 394], [498, 356])
  await next(ann, drawn)
  expect((await pixelsOf(ann, lower, INK)).box[0] + lower.x).toBe(498)
  await keys(ann, 'e')
  await keys(ann, 'r')
  await ann.drag([404, 500], [496, 560])
  await converged([ann], 3)
  const [left, , right] = (await pixelsOf(ann, { ...CANVAS, y: 480, height: 190 }, INK)).box
  expect([left + CANVAS.x, right + CANVAS.x]).toEqual([398, 501])
  await ann.close()
})

test('a laser is seen by others in its colour, fades, and is never stored', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  const answer = await ann.page.request.patch(`${instance.url}/api/v1/session`, { data: { color: ANNS_COLOR } })
  expect(answer.ok()).toBe(true)
  const ben = await BoardPage.open(browser, await ann.link())
  const before = await ann.head()
  await keys(ann, 'k')
  const { mouse } = ann.page
  await mouse.move(400, 300)
  await mouse.down()
  const seen = async (person: BoardPage) => {
    await mouse.move(900, 300, { steps: 4 })
    await mouse.move(400, 300, { steps: 4 })
    return (await pixelsOf(person, { x: 450, y: 290, width: 400, height: 20 }, ANNS_RGB)).count
  }
  await expect.poll(() => seen(ben)).toBeGreaterThan(100)
  await expect.poll(() => seen(ann)).toBeGreaterThan(100)
  await mouse.up()
  for (const person of [ann, ben]) {
    await expect
      .poll(async () => (await pixelsOf(person, { x: 450, y: 290, width: 400, height: 20 }, ANNS_RGB)).count)
      .toBe(0)
  }
  expect(await ann.head()).toMatchObject({ seq: before.seq, elements: 0 })
  await Promise.all([ann.close(), ben.close()])
})

test('the eraser shows what it will take, gives back with alt, takes all at once; escape gives up', async ({
  browser,
}) => {
  const { ann, drawn } = await threeRectangles(browser)
  const { mouse, keyboard } = ann.page
  const first = { x: 390, y: 190, width: 80, height: 60 }
  const second = { x: 470, y: 290, width: 80, height: 60 }
  await keys(ann, 'e')
  const over = async (): Promise<void> => {
    await mouse.move(430, 180)
    await mouse.down()
    await mouse.move(430, 220, { steps: 4 })
    await mouse.move(510, 320, { steps: 8 })
  }
  await over()
  await expect.poll(() => inkCount(ann, first)).toBe(0)
  await expect.poll(() => inkCount(ann, second)).toBe(0)
  await keyboard.press('Escape')
  await mouse.up()
  await expect.poll(() => inkCount(ann, first)).toBeGreaterThan(100)
  expect((await ann.head()).hash).toBe(drawn.hash)
  await over()
  await keyboard.down('Alt')
  await mouse.move(500, 310, { steps: 4 })
  await mouse.move(480, 300, { steps: 4 })
  await expect.poll(() => inkCount(ann, second)).toBeGreaterThan(100)
  await mouse.up()
  await keyboard.up('Alt')
  await expect.poll(() => elements(ann)).toBe(2)
  await over()
  await mouse.up()
  await expect.poll(() => elements(ann)).toBe(1)
  await keys(ann, 'Control+z', 'Control+z')
  await expect.poll(async () => (await ann.head()).hash).toBe(drawn.hash)
  expect((await ann.head()).seq).toBe(drawn.seq + 4)
  await ann.close()
})

test('the eyedropper takes colours, copy and paste style all of the look', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  const pressed = (name: string) => ann.page.getByRole('button', { name, exact: true }).getAttribute('aria-pressed')
  await keys(ann, 'r')
  await ann.page.getByRole('button', { name: 'Color green', exact: true }).click()
  await ann.drag([400, 200], [500, 300])
  await keys(ann, 'Escape', 'r')
  await ann.page.getByRole('button', { name: 'Color red', exact: true }).click()
  await ann.drag([600, 200], [700, 300])
  const drawn = await converged([ann], 2)
  await keys(ann, 'i')
  await ann.page.mouse.click(400, 220)
  const taken = await next(ann, drawn)
  await expect.poll(() => pressed('Color green')).toBe('true')
  await keys(ann, 'Control+z')
  await expect.poll(async () => (await ann.head()).hash).toBe(drawn.hash)
  await keys(ann, 'Escape')
  await ann.page.mouse.click(400, 250)
  await keys(ann, 'Control+Alt+c', 'Escape')
  await ann.page.mouse.click(600, 250)
  await expect.poll(() => pressed('Color red')).toBe('true')
  await keys(ann, 'Control+Alt+v')
  await expect.poll(() => pressed('Color green')).toBe('true')
  await expect.poll(async () => (await ann.head()).seq).toBe(taken.seq + 2)
  await keys(ann, 'Control+z')
  await expect.poll(async () => (await ann.head()).hash).toBe(drawn.hash)
  await ann.close()
})

test('the menu opens by Shift+F10 and by the menu key, for what is selected', async ({ browser }) => {
  const { ann } = await threeRectangles(browser)
  for (const key of ['Shift+F10', 'ContextMenu']) {
    await keys(ann, key)
    await expect(ann.page.getByRole('menuitem', { name: /^Group/ })).toBeVisible()
    await keys(ann, 'Escape')
    await expect(ann.page.getByRole('menuitem', { name: /^Group/ })).toBeHidden()
  }
  await keys(ann, 'Shift+F10')
  await ann.page.getByRole('menuitem', { name: /^Delete/ }).click()
  await expect.poll(() => elements(ann)).toBe(0)
  await ann.close()
})

async function tablet(browser: Browser) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, hasTouch: true })
  const page = await context.newPage()
  await page.goto(instance.url)
  await page.getByRole('button', { name: 'New board' }).click()
  await page.waitForURL(/\/b\//)
  await page.waitForFunction(() => (window.inkwire?.head().epoch ?? null) !== null)
  const count = () => page.evaluate(() => window.inkwire?.head().elements)
  return { context, page, count }
}

test('two fingers that tap undo, three redo, and none of it draws', async ({ browser }) => {
  const { context, page, count } = await tablet(browser)
  const hand = await Hand.finger(page)
  await page.keyboard.press('p')
  await hand.drag([[400, 300], [500, 320]]) // biome-ignore format: one row
  await expect.poll(count).toBe(1)
  await hand.tapTogether([[400, 500], [480, 500]]) // biome-ignore format: one row
  await expect.poll(count).toBe(0)
  await hand.tapTogether([[400, 500], [480, 500], [560, 500]]) // biome-ignore format: one row
  await expect.poll(count).toBe(1)
  await context.close()
})

test('once a pen has drawn, a finger moves the paper; the menu switches that off', async ({ browser }) => {
  const { context, page, count } = await tablet(browser)
  const hand = await Hand.finger(page)
  await page.keyboard.press('p')
  await drawWithPen(page, [[400, 300], [500, 320]]) // biome-ignore format: one row
  await expect.poll(count).toBe(1)
  await expect(page.getByText(/^Pen mode is on/)).toBeVisible()
  // A hand that comes with the pen is no finger.
  await page.waitForTimeout(600)
  await hand.drag([[400, 500], [500, 560]]) // biome-ignore format: one row
  expect(await count()).toBe(1)
  // The stroke went along with the paper, by 100 and 60 px: an eraser finds it there.
  await page.keyboard.press('e')
  await drawWithPen(page, [[480, 300], [520, 420]]) // biome-ignore format: one row
  await expect.poll(count).toBe(0)
  await page.waitForTimeout(600)
  await page.mouse.click(900, 600, { button: 'right' })
  await page.getByRole('menuitem', { name: 'Preferences' }).click()
  await page.getByRole('menuitem', { name: /^Pen mode/ }).or(page.getByRole('menuitemcheckbox', { name: /^Pen mode/ })).click() // biome-ignore format: one row
  await page.keyboard.press('p')
  await hand.drag([[400, 500], [500, 560]]) // biome-ignore format: one row
  await expect.poll(count).toBe(1)
  await context.close()
})
