import { expect, test } from '@playwright/test'
import { type Instance, startInstance } from '../servers/instance.ts'
import { type PostgresServer, startPostgres } from '../servers/postgres.ts'
import { startWeb } from '../servers/web.ts'
import { BoardPage } from './board-page.ts'

let postgres: PostgresServer
let web: Awaited<ReturnType<typeof startWeb>>
let instance: Instance

test.beforeAll(async () => {
  postgres = await startPostgres()
  web = await startWeb()
  instance = await startInstance({ databaseUrl: postgres.url, webUrl: web.url })
})

test.afterAll(async () => {
  await instance?.stop()
  await web?.stop()
  await postgres?.stop()
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

test('boards are renamed in place and deleted only after a question', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  await ann.page.goto(instance.url)
  const options = ann.page.getByRole('button', { name: /^Menu of/ })
  await ann.page.getByText('Untitled').hover()
  await options.click()
  await ann.page.getByRole('button', { name: 'Rename' }).click()
  await ann.page.keyboard.press('Control+a')
  await ann.page.keyboard.type('Physics 7b')
  await ann.page.keyboard.press('Enter')
  await ann.page.reload()
  await ann.page.getByText('Physics 7b').hover()
  await options.click()
  await ann.page.getByRole('button', { name: 'Delete…' }).click()
  await expect(ann.page.getByRole('dialog')).toBeVisible()
  await ann.page.getByRole('button', { name: 'Cancel' }).click()
  await expect(ann.page.getByText('Physics 7b')).toBeVisible()
  await options.click()
  await ann.page.getByRole('button', { name: 'Delete…' }).click()
  await ann.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await expect(ann.page.getByRole('heading', { name: 'Physics 7b' })).toBeHidden()
  await ann.page.reload()
  await expect(ann.page.getByRole('heading', { name: 'Physics 7b' })).toBeHidden()
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
  // Only what stands behind the # differs: a browser does not load that anew.
  await page.goto('about:blank')
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
  await ann.page.getByRole('button', { name: 'Save' }).click()
  await expect(ben.page.getByRole('list', { name: 'People on this board' })).toContainText('Ann Other')
  await expect(ann.page.getByRole('button', { name: 'You are Ann Other' })).toBeVisible()
  await Promise.all([ann.close(), ben.close()])
})
