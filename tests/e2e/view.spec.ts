import { expect } from '@playwright/test'
import type { Instance } from '../servers/instance.ts'
import { BoardPage, converged } from './board-page.ts'
import { Hand } from './hand.ts'
import { test } from './service.ts'

let instance: Instance

test.beforeAll(({ service }) => {
  instance = service.instance
})

const pressed = (person: BoardPage, name: string) =>
  person.page.getByRole('button', { name, exact: true }).getAttribute('aria-pressed')

test('the camera of a board is remembered; a first visit shows what is there', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  await ann.page.mouse.move(640, 400)
  await ann.page.mouse.wheel(3_000, 2_000)
  await ann.pen([400, 300], [600, 400])
  await converged([ann], 1)
  const zoom = () => ann.page.getByRole('button', { name: /^Zoom is/ }).textContent()
  await ann.page.getByRole('button', { name: 'Zoom in', exact: true }).click()
  const before = await zoom()
  await ann.page.reload()
  await ann.ready()
  await expect.poll(zoom).toBe(before)

  // Ben has never been here: without a fit he would see nothing.
  const ben = await BoardPage.open(browser, await ann.link())
  await converged([ann, ben], 1)
  await ben.tool('Select')
  await ben.drag([300, 120], [1100, 700])
  await ben.page.keyboard.press('Delete')
  await expect.poll(async () => (await ben.head()).elements).toBe(0)
  await Promise.all([ann.close(), ben.close()])
})

test('digits choose tools; a shape gives way to Select, unless Q keeps its tool', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  await ann.page.keyboard.press('2')
  await expect.poll(() => pressed(ann, 'Rectangle')).toBe('true')
  await ann.drag([400, 200], [480, 260])
  await expect.poll(() => pressed(ann, 'Select')).toBe('true')
  await ann.page.keyboard.press('q')
  await ann.page.keyboard.press('4')
  await ann.drag([600, 200], [680, 260])
  await ann.drag([800, 200], [880, 260])
  await expect.poll(() => pressed(ann, 'Ellipse')).toBe('true')
  await converged([ann], 3)
  await ann.page.keyboard.press('7')
  await expect.poll(() => pressed(ann, 'Pen')).toBe('true')
  await ann.close()
})

test('space and the middle button pan, whatever the tool', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  // On Linux the middle button pastes what was selected last, if it is let.
  const name = ann.page.getByRole('textbox', { name: 'Board name' })
  await name.fill('Selected')
  await name.click({ clickCount: 3 })
  await ann.pen([400, 300], [600, 400])
  const drawn = await converged([ann], 1)
  const first = await ann.page.screenshot()
  const cursor = () =>
    ann.page.evaluate(() => {
      const under = document.elementFromPoint(640, 600)
      return under && getComputedStyle(under).cursor
    })
  await ann.page.mouse.move(640, 600)
  await ann.page.keyboard.down(' ')
  await expect.poll(cursor).toBe('grab')
  await ann.page.mouse.down()
  await expect.poll(cursor).toBe('grabbing')
  await ann.page.mouse.move(700, 650, { steps: 5 })
  await ann.page.mouse.up()
  await expect.poll(cursor).toBe('grab')
  await ann.page.keyboard.up(' ')
  await expect.poll(cursor).toBe('crosshair')
  const second = await ann.page.screenshot()
  expect(second.equals(first)).toBe(false)
  await ann.page.mouse.move(640, 600)
  await ann.page.mouse.down({ button: 'middle' })
  await expect.poll(cursor).toBe('grabbing')
  await ann.page.mouse.move(700, 500, { steps: 5 })
  await ann.page.mouse.up({ button: 'middle' })
  await expect.poll(cursor).toBe('crosshair')
  await expect.poll(async () => (await ann.page.screenshot()).equals(second)).toBe(false)
  // What had been put on the board on the way would have come before this stroke.
  await ann.pen([300, 300], [300, 400])
  await expect.poll(async () => (await ann.head()).seq).toBe(drawn.seq + 1)
  expect((await ann.head()).elements).toBe(2)
  await ann.close()
})

test('one style for several elements; a mixed selection says so', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  for (const [x, color] of [
    [400, 'red'],
    [600, 'blue'],
  ] as const) {
    await ann.tool('Rectangle')
    await ann.page.getByRole('button', { name: `Color ${color}`, exact: true }).click()
    await ann.drag([x, 200], [x + 100, 280])
  }
  const drawn = await converged([ann], 2)
  await ann.page.keyboard.press('Control+a')
  await expect(ann.page.getByText('Mixed', { exact: true })).toBeVisible()
  await ann.page.getByRole('button', { name: 'Color green', exact: true }).click()
  await expect.poll(() => pressed(ann, 'Color green')).toBe('true')
  await expect(ann.page.getByText('Mixed', { exact: true })).toBeHidden()
  await expect.poll(async () => (await ann.head()).seq).toBe(drawn.seq + 1)
  await ann.page.keyboard.press('Control+z')
  await expect.poll(async () => (await ann.head()).hash).toBe(drawn.hash)
  await ann.close()
})

test('a finger that rests opens the menu, on what lies under it', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  await ann.tool('Rectangle')
  await ann.page.getByRole('button', { name: 'Fill green', exact: true }).click()
  await ann.drag([240, 300], [370, 500])
  await converged([ann], 1)
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })
  const page = await context.newPage()
  await page.goto(await ann.link())
  await expect(page.getByRole('status')).toHaveText('Saved')
  await page.getByRole('button', { name: 'Select', exact: true }).tap()
  const hand = await Hand.finger(page)
  await hand.openMenu([300, 400])
  await page.getByRole('menuitem', { name: 'Delete' }).tap()
  await expect.poll(async () => (await ann.head()).elements).toBe(0)
  await Promise.all([ann.close(), context.close()])
})
