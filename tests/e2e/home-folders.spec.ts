import { expect, type Page } from '@playwright/test'
import type { Instance } from '../servers/instance.ts'
import { BoardPage } from './board-page.ts'
import { test } from './service.ts'

let instance: Instance

test.beforeAll(({ service }) => {
  instance = service.instance
})

const card = (page: Page, name: string) => page.getByRole('heading', { name, exact: true })
const names = (page: Page) => page.getByRole('article').getByRole('heading').allTextContents()
const show = (page: Page, view: string) =>
  page.getByRole('navigation', { name: 'Which boards' }).getByRole('button', { name: view, exact: true }).click()

async function chooseFolder(page: Page, board: string): Promise<void> {
  await page.getByRole('button', { name: `Menu of ${board}`, exact: true }).click()
  await page.getByRole('button', { name: 'Folder…' }).click()
}

test('boards are shown by whose they are, by star and by folder, and sorted', async ({ browser }) => {
  const ann = await BoardPage.arrive(browser)
  const ben = await BoardPage.create(browser, instance.url)
  const { page } = ann
  await page.goto(instance.url)
  const made: string[] = []
  await page.request.post(`${instance.url}/api/v1/session`)
  for (const name of ['Maths 10', 'Maths 9', 'Art']) {
    const answer = await page.request.post(`${instance.url}/api/v1/boards`, { data: { name } })
    made.push((await answer.json()).board.id)
  }
  await page.goto(await ben.link())
  await ann.ready()
  await page.goto(instance.url)
  await expect(page.getByRole('article')).toHaveCount(4)

  await show(page, 'Shared with me')
  await expect.poll(() => names(page)).toEqual(['Untitled'])
  await show(page, 'Recent')
  await expect.poll(() => names(page)).toEqual(['Untitled'])
  await show(page, 'Mine')
  await page.getByLabel('Order').selectOption({ label: 'Name' })
  await expect.poll(() => names(page)).toEqual(['Art', 'Maths 9', 'Maths 10'])

  await card(page, 'Art').hover()
  await page.getByRole('button', { name: 'Star Art' }).click()
  await expect(page.getByRole('button', { name: 'Star Art' })).toHaveAttribute('aria-pressed', 'true')
  await show(page, 'Starred')
  await expect.poll(() => names(page)).toEqual(['Art'])

  await show(page, 'All')
  await chooseFolder(page, 'Maths 9')
  await page.getByRole('button', { name: 'New folder…' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('School')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('dialog')).toBeHidden()
  await chooseFolder(page, 'Maths 10')
  await page.getByRole('dialog').getByRole('button', { name: 'School' }).click()
  await expect(page.getByRole('dialog')).toBeHidden()
  await show(page, 'School')
  await expect.poll(() => names(page)).toEqual(['Maths 9', 'Maths 10'])
  // All of it is kept: the view in the address, the order in the browser, the rest on the server.
  await page.reload()
  await expect.poll(() => names(page)).toEqual(['Maths 9', 'Maths 10'])

  await page.getByRole('button', { name: 'New board' }).click()
  await ann.ready()
  await page.goto(instance.url)
  await show(page, 'School')
  await expect.poll(() => names(page)).toEqual(['Maths 9', 'Maths 10', 'Untitled'])
  await page.getByRole('button', { name: 'Rename folder' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Class 9')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('button', { name: 'Class 9' })).toBeVisible()
  await page.getByRole('button', { name: 'Delete folder' }).click()
  await expect(page.getByRole('button', { name: 'Class 9' })).toBeHidden()
  await expect(page.getByRole('article')).toHaveCount(5)
  await Promise.all([ann.close(), ben.close()])
})
