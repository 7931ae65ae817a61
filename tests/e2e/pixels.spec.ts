import { expect } from '@playwright/test'
import type { Instance } from '../servers/instance.ts'
import { BoardPage, converged } from './board-page.ts'
import { INK, pixelsOf } from './pixels.ts'
import { test } from './service.ts'

let instance: Instance

test.beforeAll(({ service }) => {
  instance = service.instance
})

test('a text stays where it is when editing ends, and when it begins again', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  const around = { x: 380, y: 180, width: 400, height: 160 }
  await ann.page.mouse.dblclick(420, 240)
  await ann.page.keyboard.type('It stays in place')
  await converged([ann], 1)
  const typed = await pixelsOf(ann, around, INK)
  expect(typed.count).toBeGreaterThan(200)
  await ann.page.keyboard.press('Escape')
  await ann.page.keyboard.press('Escape')
  await ann.page.mouse.move(900, 600)
  expect((await pixelsOf(ann, around, INK)).box).toEqual(typed.box)
  await ann.page.mouse.dblclick(440, 240)
  expect((await pixelsOf(ann, around, INK)).box).toEqual(typed.box)
  await ann.close()
})

test('what others have selected is outlined in their colour', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  await ann.tool('Rectangle')
  await ann.drag([500, 200], [700, 320])
  await ann.page.keyboard.press('Escape')
  const ben = await BoardPage.open(browser, await ann.link())
  const answer = await ben.page.request.patch(`${instance.url}/api/v1/session`, { data: { color: '#C83E86' } })
  expect(answer.ok()).toBe(true)
  const around = { x: 480, y: 180, width: 240, height: 160 }
  const outline = async () => (await pixelsOf(ann, around, [0xc8, 0x3e, 0x86])).count
  expect(await outline()).toBe(0)
  await ben.tool('Select')
  await ben.page.mouse.click(500, 260)
  await ben.page.mouse.move(1000, 600)
  await expect.poll(outline).toBeGreaterThan(100)
  await ben.page.keyboard.press('Escape')
  await expect.poll(outline).toBe(0)
  await Promise.all([ann.close(), ben.close()])
})

test('a frame clips what is in it', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  await ann.page.keyboard.press('f')
  await ann.drag([400, 200], [700, 400])
  await ann.tool('Rectangle')
  await ann.drag([500, 250], [650, 350])
  await converged([ann], 2)
  await ann.page.keyboard.press('Escape')
  // Its middle stays inside, its right side is dragged out.
  await ann.drag([500, 300], [560, 300])
  await ann.page.keyboard.press('Escape')
  await ann.page.mouse.move(300, 600)
  await expect
    .poll(async () => (await pixelsOf(ann, { x: 540, y: 230, width: 150, height: 140 }, INK)).count)
    .toBeGreaterThan(100)
  expect((await pixelsOf(ann, { x: 705, y: 230, width: 100, height: 140 }, INK)).count).toBe(0)
  await ann.close()
})

test('the end of an arrow is dragged alone', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  await ann.tool('Arrow')
  await ann.drag([400, 300], [600, 300])
  const drawn = await converged([ann], 1)
  const below = { x: 380, y: 420, width: 300, height: 120 }
  expect((await pixelsOf(ann, below, INK)).count).toBe(0)
  await ann.drag([600, 300], [600, 500])
  await expect.poll(async () => (await ann.head()).seq).toBe(drawn.seq + 1)
  expect((await pixelsOf(ann, below, INK)).count).toBeGreaterThan(50)
  await ann.close()
})

test('the theme follows the system until it is switched', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  const background = () => ann.page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
  await ann.page.emulateMedia({ colorScheme: 'light' })
  const light = await background()
  await ann.page.emulateMedia({ colorScheme: 'dark' })
  await expect.poll(background).not.toBe(light)
  await ann.page.goto(instance.url)
  await ann.page.getByRole('button', { name: 'Light', exact: true }).click()
  await expect.poll(background).toBe(light)
  await ann.page.reload()
  await expect.poll(background).toBe(light)
  await ann.close()
})

test('shift makes a square, alt draws from the centre; zoom to selection and back to 100 %', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  const board = { x: 240, y: 80, width: 900, height: 600 }
  const size = async () => {
    const { box } = await pixelsOf(ann, board, INK)
    return { left: box[0], top: box[1], w: box[2] - box[0], h: box[3] - box[1] }
  }
  await ann.tool('Rectangle')
  await ann.page.keyboard.down('Shift')
  await ann.drag([500, 300], [640, 360])
  await ann.page.keyboard.up('Shift')
  await converged([ann], 1)
  await ann.page.keyboard.press('Escape')
  const square = await size()
  expect(Math.abs(square.w - square.h)).toBeLessThanOrEqual(1)
  await ann.page.keyboard.press('Control+z')
  await expect.poll(async () => (await ann.head()).elements).toBe(0)

  await ann.tool('Rectangle')
  await ann.page.keyboard.down('Alt')
  await ann.drag([600, 300], [660, 340])
  await ann.page.keyboard.up('Alt')
  await converged([ann], 1)
  await ann.page.keyboard.press('Escape')
  const centred = await size()
  // The press was its middle: (600, 300) of the screen is (360, 220) of this part.
  expect(Math.abs(centred.left + centred.w / 2 - 360)).toBeLessThanOrEqual(1)
  expect(Math.abs(centred.top + centred.h / 2 - 220)).toBeLessThanOrEqual(1)

  await ann.page.keyboard.press('Control+a')
  await ann.page.keyboard.press('Shift+2')
  await ann.page.keyboard.press('Escape')
  await expect.poll(async () => (await size()).w).toBeGreaterThan(centred.w * 1.5)
  await ann.page.keyboard.press('Control+0')
  await expect(ann.page.getByRole('button', { name: /^Zoom is 100 %/ })).toBeVisible()
  await ann.close()
})
