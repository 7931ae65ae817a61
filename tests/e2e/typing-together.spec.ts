import { expect } from '@playwright/test'
import type { Instance } from '../servers/instance.ts'
import { BoardPage, converged } from './board-page.ts'
import { test } from './service.ts'

let instance: Instance

test.beforeAll(({ service }) => {
  instance = service.instance
})

/** The text that is being edited, with its caret as a bar. */
const field = ({ page }: BoardPage): Promise<string> =>
  page.evaluate(() => {
    const focused = document.activeElement
    if (!(focused instanceof HTMLTextAreaElement)) return 'nothing is being edited'
    const { value, selectionStart } = focused
    return `${value.slice(0, selectionStart)}|${value.slice(selectionStart)}`
  })

test('two people type in one text at once: both keep their words, and each caret stays where it was left', async ({
  browser,
}) => {
  const ann = await BoardPage.create(browser, instance.url)
  const ben = await BoardPage.open(browser, await ann.link())
  await ann.page.mouse.dblclick(400, 300)
  await ann.page.keyboard.type('one two three')
  await ann.page.keyboard.press('Escape')
  await converged([ann, ben], 1)

  for (const { page } of [ann, ben]) {
    await page.keyboard.press('Escape')
    await page.mouse.dblclick(430, 300)
    await expect(page.locator('textarea')).toBeFocused()
  }
  await ann.page.keyboard.press('Control+Home')
  await ben.page.keyboard.press('Control+End')
  // At once, each in a place of their own.
  await Promise.all([ann.page.keyboard.type('zero ', { delay: 60 }), ben.page.keyboard.type(' four', { delay: 60 })])
  await expect.poll(() => field(ann)).toBe('zero |one two three four')
  await expect.poll(() => field(ben)).toBe('zero one two three four|')

  // Ben stands in the middle, while Ann goes on before him and deletes what is behind.
  for (let i = 0; i < ' three four'.length; i++) await ben.page.keyboard.press('ArrowLeft')
  await ann.page.keyboard.type('and ', { delay: 30 })
  await expect.poll(() => field(ben)).toBe('zero and one two| three four')
  await ann.page.keyboard.press('Control+End')
  for (let i = 0; i < ' four'.length; i++) await ann.page.keyboard.press('Backspace')
  await expect.poll(() => field(ben)).toBe('zero and one two| three')
  await ben.page.keyboard.type('!', { delay: 30 })
  await expect.poll(() => field(ann)).toBe('zero and one two! three|')

  for (const { page } of [ann, ben]) await page.keyboard.press('Escape')
  await converged([ann, ben], 1)
  await expect.poll(() => ann.words()).toEqual(['zero and one two! three'])
  await Promise.all([ann.close(), ben.close()])
})
