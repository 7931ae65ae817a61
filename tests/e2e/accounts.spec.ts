import { readFileSync } from 'node:fs'
import { expect, type Page } from '@playwright/test'
import { freePort } from '../../scripts/free-port.ts'
import { type Instance, startInstance } from '../servers/instance.ts'
import { startOidcProvider } from '../servers/oidc.ts'
import { unzip } from '../servers/unzip.ts'
import { BoardPage, converged } from './board-page.ts'
import { test } from './service.ts'

let instance: Instance

test.beforeAll(({ service }) => {
  instance = service.instance
})

const PASSWORD = 'correct horse'

async function signUp(page: Page, email: string, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Create an account' }).click()
  await expect(page.getByRole('heading', { name: 'Create an account' })).toBeVisible()
  await page.getByLabel('Your name').fill(name)
  await page.getByLabel('E-mail address').fill(email)
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Create account' }).click()
}

async function signIn(page: Page, email: string, password = PASSWORD): Promise<void> {
  await page.getByLabel('E-mail address').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

test('a guest signs up from a board and goes on drawing, in another tab too; signs out, and finds all again', async ({
  browser,
}) => {
  const ann = await BoardPage.create(browser, instance.url)
  const { page } = ann
  await ann.pen([300, 200], [400, 300])
  const tab = await ann.context.newPage()
  await tab.goto(await ann.link())
  await expect(tab.getByRole('button', { name: 'Pen', exact: true })).toBeVisible()
  await converged([ann], 1)

  await page.getByRole('button', { name: 'Menu', exact: true }).click()
  await page.getByRole('button', { name: 'Account…' }).click()
  await expect(page.getByText('You are a guest here')).toBeVisible()
  await signUp(page, 'ann@example.org', 'Ann')
  await page.waitForURL(/\/b\//)
  await ann.ready()
  await ann.pen([400, 200], [500, 300])
  await converged([ann], 2)
  // The tab that stayed open is somebody with an account now, and draws on.
  await tab.bringToFront()
  await tab.getByRole('button', { name: 'Pen', exact: true }).click()
  await tab.mouse.move(500, 200)
  await tab.mouse.down()
  await tab.mouse.move(600, 300, { steps: 5 })
  await tab.mouse.up()
  await converged([ann], 3)
  await tab.close()

  await page.goto(`${instance.url}/account`)
  await expect(page.getByRole('heading', { name: 'ann@example.org' })).toBeVisible()
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await page.waitForURL(`${instance.url}/`)
  await expect(page.getByRole('article')).toHaveCount(0)
  await page.getByRole('link', { name: 'Sign in' }).click()
  await signIn(page, 'ann@example.org', 'wrong horse battery')
  await expect(page.getByText('The e-mail address or the password is wrong.')).toBeVisible()
  await signIn(page, 'ann@example.org')
  await page.waitForURL(`${instance.url}/`)
  await expect(page.getByRole('article')).toHaveCount(1)
  await ann.close()
})

test('what a guest did on another device comes along; a new password and signing out everywhere end the rest', async ({
  browser,
}) => {
  const ben = await BoardPage.create(browser, instance.url)
  await ben.page.goto(`${instance.url}/account`)
  await signUp(ben.page, 'ben@example.org', 'Ben')
  await ben.page.waitForURL(`${instance.url}/`)

  const phone = await BoardPage.create(browser, instance.url)
  await phone.pen([300, 200], [400, 300])
  await converged([phone], 1)
  const board = phone.page.url()
  await phone.page.goto(`${instance.url}/account`)
  await signIn(phone.page, 'ben@example.org')
  await phone.page.waitForURL(`${instance.url}/`)
  await expect(phone.page.getByRole('article')).toHaveCount(2)
  await ben.page.reload()
  await expect(ben.page.getByRole('article')).toHaveCount(2)
  await expect(ben.page.getByText('Shared with you')).toBeHidden()

  await ben.page.goto(`${instance.url}/account`)
  await ben.page.getByLabel('Password now').fill(PASSWORD)
  await ben.page.getByLabel('New password').fill('another horse')
  await ben.page.getByRole('button', { name: 'Change password' }).click()
  await expect(ben.page.getByText('Password changed.')).toBeVisible()
  await phone.page.reload()
  await expect(phone.page.getByRole('article')).toHaveCount(0)

  await phone.page.goto(`${instance.url}/account`)
  await signIn(phone.page, 'ben@example.org', 'another horse')
  await phone.page.waitForURL(`${instance.url}/`)
  await phone.page.goto(board)
  await phone.ready()
  await ben.page.getByRole('button', { name: 'Sign out everywhere' }).click()
  // Also where a board is open.
  await expect(phone.page.getByText('You are not signed in.')).toBeVisible()
  await Promise.all([ben.close(), phone.close()])
})

test("the operator's provider lets in, and brings the browser back to the board", async ({ browser, service }) => {
  const oidc = await startOidcProvider()
  const port = await freePort()
  const own = await startInstance({
    databaseUrl: service.postgres.url,
    webUrl: service.webUrl,
    port,
    env: {
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      OIDC_URL: oidc.discoveryUrl,
      OIDC_CLIENT_ID: oidc.clientId,
      OIDC_CLIENT_SECRET: oidc.clientSecret,
      OIDC_NAME: 'Example School',
    },
  })
  oidc.user = { sub: 'cleo', email: 'cleo@example.org', name: 'Cleo', email_verified: true }
  const cleo = await BoardPage.create(browser, own.url)
  await cleo.pen([300, 200], [400, 300])
  await converged([cleo], 1)
  await cleo.page.getByRole('button', { name: 'Menu', exact: true }).click()
  await cleo.page.getByRole('button', { name: 'Account…' }).click()
  await cleo.page.getByRole('button', { name: 'Continue with Example School' }).click()
  await cleo.page.waitForURL(/\/b\//)
  await cleo.ready()
  expect((await converged([cleo], 1)).elements).toBe(1)
  await cleo.page.goto(`${own.url}/account`)
  await expect(cleo.page.getByRole('heading', { name: 'cleo@example.org' })).toBeVisible()
  await cleo.close()
  await own.stop()
  await oidc.stop()
})

test('all my data comes as a file, and everything of mine can be deleted, after a question', async ({ browser }) => {
  const dan = await BoardPage.create(browser, instance.url)
  const link = await dan.link()
  const { page } = dan
  await page.goto(`${instance.url}/account`)
  await signUp(page, 'dan@example.org', 'Dan')
  await page.waitForURL(`${instance.url}/`)
  await page.goto(`${instance.url}/account`)
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download' }).click(),
  ])
  expect(file.suggestedFilename()).toBe('inkwire-data.zip')
  const files = unzip(readFileSync(await file.path()))
  expect([...files.keys()]).toContain(`boards/${new URL(link).pathname.split('/').at(-1)}.json`)

  await page.getByRole('button', { name: 'Delete everything' }).click()
  await page.getByLabel('Your password').fill('wrong horse battery')
  await page.getByRole('button', { name: 'Delete for ever' }).click()
  await expect(page.getByText('That is not your password.')).toBeVisible()
  await page.getByLabel('Your password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Delete for ever' }).click()
  await page.waitForURL(`${instance.url}/`)
  await expect(page.getByRole('button', { name: 'New board' })).toBeEnabled()
  await expect(page.getByRole('article')).toHaveCount(0)
  await page.goto(link)
  await expect(page.getByText('This board does not exist')).toBeVisible()
  await dan.close()
})
