import { expect } from '@playwright/test'
import type { Instance } from '../servers/instance.ts'
import { BoardPage, converged } from './board-page.ts'
import { test } from './service.ts'

let instance: Instance

test.beforeAll(({ service }) => {
  instance = service.instance
})

test('a tab that is closed in the moment in which a stroke ends, or a word was typed, loses neither', async ({
  browser,
}) => {
  const ann = await BoardPage.create(browser, instance.url)
  const link = await ann.link()
  const next = await ann.context.newPage()
  await instance.kill9()
  await ann.tool('Pen')
  await ann.page.mouse.move(300, 200)
  await ann.page.mouse.down()
  await ann.page.mouse.move(420, 260, { steps: 5 })
  await ann.page.mouse.up()
  await ann.page.close()
  await instance.restart()

  await next.goto(link)
  const tab = BoardPage.of(next)
  await tab.ready()
  await converged([tab], 1)
  await tab.page.keyboard.press('t')
  await tab.page.mouse.click(500, 400)
  await tab.page.keyboard.type('Last words')
  await tab.page.waitForTimeout(100)
  const last = await ann.context.newPage()
  await tab.page.close()

  await last.goto(link)
  const after = BoardPage.of(last)
  await after.ready()
  await converged([after], 2)
  await expect.poll(() => after.words()).toEqual(['Last words'])
  await after.close()
})

test('leaving asks only where something would be lost', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  const link = await ann.link()
  /** Whether the page asks before it goes. */
  const asks = async (tab: BoardPage): Promise<boolean> => {
    let asked = false
    tab.page.on('dialog', (dialog) => {
      asked = true
      void dialog.accept()
    })
    const gone = tab.page.waitForEvent('close')
    await tab.page.close({ runBeforeUnload: true })
    await gone
    return asked
  }
  const saved = await BoardPage.again(ann, link)
  await saved.pen([300, 200], [420, 260])
  await converged([ann, saved], 1)
  expect(await asks(saved)).toBe(false)

  const kept = await BoardPage.again(ann, link)
  const ben = await BoardPage.arrive(browser)
  // A browser that keeps nothing.
  await ben.page.addInitScript(() => Object.defineProperty(window, 'indexedDB', { value: undefined }))
  await ben.page.goto(link)
  await ben.ready()
  await instance.kill9()
  await kept.pen([300, 400], [420, 460])
  await expect(kept.saving('Offline, 1 change kept here')).toBeVisible()
  expect(await asks(kept)).toBe(false)

  await ben.pen([600, 200], [720, 260])
  await expect(ben.saving('Offline, 1 change kept in this tab')).toBeVisible()
  expect(await asks(ben)).toBe(true)
  await instance.restart()
  await converged([ann], 1)
  await Promise.all([ann.close(), ben.close()])
})
