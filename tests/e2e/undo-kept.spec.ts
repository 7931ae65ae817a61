import { expect } from '@playwright/test'
import type { Instance } from '../servers/instance.ts'
import { BoardPage, converged } from './board-page.ts'
import { test } from './service.ts'

let instance: Instance

test.beforeAll(({ service }) => {
  instance = service.instance
})

test('undo and redo go on over a reload, without a server, and when it is back', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url, { keepsPages: true })
  const link = await ann.link()
  const { page } = ann
  const elements = async () => (await ann.head()).elements
  const reload = async () => {
    // The write to the disk begins at once; it takes some ms, or longer on a busy machine.
    await page.waitForTimeout(500)
    await page.reload()
    await ann.ready()
  }
  await ann.pen([300, 200], [420, 260])
  await ann.pen([300, 400], [420, 460])
  const drawn = await converged([ann], 2)
  await page.keyboard.press('Control+z')
  await expect.poll(elements).toBe(1)
  await ann.shellKept()

  await reload()
  await page.keyboard.press('Control+Shift+z')
  await expect.poll(elements).toBe(2)
  expect((await converged([ann], 2)).hash).toBe(drawn.hash)

  await instance.kill9()
  await expect(ann.saving('Offline')).toBeVisible()
  await page.keyboard.press('Control+z')
  await expect(ann.saving('Offline, 1 change kept here')).toBeVisible()
  await reload()
  await page.keyboard.press('Control+z')
  await expect(ann.saving('Offline, 2 changes kept here')).toBeVisible()
  await page.keyboard.press('Control+Shift+z')
  await expect(ann.saving('Offline, 3 changes kept here')).toBeVisible()
  await instance.restart()
  await expect(ann.saving('Saved')).toBeVisible()
  expect(await elements()).toBe(1)
  await page.keyboard.press('Control+Shift+z')
  const ben = await BoardPage.open(browser, link)
  expect((await converged([ann, ben], 2)).hash).toBe(drawn.hash)
  await Promise.all([ann.close(), ben.close()])
})
