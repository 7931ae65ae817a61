import { expect, type Page } from '@playwright/test'
import type { Instance } from '../servers/instance.ts'
import { BoardPage, converged } from './board-page.ts'
import { test } from './service.ts'

let instance: Instance

test.beforeAll(({ service }) => {
  instance = service.instance
})

const PASSWORD = 'correct horse'

/** Makes an account in this browser: a guest of it becomes it. */
async function signUp({ page }: BoardPage, email: string, name: string): Promise<void> {
  const data = { email, password: PASSWORD, name }
  expect((await page.request.post(`${instance.url}/api/v1/account/sign-up`, { data })).status()).toBe(200)
}

async function signIn(page: Page, email: string): Promise<void> {
  await page.getByLabel('E-mail address').fill(email)
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

/** How much this browser keeps, by what it is. */
const kept = (page: Page): Promise<Record<string, number>> =>
  page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('inkwire')
      opening.onsuccess = () => resolve(opening.result)
      opening.onerror = () => reject(opening.error)
    })
    const names = [...database.objectStoreNames]
    const transaction = database.transaction(names)
    const counts = await Promise.all(
      names.map(
        (name) =>
          new Promise<[string, number]>((resolve) => {
            const asked = transaction.objectStore(name).count()
            asked.onsuccess = () => resolve([name, asked.result])
          }),
      ),
    )
    database.close()
    return Object.fromEntries(counts.filter(([, count]) => count > 0))
  })

/** Draws where there is no network, and closes the page. Returns another page of the same browser, with a network. */
async function drawAway(person: BoardPage, ...points: readonly (readonly [number, number])[]): Promise<Page> {
  await person.context.setOffline(true)
  await person.pen(...points)
  await expect(person.saving('Offline, 1 change kept here')).toBeVisible()
  const page = await person.context.newPage()
  await person.page.close()
  await person.context.setOffline(false)
  return page
}

test('who signs out leaves nothing in the browser, also not in other tabs; the next one finds nothing of theirs', async ({
  browser,
}) => {
  const ann = await BoardPage.create(browser, instance.url)
  await signUp(ann, 'shared-ann@example.org', 'Ann')
  const board = ann.page.url().split('#')[0] ?? ''
  // Without the key: whoever comes next has no access by it.
  await ann.page.goto(board)
  await ann.page.request.patch(`${instance.url}/api/v1/boards/${board.split('/').at(-1)}/link`, {
    data: { access: 'none' },
  })
  await ann.page.reload()
  await ann.ready()
  await ann.pen([300, 200], [400, 300])
  await converged([ann], 1)
  await expect.poll(async () => (await kept(ann.page)).copies).toBe(1)

  const tab = await ann.context.newPage()
  await tab.goto(`${instance.url}/account`)
  await tab.getByRole('button', { name: 'Sign out', exact: true }).click()
  await tab.waitForURL(`${instance.url}/`)
  await expect(tab.getByRole('link', { name: 'Sign in' })).toBeVisible()
  await expect(ann.page.getByText("You can't open this board with this link.")).toBeVisible()
  await expect.poll(() => kept(tab)).toEqual({})

  await tab.getByRole('link', { name: 'Sign in' }).click()
  await tab.getByRole('button', { name: 'Create an account' }).click()
  await tab.getByLabel('Your name').fill('Ben')
  await tab.getByLabel('E-mail address').fill('shared-ben@example.org')
  await tab.getByLabel('Password').fill(PASSWORD)
  await tab.getByRole('button', { name: 'Create account' }).click()
  await tab.waitForURL(`${instance.url}/`)
  await tab.goto(board)
  await expect(tab.getByText("You can't open this board with this link.")).toBeVisible()
  expect(await kept(tab)).toEqual({})
  await ann.close()
})

