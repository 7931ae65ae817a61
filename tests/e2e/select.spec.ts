import { expect } from '@playwright/test'
import type { Instance } from '../servers/instance.ts'
import { BoardPage, converged } from './board-page.ts'
import { test } from './service.ts'

let instance: Instance

test.beforeAll(({ service }) => {
  instance = service.instance
})

/** Waits until another batch is stored, and answers with the head then. */
async function next(person: BoardPage, seq: number) {
  await expect.poll(async () => (await person.head()).seq, { timeout: 60_000 }).toBeGreaterThan(seq)
  return converged([person], 0)
}

/** Draws a rectangle, which is selected then. Its handles are 6 px outside: half of its line, and the gap. */
async function rectangle(person: BoardPage, from: readonly [number, number], to: readonly [number, number]) {
  await person.tool('Rectangle')
  await person.drag(from, to)
}

test('a corner resizes, the handle above turns, and undo takes each back as one step; others see it', async ({
  browser,
}) => {
  const ann = await BoardPage.create(browser, instance.url)
  const ben = await BoardPage.open(browser, await ann.link())
  await rectangle(ann, [400, 250], [520, 350])
  const drawn = await converged([ann, ben], 1)
  await ann.drag([526, 356], [600, 420])
  const resized = await next(ann, drawn.seq)
  expect(resized.hash).not.toBe(drawn.hash)
  await ann.drag([500, 224], [620, 300])
  const turned = await next(ann, resized.seq)
  expect(turned.hash).not.toBe(resized.hash)
  await converged([ann, ben], 1)
  await ann.page.keyboard.press('Control+z')
  const once = await next(ann, turned.seq)
  expect(once.hash).toBe(resized.hash)
  await ann.page.keyboard.press('Control+z')
  expect((await next(ann, once.seq)).hash).toBe(drawn.hash)
  expect((await converged([ann, ben], 1)).hash).toBe(drawn.hash)
  await ann.close()
  await ben.close()
})

test('a drag with alt leaves a copy, escape gives a drag up', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  await rectangle(ann, [400, 250], [520, 350])
  const drawn = await converged([ann], 1)
  await ann.page.keyboard.down('Alt')
  await ann.drag([400, 280], [600, 430])
  await ann.page.keyboard.up('Alt')
  const copied = await converged([ann], 2)
  expect(copied.seq).toBeGreaterThan(drawn.seq)
  const { mouse, keyboard } = ann.page
  await mouse.move(726, 506)
  await mouse.down()
  await mouse.move(800, 600, { steps: 5 })
  await keyboard.press('Escape')
  await mouse.up()
  await keyboard.press('Escape')
  expect((await converged([ann], 2)).hash).toBe(copied.hash)
  await ann.close()
})

test('group, into the group, ungroup, lock and order by keys', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  await rectangle(ann, [400, 250], [500, 350])
  await rectangle(ann, [560, 250], [660, 350])
  await converged([ann], 2)
  const { keyboard, mouse } = ann.page
  await keyboard.press('Control+a')
  await keyboard.press('Control+g')
  const grouped = await converged([ann], 3)
  // One member is pressed, both move.
  await keyboard.press('Escape')
  await ann.drag([400, 280], [420, 320])
  const moved = await next(ann, grouped.seq)
  await mouse.dblclick(420, 320)
  await keyboard.press('Delete')
  await expect.poll(async () => (await ann.head()).elements).toBe(2)
  await keyboard.press('Control+z')
  await expect.poll(async () => (await ann.head()).elements).toBe(3)
  expect((await converged([ann], 3)).hash).toBe(moved.hash)
  await keyboard.press('Escape')
  await keyboard.press('Control+a')
  await keyboard.press('Control+Shift+G')
  await expect.poll(async () => (await ann.head()).elements).toBe(2)
  const apart = await converged([ann], 2)
  await keyboard.press('Escape')
  await mouse.click(420, 320)
  await keyboard.press(']')
  const above = await next(ann, apart.seq)
  await keyboard.press('Control+Shift+L')
  const locked = await next(ann, above.seq)
  await keyboard.press('Delete')
  await ann.drag([420, 320], [300, 500])
  await keyboard.press('Escape')
  expect((await converged([ann], 2)).hash).toBe(locked.hash)
  await ann.close()
})

test('when somebody deletes what I resize, that is said and nothing breaks', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  const ben = await BoardPage.open(browser, await ann.link())
  await rectangle(ann, [400, 250], [520, 350])
  await converged([ann, ben], 1)
  const { mouse } = ann.page
  await mouse.move(526, 356)
  await mouse.down()
  await mouse.move(600, 400, { steps: 5 })
  await ben.page.keyboard.press('Control+a')
  await ben.page.keyboard.press('Delete')
  await expect(ann.page.getByText('Somebody deleted what you were resizing.')).toBeVisible()
  await mouse.up()
  await converged([ann, ben], 0)
  await rectangle(ann, [400, 250], [520, 350])
  await converged([ann, ben], 1)
  await ann.close()
  await ben.close()
})
