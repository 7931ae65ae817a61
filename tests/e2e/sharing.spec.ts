import { expect, type Page } from '@playwright/test'
import type { Instance } from '../servers/instance.ts'
import { BoardPage, converged } from './board-page.ts'
import { test } from './service.ts'

let instance: Instance

test.beforeAll(({ service }) => {
  instance = service.instance
})

const dialogOf = (page: Page) => page.getByRole('dialog', { name: 'Share', exact: true })

async function openSharing(page: Page) {
  await page.getByRole('button', { name: 'Share', exact: true }).click()
  const dialog = dialogOf(page)
  await expect(dialog.getByRole('list', { name: 'Members' })).toBeVisible()
  return dialog
}

/** Chooses, and waits until the server has taken it. */
async function choose(page: Page, label: string, option: string): Promise<void> {
  await dialogOf(page).getByLabel(label).selectOption({ label: option })
  await expect(dialogOf(page).locator('[aria-busy="false"]')).toBeVisible()
}

/** Makes an account through the API, as the page of accounts does. */
async function account(person: BoardPage, email: string, name: string): Promise<void> {
  const data = { email, password: 'correct horse', name }
  const answer = await person.page.request.post(`${instance.url}/api/v1/account/sign-up`, { data })
  expect(answer.status()).toBe(200)
}

test('a link that only shows: the page says so, has no tools to draw, and takes no stroke; closed, it shows nothing', async ({
  browser,
}) => {
  const ann = await BoardPage.create(browser, instance.url)
  await ann.pen([300, 200], [400, 300])
  const dialog = await openSharing(ann.page)
  await choose(ann.page, 'Anyone with the link', 'Can view')
  await dialog.getByRole('button', { name: 'Copy link' }).click()
  const link = await ann.link()
  await ann.page.keyboard.press('Escape')

  const ben = await BoardPage.arrive(browser)
  await ben.page.goto(link)
  await expect(ben.page.getByText('View only')).toBeVisible()
  await expect(ben.page.getByRole('button', { name: 'Pen', exact: true })).toBeHidden()
  await expect.poll(async () => (await ben.head()).elements).toBe(1)
  await ben.page.keyboard.press('p')
  await ben.drag([500, 300], [600, 400])
  expect((await ben.head()).elements).toBe(1)

  await openSharing(ann.page)
  await choose(ann.page, 'Anyone with the link', 'Can edit')
  await expect(ben.page.getByRole('button', { name: 'Pen', exact: true })).toBeVisible()
  await ben.pen([500, 300], [600, 400])
  await converged([ann, ben], 2)
  await choose(ann.page, 'Anyone with the link', 'No access')
  await expect(ben.page.getByText('You have no access to this board any more.')).toBeVisible()
  await Promise.all([ann.close(), ben.close()])
})

test('a password is asked for, and a new link leaves the old one worthless', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  const old = await ann.link()
  const dialog = await openSharing(ann.page)
  await dialog.getByRole('button', { name: 'Set a password' }).click()
  await dialog.getByLabel('Password of the link').fill('swordfish')
  await dialog.getByRole('button', { name: 'Set', exact: true }).click()
  await expect(dialog.getByText('It needs a password.')).toBeVisible()
  await choose(ann.page, 'The link ends', 'In a day')
  await expect(dialog.getByLabel('The link ends').locator('option:checked')).toHaveText(/^On \d+ \w+, \d\d:\d\d$/)

  const ben = await BoardPage.arrive(browser)
  await ben.page.goto(old)
  await ben.page.getByLabel('Password of the link').fill('goldfish')
  await ben.page.getByRole('button', { name: 'Open' }).click()
  await expect(ben.page.getByText('That is not the password.')).toBeVisible()
  await ben.page.getByLabel('Password of the link').fill('swordfish')
  await ben.page.getByRole('button', { name: 'Open' }).click()
  await ben.ready()

  await dialog.getByRole('button', { name: 'New link' }).click()
  await expect(ben.page.getByText('You have no access to this board any more.')).toBeVisible()
  await ben.page.goto(`${old}0`)
  await ben.page.goto(old)
  await expect(ben.page.getByText("You can't open this board with this link.")).toBeVisible()
  await expect.poll(() => new URL(ann.page.url()).hash).not.toBe(new URL(old).hash)
  expect(`${instance.url}${new URL(ann.page.url()).pathname}${new URL(ann.page.url()).hash}`).toBe(await ann.link())
  await Promise.all([ann.close(), ben.close()])
})

test('a member is added by e-mail, becomes a viewer, then the owner', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  const ben = await BoardPage.arrive(browser)
  await account(ben, 'sharing-ben@example.org', 'Ben')
  await ann.page.reload()
  await ann.ready()
  const dialog = await openSharing(ann.page)
  await choose(ann.page, 'Anyone with the link', 'No access')
  await dialog.getByLabel('E-mail address of an account').fill('nobody@example.org')
  await dialog.getByRole('button', { name: 'Add' }).click()
  await expect(dialog.getByText('Nobody here has an account with this e-mail address.')).toBeVisible()
  await dialog.getByLabel('E-mail address of an account').fill('sharing-ben@example.org')
  await dialog.getByRole('button', { name: 'Add' }).click()
  await expect(dialog.getByText('Nobody here')).toBeHidden()
  await expect(dialog.getByRole('listitem').filter({ hasText: 'Ben' })).toBeVisible()

  const board = ann.page.url().split('#')[0] ?? ''
  await ben.page.goto(board)
  await ben.ready()
  await choose(ann.page, 'Role of Ben', 'Viewer')
  await expect(ben.page.getByText('View only')).toBeVisible()
  await choose(ann.page, 'Role of Ben', 'Owner…')
  await dialog.getByRole('button', { name: 'Hand over' }).click()
  await expect(dialog.getByLabel('Anyone with the link')).toBeDisabled()
  await expect(ben.page.getByRole('button', { name: 'Pen', exact: true })).toBeVisible()
  const bens = await openSharing(ben.page)
  await expect(bens.getByLabel('Anyone with the link')).toBeEnabled()
  await ben.page.keyboard.press('Escape')
  await ben.pen([500, 300], [600, 400])
  await converged([ann, ben], 1)
  await Promise.all([ann.close(), ben.close()])
})