test('what waits is sent before somebody signs out; what the server does not take is named, and goes only after a question', async ({
  browser,
}) => {
  const ann = await BoardPage.create(browser, instance.url)
  await signUp(ann, 'unsent-ann@example.org', 'Ann')
  await ann.page.reload()
  await ann.ready()
  await ann.pen([300, 200], [400, 300])
  await converged([ann], 1)
  const link = await ann.link()
  const page = await drawAway(ann, [500, 200], [600, 300])

  await page.goto(`${instance.url}/account`)
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await page.waitForURL(`${instance.url}/`)
  expect(await kept(page)).toEqual({})
  await page.goto(link)
  const guest = BoardPage.of(page)
  await guest.ready()
  await converged([guest], 2)

  await signUp(guest, 'unsent-ben@example.org', 'Ben')
  await page.reload()
  await guest.ready()
  const last = await drawAway(guest, [300, 400], [400, 500])
  // Pages come through, and nothing else.
  await last.context().route('**/socket.io/**', (route) => route.abort())
  await last.context().routeWebSocket('**/socket.io/**', (socket) => socket.close())
  await last.goto(`${instance.url}/account`)
  await last.getByRole('button', { name: 'Sign out everywhere' }).click()
  const dialog = last.getByRole('dialog', { name: 'Sign out without these changes?' })
  await expect(dialog.getByRole('listitem')).toHaveText(['Untitled1 change'])
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  expect(await kept(last)).toMatchObject({ batches: 1 })
  await last.getByRole('button', { name: 'Sign out', exact: true }).click()
  await dialog.getByRole('button', { name: 'Sign out' }).click()
  await last.waitForURL(`${instance.url}/`)
  await expect.poll(() => kept(last)).toEqual({})
  await ann.close()
})

test('a session that ended elsewhere: what waits is named, nobody else sees or sends it, and it goes when its person is back', async ({
  browser,
}) => {
  const ann = await BoardPage.create(browser, instance.url)
  await signUp(ann, 'ended-ann@example.org', 'Ann')
  await ann.page.reload()
  await ann.ready()
  await ann.pen([300, 200], [400, 300])
  await converged([ann], 1)
  await ann.context.setOffline(true)
  await ann.pen([500, 200], [600, 300])
  await expect(ann.saving('Offline, 1 change kept here')).toBeVisible()
  const phone = await browser.newContext()
  const data = { email: 'ended-ann@example.org', password: PASSWORD }
  await phone.request.post(`${instance.url}/api/v1/account/sign-in`, { data })
  await phone.request.post(`${instance.url}/api/v1/account/sign-out-everywhere`)
  await phone.close()
  await ann.context.setOffline(false)
  await expect(ann.page.getByText('You are not signed in.')).toBeVisible()
  await expect(ann.page.getByText('1 change of yours is not on the board, and kept in this browser.')).toBeVisible()
  await expect.poll(async () => (await kept(ann.page)).copies ?? 0).toBe(0)

  // Somebody else, who has the link.
  await ann.page.getByRole('button', { name: 'Reload' }).click()
  await ann.ready()
  await expect(ann.saving('Saved')).toBeVisible()
  expect((await converged([ann], 1)).elements).toBe(1)
  await ann.page.getByRole('button', { name: 'Menu', exact: true }).click()
  await ann.page.getByRole('button', { name: 'Account…' }).click()
  await signIn(ann.page, 'ended-ann@example.org')
  await ann.page.waitForURL(/\/b\//)
  await ann.ready()
  expect((await converged([ann], 2)).elements).toBe(2)
  await ann.close()
})

test('what a guest drew without a server, also on a page that never met it, comes along into an account', async ({
  browser,
}) => {
  const elsewhere = await BoardPage.arrive(browser)
  await signUp(elsewhere, 'along-ann@example.org', 'Ann')
  await elsewhere.close()

  const ann = await BoardPage.create(browser, instance.url, { keepsPages: true })
  const link = await ann.link()
  await ann.pen([300, 200], [400, 300])
  await converged([ann], 1)
  await ann.shellKept()
  await ann.context.setOffline(true)
  await ann.pen([500, 200], [600, 300])
  await expect(ann.saving('Offline, 1 change kept here')).toBeVisible()
  await ann.page.reload()
  await ann.ready()
  await ann.pen([300, 400], [400, 500])
  await expect(ann.saving('Offline, 2 changes kept here')).toBeVisible()
  const page = await ann.context.newPage()
  await ann.page.close()
  await ann.context.setOffline(false)

  await page.goto(`${instance.url}/account`)
  await signIn(page, 'along-ann@example.org')
  await page.waitForURL(`${instance.url}/`)
  await page.goto(link)
  const back = BoardPage.of(page)
  await back.ready()
  const ben = await BoardPage.open(browser, link)
  expect((await converged([back, ben], 3)).elements).toBe(3)
  // All of it is one person's.
  const board = new URL(link).pathname.split('/').at(-1)
  const { people } = await (await page.request.get(`${instance.url}/api/v1/boards/${board}/history`)).json()
  expect(people.map(({ name }: { name: string }) => name)).toEqual(['Ann'])
  await Promise.all([ann.close(), ben.close()])
})
