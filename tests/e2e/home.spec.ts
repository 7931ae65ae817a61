import { expect, type Page } from '@playwright/test'
import type { Instance } from '../servers/instance.ts'
import { BoardPage, converged } from './board-page.ts'
import { test } from './service.ts'

let instance: Instance

test.beforeAll(({ service }) => {
  instance = service.instance
})

test('a mere visit makes no session; a new board makes a guest, and the home page shows it', async ({ browser }) => {
  const { page, context } = await BoardPage.arrive(browser)
  await page.goto(instance.url)
  await expect(page.getByRole('button', { name: 'New board' })).toBeVisible()
  expect(await context.cookies()).toEqual([])
  await page.getByRole('button', { name: 'New board' }).click()
  await page.waitForURL(/\/b\//)
  const [cookie] = await context.cookies()
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax' })
  await page.goto(instance.url)
  await expect(page.getByText('Untitled')).toBeVisible()
  await context.close()
})

/** Chooses from the menu of a board's card. */
async function choose(page: Page, board: string, what: string): Promise<void> {
  await page.getByRole('button', { name: `Menu of ${board}`, exact: true }).click()
  await page.getByRole('button', { name: what, exact: true }).click()
}

const card = (page: Page, board: string) => page.getByRole('heading', { name: board, exact: true })

test('boards are renamed in place, duplicated, and thrown away and had back with Undo', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  const { page } = ann
  await ann.pen([300, 200], [400, 300])
  await converged([ann], 1)
  await page.goto(instance.url)
  await choose(page, 'Untitled', 'Rename')
  await page.keyboard.press('Control+a')
  await page.keyboard.type('Physics 7b')
  await page.keyboard.press('Enter')
  await expect(card(page, 'Physics 7b')).toBeVisible()
  await page.reload()
  await expect(card(page, 'Physics 7b')).toBeVisible()

  await choose(page, 'Physics 7b', 'Duplicate')
  await expect(page.getByRole('article')).toHaveCount(2)
  const copy = page.getByRole('article').filter({ hasNot: card(page, 'Physics 7b') })
  await copy.getByRole('link').click()
  await ann.ready()
  expect((await converged([ann], 1)).elements).toBe(1)
  await page.getByRole('button', { name: 'Home', exact: true }).click()

  await choose(page, 'Physics 7b', 'Move to the trash')
  await expect(page.getByText('Moved to the trash')).toBeVisible()
  await expect(card(page, 'Physics 7b')).toBeHidden()
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect(card(page, 'Physics 7b')).toBeVisible()
  await page.reload()
  await expect(card(page, 'Physics 7b')).toBeVisible()
  await ann.close()
})

test('the trash gives boards back, and deletes them for ever only after a question', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  const { page } = ann
  const link = await ann.link()
  await page.goto(instance.url)
  await choose(page, 'Untitled', 'Move to the trash')
  await expect(card(page, 'Untitled')).toBeHidden()
  await page.getByRole('link', { name: 'Trash' }).click()
  await page.getByRole('button', { name: 'Restore' }).click()
  await expect(page.getByText('The trash is empty')).toBeVisible()
  await page.getByRole('link', { name: 'Boards' }).click()
  await choose(page, 'Untitled', 'Move to the trash')
  await page.getByRole('link', { name: 'Trash' }).click()

  await page.getByRole('button', { name: 'Delete for ever' }).click()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByRole('dialog')).toBeHidden()
  await expect(card(page, 'Untitled')).toBeVisible()
  await page.getByRole('button', { name: 'Delete for ever' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete for ever' }).click()
  await expect(page.getByText('The trash is empty')).toBeVisible()
  await page.reload()
  await expect(page.getByText('The trash is empty')).toBeVisible()
  await page.goto(link)
  await expect(page.getByText('This board does not exist')).toBeVisible()
  await ann.close()
})

