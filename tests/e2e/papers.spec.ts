import { expect, type Page } from '@playwright/test'
import type { Instance } from '../servers/instance.ts'
import { BoardPage, converged } from './board-page.ts'
import { INK, pixelsOf } from './pixels.ts'
import { test } from './service.ts'

let instance: Instance

test.beforeAll(({ service }) => {
  instance = service.instance
})

/** A part of the canvas with nothing in it, as wide and high as several marks of a paper. */
const EMPTY = { x: 320, y: 120, width: 200, height: 200 }
const CANVAS = [0xfb, 0xfa, 0xf8] as const
/** Of the light theme's lines; so near to the canvas that pixels are counted by not being canvas. */
const ALL = EMPTY.width * EMPTY.height

/** Pixels of an empty part of the canvas that are not exactly canvas. */
async function marks({ page }: BoardPage): Promise<number> {
  const picture = await page.screenshot({ clip: EMPTY })
  return page.evaluate(
    async ([base64, canvas]) => {
      const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${base64}`)).blob())
      const context = new OffscreenCanvas(image.width, image.height).getContext('2d')
      if (!context) throw new Error('there is no canvas to read pixels with')
      context.drawImage(image, 0, 0)
      const { data } = context.getImageData(0, 0, image.width, image.height)
      let count = 0
      for (let i = 0; i < data.length; i += 4)
        if (data[i] !== canvas[0] || data[i + 1] !== canvas[1] || data[i + 2] !== canvas[2]) count++
      return count
    },
    [picture.toString('base64'), CANVAS] as const,
  )
}

async function choosePaper(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Menu', exact: true }).click()
  await page.getByRole('button', { name, exact: true }).click()
  await expect(page.getByRole('button', { name, exact: true })).toHaveAttribute('aria-pressed', 'true')
  await page.keyboard.press('Escape')
}

test('a paper is seen by everybody, in steps of the zoom, and can be undone', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  const ben = await BoardPage.open(browser, await ann.link())
  // The hint stands in the middle of an empty board.
  await ann.pen([700, 600], [760, 640])
  await converged([ann, ben], 1)
  await ann.page.keyboard.press('Escape')
  expect(await marks(ann)).toBe(0)

  // Lines of one device px every 20: a twentieth of the canvas; squares nearly twice as much, dots of 2 × 2 a hundredth.
  for (const [name, least, most] of [
    ['Lined paper', ALL / 25, ALL / 17],
    ['Squared paper', ALL / 12, ALL / 8],
    ['Dotted paper', ALL / 130, ALL / 75],
  ] as const) {
    await choosePaper(ann.page, name)
    for (const person of [ann, ben]) {
      await expect.poll(() => marks(person), `${name}, not too few marks`).toBeGreaterThan(least)
      await expect.poll(() => marks(person), `${name}, not too many marks`).toBeLessThan(most)
    }
  }
  await ann.page.keyboard.press('Shift+0')
  for (let step = 0; step < 6; step++) {
    await ann.page.keyboard.press('Control+-')
    await expect.poll(() => marks(ann), 'marks at every zoom').toBeGreaterThan(ALL / 300)
    await expect.poll(() => marks(ann), 'never too near to each other').toBeLessThan(ALL / 50)
  }
  await ann.page.keyboard.press('Control+z')
  await expect(ann.page.getByRole('status').first()).toHaveText('Saved')
  await expect.poll(() => marks(ben)).toBeGreaterThan(ALL / 12)
  await ann.page.keyboard.press('Control+z')
  await ann.page.keyboard.press('Control+z')
  await expect.poll(() => marks(ben)).toBe(0)
  await ann.close()
  await ben.close()
})

test('the minimap shows what is far away, moves the camera, and stays as it was chosen', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  const { page } = ann
  const map = page.getByRole('img', { name: 'Minimap' })
  // An empty board has nothing to show small.
  await expect(map).toHaveCount(0)
  await ann.tool('Pen')
  await page.getByRole('button', { name: 'Width extra thick' }).click()
  // To and fro until it is a block of ink, which is still ink when it is small.
  await ann.drag(...Array.from({ length: 24 }, (_, row) => [row % 2 ? 700 : 400, 250 + row * 8] as const))
  await expect.poll(async () => (await ann.head()).elements).toBe(1)
  await page.keyboard.press('Escape')
  await expect(map).toBeVisible()

  // Three screens away.
  await page.mouse.move(600, 300)
  for (let turn = 0; turn < 12; turn++) await page.mouse.wheel(300, 0)
  const middle = { x: 300, y: 100, width: 500, height: 450 }
  await expect.poll(async () => (await pixelsOf(ann, middle, INK)).count).toBe(0)
  const box = await map.boundingBox()
  if (!box) throw new Error('the minimap is not there')
  const onMap = async () => (await pixelsOf(ann, { x: box.x, y: box.y, width: box.width, height: box.height }, INK)).box
  await expect.poll(async () => (await onMap())[2], 'the block is on the map').toBeGreaterThan(0)
  const [left, top, right, bottom] = await onMap()
  await page.mouse.click(box.x + (left + right) / 2, box.y + (top + bottom) / 2)
  await expect.poll(async () => (await pixelsOf(ann, middle, INK)).count).toBeGreaterThan(1_000)

  // Dragging in it moves on, and the canvas draws nothing.
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width - 4, box.y + box.height / 2, { steps: 5 })
  await page.mouse.up()
  await expect.poll(async () => (await pixelsOf(ann, middle, INK)).count).toBe(0)
  expect((await ann.head()).elements).toBe(1)

  await page.keyboard.press('Shift+M')
  await expect(map).toHaveCount(0)
  await page.reload()
  await ann.ready()
  await expect.poll(async () => (await ann.head()).elements).toBe(1)
  await expect(map).toHaveCount(0)
  await page.getByRole('button', { name: 'Menu', exact: true }).click()
  await page.getByRole('button', { name: /^Minimap/ }).click()
  await expect(map).toBeVisible()
  await ann.close()
})

test('a phone has no minimap unless somebody wants it', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  const { page } = ann
  await page.setViewportSize({ width: 390, height: 844 })
  await ann.pen([100, 300], [200, 400])
  await expect.poll(async () => (await ann.head()).elements).toBe(1)
  await expect(page.getByRole('img', { name: 'Minimap' })).toHaveCount(0)
  await page.keyboard.press('Shift+M')
  await expect(page.getByRole('img', { name: 'Minimap' })).toBeVisible()
  await ann.close()
})
