import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import type { Instance } from '../servers/instance.ts'
import { BoardPage, converged } from './board-page.ts'
import { test } from './service.ts'

let instance: Instance

test.beforeAll(({ service }) => {
  instance = service.instance
})

/** What axe finds on a page, one line for each element. */
async function violations(page: Page): Promise<string[]> {
  // Half a fade would be taken for a colour.
  await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished)))
  const { violations: found } = await new AxeBuilder({ page }).analyze()
  return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary}`))
}

for (const theme of ['light', 'dark'] as const) {
  test(`axe finds nothing on home and trash (${theme})`, async ({ browser }) => {
    const { page, context } = await BoardPage.arrive(browser)
    await page.emulateMedia({ colorScheme: theme })
    await page.goto(instance.url)
    await expect(page.getByText('Your boards will be here')).toBeVisible()
    expect(await violations(page)).toEqual([])

    for (let boards = 1; boards <= 2; boards++) {
      await page.getByRole('button', { name: 'New board' }).click()
      await expect(page.getByRole('button', { name: 'Pen', exact: true })).toBeVisible()
      await page.getByRole('button', { name: 'Home', exact: true }).click()
      await expect(page.getByRole('article')).toHaveCount(boards)
    }
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Menu of Untitled' }).first().click()
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Move to the trash' }).click()
    await expect(page.getByText('Moved to the trash')).toBeVisible()
    expect(await violations(page)).toEqual([])

    await page.getByRole('link', { name: 'Trash' }).click()
    await expect(page.getByRole('article')).toHaveCount(1)
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Delete for ever' }).click()
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Restore' }).click()
    await expect(page.getByText('The trash is empty')).toBeVisible()
    expect(await violations(page)).toEqual([])
    await context.close()
  })

  test(`axe finds nothing on a board (${theme})`, async ({ browser }) => {
    const ann = await BoardPage.create(browser, instance.url)
    const { page } = ann
    await page.emulateMedia({ colorScheme: theme })
    expect(await violations(page)).toEqual([])

    await ann.tool('Rectangle')
    await expect(page.getByRole('group', { name: 'Style' })).toBeVisible()
    expect(await violations(page)).toEqual([])
    await ann.drag([400, 200], [600, 300])
    await ann.pen([700, 200], [800, 300])
    await converged([ann], 2)
    expect(await violations(page)).toEqual([])

    await page.mouse.click(400, 250, { button: 'right' })
    await expect(page.getByRole('menu')).toBeVisible()
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('Escape')
    await expect(page.getByRole('menu')).toBeHidden()

    await page.getByRole('button', { name: 'Menu', exact: true }).click()
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: /^Help/ }).click()
    await expect(page.getByRole('dialog', { name: 'Help' })).toBeVisible()
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('Escape')

    await page.setViewportSize({ width: 390, height: 844 })
    await page.getByRole('button', { name: 'Style', exact: true }).click()
    expect(await violations(page)).toEqual([])
    await ann.close()
  })
}

test('the keyboard alone reaches everything: tools with arrows, the context menu, dialogs, and back', async ({
  browser,
}) => {
  const ann = await BoardPage.create(browser, instance.url)
  const { page } = ann
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))
  await page.getByRole('button', { name: 'Select', exact: true }).focus()
  await page.keyboard.press('ArrowRight')
  expect(await focused()).toBe('Hand')
  await page.keyboard.press('ArrowRight')
  expect(await focused()).toBe('Laser pointer')
  await page.keyboard.press('ArrowRight')
  expect(await focused()).toBe('Pen')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Pen', exact: true })).toHaveAttribute('aria-pressed', 'true')
  await page.keyboard.press('End')
  await page.keyboard.press('ArrowRight')
  expect(await focused()).toBe('Select')
  // One stop for the whole row.
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.closest('[role="toolbar"]') === null)).toBe(true)

  await ann.tool('Rectangle')
  await ann.drag([400, 200], [600, 300])
  await converged([ann], 1)
  await page.mouse.click(400, 250, { button: 'right' })
  await expect(page.getByRole('menu')).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('menuitem').first()).toBeFocused()
  const duplicate = page.getByRole('menuitem', { name: /^Duplicate/ })
  for (let i = 0; i < 30 && !(await duplicate.evaluate((row) => row === document.activeElement)); i++)
    await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menu')).toBeHidden()
  await expect.poll(async () => (await ann.head()).elements).toBe(2)

  const share = page.getByRole('button', { name: 'Share' })
  await share.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: 'Share' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(share).toBeFocused()
  await ann.close()
})
