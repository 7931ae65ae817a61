import { expect } from '@playwright/test'
import type { Instance } from '../servers/instance.ts'
import { BoardPage, converged } from './board-page.ts'
import { INK, pixelsOf } from './pixels.ts'
import { test } from './service.ts'

let instance: Instance

test.beforeAll(({ service }) => {
  instance = service.instance
})

/** The board as the server draws it. */
async function svgOf(person: BoardPage): Promise<string> {
  const { origin, pathname } = new URL(person.page.url())
  const address = `${origin}/api/v1/boards/${pathname.split('/').at(-1)}/thumbnail.svg?theme=light`
  return (await person.page.request.get(address)).text()
}

/** How many pixels of ink are in a part of the screen; asked again until it is so. */
const ink = (person: BoardPage, [x, y, width, height]: readonly [number, number, number, number]) =>
  expect.poll(async () => (await pixelsOf(person, { x, y, width, height }, INK)).count)

const choose = (person: BoardPage, name: string) => person.page.getByRole('button', { name, exact: true }).click()

test('triangle, star and hexagon are drawn by their keys, filled with a hatch, sketchy, with round corners', async ({
  browser,
}) => {
  const ann = await BoardPage.create(browser, instance.url)
  const { keyboard } = ann.page
  await keyboard.press('q')
  for (const [i, key] of ['y', 'z', 'x'].entries()) {
    await keyboard.press(key)
    await ann.drag([300 + i * 200, 100], [440 + i * 200, 220])
  }
  await converged([ann], 3)
  // Nothing stands in the middle of an outline.
  await ink(ann, [350, 170, 40, 30]).toBe(0)
  await choose(ann, 'Fill hatch')
  await choose(ann, 'Sketchy')
  await choose(ann, 'Corners round')
  for (const [i, key] of ['y', 'z', 'x'].entries()) {
    await keyboard.press(key)
    await ann.drag([300 + i * 200, 300], [440 + i * 200, 420])
  }
  await converged([ann], 6)
  await ink(ann, [350, 370, 40, 30]).toBeGreaterThan(50)
  // The clean ones, and those that rough lines are drawn of: each has an outline and a hatch.
  await expect.poll(async () => (await svgOf(ann)).match(/<path /g)?.length ?? 0).toBe(9)
  await ann.close()
})

test('lines have six heads, and go straight, curved or around corners', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  const { keyboard, page } = { keyboard: ann.page.keyboard, page: ann.page }
  await keyboard.press('q')
  await keyboard.press('a')
  for (const [i, head] of ['none', 'arrow', 'triangle', 'bar', 'dot', 'diamond'].entries()) {
    await page.getByRole('button', { name: /^End (none|arrow|triangle|bar|dot|diamond)$/ }).first().click() // biome-ignore format: one row
    await page
      .getByRole('button', { name: `End ${head}`, exact: true })
      .last()
      .click()
    await ann.drag([300, 100 + i * 60], [500, 100 + i * 60])
  }
  await converged([ann], 6)
  const around: number[] = []
  for (let i = 0; i < 6; i++) {
    await ink(ann, [300, 90 + i * 60, 210, 20]).toBeGreaterThan(400)
    around.push((await pixelsOf(ann, { x: 470, y: 76 + i * 60, width: 50, height: 20 }, INK)).count)
  }
  // Only the line without a head leaves the place above its end free.
  expect(around[0]).toBe(0)
  for (const count of around.slice(1)) expect(count).toBeGreaterThan(10)
  await choose(ann, 'Line elbow')
  await ann.drag([600, 100], [900, 200])
  await ink(ann, [735, 120, 30, 60]).toBeGreaterThan(100)
  await choose(ann, 'Line curved')
  await ann.drag([600, 300], [900, 400])
  // It leaves level: below the start there is nothing, though a straight line would be there.
  await ink(ann, [600, 290, 300, 120]).toBeGreaterThan(800)
  await ink(ann, [620, 312, 20, 20]).toBe(0)
  await ann.close()
})

test('points of a line are pulled out, dragged and taken out; its label stands in a gap', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  const { keyboard, mouse } = ann.page
  await keyboard.press('l')
  await ann.drag([300, 200], [700, 200])
  await converged([ann], 1)
  await ann.drag([500, 200], [500, 300])
  await ink(ann, [490, 290, 20, 20]).toBeGreaterThan(20)
  await ann.drag([500, 300], [600, 350])
  await ink(ann, [590, 340, 20, 20]).toBeGreaterThan(20)
  await mouse.move(600, 350)
  await mouse.dblclick(600, 350)
  await ink(ann, [590, 330, 20, 30]).toBe(0)
  await ink(ann, [400, 190, 60, 20]).toBeGreaterThan(100)
  await mouse.dblclick(500, 200)
  await keyboard.type('label')
  await keyboard.press('Escape')
  await expect.poll(() => svgOf(ann)).toContain('>label<')
  await mouse.click(900, 500)
  await ink(ann, [478, 208, 44, 12]).toBe(0)
  await ann.close()
})

test('texts have fonts that come when they are used, weight, and wrap at the width that was drawn', async ({
  browser,
}) => {
  const ann = await BoardPage.create(browser, instance.url)
  const { keyboard } = ann.page
  await keyboard.press('t')
  await choose(ann, 'Font hand')
  await choose(ann, 'Bold')
  await ann.drag([300, 200], [460, 210])
  await keyboard.type('several words in one text')
  await keyboard.press('Escape')
  await converged([ann], 1)
  await expect
    .poll(() => ann.page.evaluate(() => document.fonts.check('700 24px Kalam') && [...document.fonts].some(({ family, status }) => family.includes('Kalam') && status === 'loaded'))) // biome-ignore format: one row
    .toBe(true)
  await expect.poll(async () => (await svgOf(ann)).match(/<text [^>]*Kalam[^>]*font-weight="700"/g)?.length).toBe(2)
  await ann.close()
})

test('a link is set, shown by its mark, and opened; a note says who wrote it; a frame is renamed at any zoom', async ({
  browser,
}) => {
  const ann = await BoardPage.create(browser, instance.url)
  const { keyboard, mouse } = ann.page
  await keyboard.press('r')
  await ann.drag([300, 200], [500, 300])
  await keyboard.press('Control+Shift+K')
  await expect(ann.page.getByRole('dialog').getByRole('textbox')).toBeFocused()
  await keyboard.type(`${instance.url}/trash`)
  await keyboard.press('Enter')
  await mouse.click(900, 650)
  const opened = ann.context.waitForEvent('page')
  // The mark lies beside the top right corner.
  await mouse.click(517, 207)
  const page = await opened
  await expect.poll(() => page.url()).toContain('/trash')
  await page.close()
  await keyboard.press('s')
  await mouse.click(800, 300)
  await keyboard.type('A note')
  await keyboard.press('Escape')
  await expect.poll(async () => [...(await svgOf(ann)).matchAll(/<text[^>]*>([^<]+)</g)].length).toBe(2)
  await keyboard.press('Control+Minus')
  await keyboard.press('f')
  await ann.drag([300, 450], [500, 600])
  await mouse.click(1000, 650)
  await mouse.dblclick(310, 438)
  await keyboard.press('Control+a')
  await keyboard.type('Plan B')
  await keyboard.press('Escape')
  await expect.poll(() => svgOf(ann)).toContain('>Plan B<')
  await ann.close()
})