test('boards are found by name, and each card shows what is on its board', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  const { page } = ann
  await ann.tool('Rectangle')
  await ann.drag([300, 200], [700, 500])
  await converged([ann], 1)
  await page.goto(instance.url)
  await choose(page, 'Untitled', 'Rename')
  await page.keyboard.type('École')
  await page.keyboard.press('Enter')
  await expect(card(page, 'École')).toBeVisible()
  // With one board there is nothing to look for.
  await expect(page.getByRole('searchbox')).toBeHidden()
  await page.getByRole('button', { name: 'New board' }).click()
  await ann.ready()
  await page.getByRole('button', { name: 'Home', exact: true }).click()
  await expect(page.getByRole('searchbox')).toBeVisible()
  await page.keyboard.press('/')
  await expect(page.getByRole('searchbox')).toBeFocused()
  await page.keyboard.type('ecol')
  await expect(card(page, 'École')).toBeVisible()
  await expect(card(page, 'Untitled')).toBeHidden()
  await page.keyboard.type('xyz')
  await expect(page.getByText('No board is called "ecolxyz".')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('article')).toHaveCount(2)

  const picture = page
    .getByRole('article')
    .filter({ has: card(page, 'École') })
    .locator('img')
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0)
  await page.getByRole('button', { name: 'Dark', exact: true }).click()
  await expect(picture).toHaveAttribute('src', /theme=dark/)
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0)
  await ann.close()
})

test('whoever was let in by a link sees that the board is shared, and can copy it but not throw it away', async ({
  browser,
}) => {
  const ann = await BoardPage.create(browser, instance.url)
  const ben = await BoardPage.open(browser, await ann.link())
  await ben.page.goto(instance.url)
  await expect(ben.page.getByText('Shared with you')).toBeVisible()
  await ben.page.getByRole('button', { name: 'Menu of Untitled' }).click()
  await expect(ben.page.getByRole('button', { name: 'Duplicate', exact: true })).toBeVisible()
  await expect(ben.page.getByRole('button', { name: 'Move to the trash' })).toBeHidden()
  await Promise.all([ann.close(), ben.close()])
})

test('the menu of a board copies its link and duplicates it', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  await ann.context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await ann.pen([300, 200], [400, 300])
  await converged([ann], 1)
  await ann.page.getByRole('button', { name: 'Menu', exact: true }).click()
  await ann.page.getByRole('button', { name: 'Copy link' }).click()
  await expect(ann.page.getByText('Link copied')).toBeVisible()
  expect(await ann.page.evaluate(() => navigator.clipboard.readText())).toBe(await ann.link())
  const { pathname } = new URL(ann.page.url())
  await ann.page.getByRole('button', { name: 'Menu', exact: true }).click()
  await ann.page.getByRole('button', { name: 'Duplicate board' }).click()
  await ann.page.waitForURL((url) => url.pathname.startsWith('/b/') && url.pathname !== pathname)
  await ann.ready()
  expect((await converged([ann], 1)).elements).toBe(1)
  await ann.close()
})

test('a board that is not there says so, and so does one without the key', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  const link = await ann.link()
  const { page, context } = await BoardPage.arrive(browser)
  await page.goto(`${instance.url}/b/nothing-of-the-kind-x`)
  await expect(page.getByText('This board does not exist')).toBeVisible()
  await page.goto(`${instance.url}/b/not-an-id`)
  await expect(page.getByText('does not exist')).toBeVisible()
  await page.goto(link.replace(/#.*/, ''))
  await expect(page.getByText("You can't open this board with this link")).toBeVisible()
  // Only what stands behind the # differs: a browser does not load that anew by itself.
  await page.goto(link)
  await expect(page.getByRole('button', { name: 'Pen', exact: true })).toBeVisible()
  await Promise.all([ann.close(), context.close()])
})

test('my name and colour change in place, and others see them', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  const ben = await BoardPage.open(browser, await ann.link())
  await ann.page.getByRole('button', { name: /^You are/ }).click()
  await ann.page.getByRole('textbox', { name: 'Your name' }).fill('Ann Other')
  await ann.page.getByRole('button', { name: 'Be pink' }).click()
  await ann.page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(ben.page.getByRole('list', { name: 'People on this board' })).toContainText('Ann Other')
  await expect(ann.page.getByRole('button', { name: 'You are Ann Other' })).toBeVisible()
  await Promise.all([ann.close(), ben.close()])
})
