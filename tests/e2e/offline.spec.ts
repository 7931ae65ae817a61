import { expect } from '@playwright/test'
import type { Instance } from '../servers/instance.ts'
import type { PostgresServer } from '../servers/postgres.ts'
import { BoardPage, converged } from './board-page.ts'
import { DiskBrowser } from './disk-browser.ts'
import { test } from './service.ts'

let postgres: PostgresServer
let instance: Instance

test.beforeAll(({ service }) => {
  postgres = service.postgres
  instance = service.instance
})

test('without a server: a board opens in two tabs, is drawn on, reloaded, and all of it is there when it is back', async ({
  browser,
}) => {
  const ann = await BoardPage.create(browser, instance.url, { keepsPages: true })
  const link = await ann.link()
  await ann.pen([300, 200], [420, 260])
  await converged([ann], 1)
  await ann.shellKept()
  await instance.kill9()

  await ann.page.reload()
  await ann.ready()
  await expect(ann.saving('Offline')).toBeVisible()
  expect((await ann.head()).elements).toBe(1)
  await ann.pen([300, 400], [420, 460])
  await expect(ann.saving('Offline, 1 change kept here')).toBeVisible()
  const tab = await BoardPage.again(ann, link)
  await tab.pen([600, 200], [720, 260])
  // A dialog that was never open before.
  await tab.page.keyboard.press('?')
  await expect(tab.page.getByRole('dialog', { name: 'Help' })).toBeVisible()
  await tab.page.keyboard.press('Escape')
  await ann.page.reload()
  await ann.ready()
  await ann.pen([600, 400], [720, 460])

  // Home lists what opens.
  const home = await ann.context.newPage()
  await home.goto(instance.url)
  await expect(home.getByText('These boards are kept in this browser')).toBeVisible()
  await home.getByRole('link', { name: 'Open Untitled' }).click()
  await expect(home.getByRole('button', { name: 'Pen', exact: true })).toBeVisible()
  await home.close()

  await instance.restart()
  const ben = await BoardPage.open(browser, link)
  await converged([ann, tab, ben], 4)
  await expect(ann.saving('Saved')).toBeVisible()
  await Promise.all([ann.close(), ben.close()])
})

test('without a network: a board that was never open here says so, and opens by itself when the network is back', async ({
  browser,
}) => {
  const ann = await BoardPage.create(browser, instance.url)
  const link = await ann.link()
  const ben = await BoardPage.create(browser, instance.url, { keepsPages: true })
  await ben.shellKept()
  await ben.context.setOffline(true)
  await ben.page.goto(link)
  await expect(ben.page.getByText('You are offline, and this board was never opened in this browser.')).toBeVisible()
  await expect(ben.page.getByRole('button', { name: 'Try again' })).toBeVisible()
  await ben.context.setOffline(false)
  await ben.ready()
  await ann.pen([300, 200], [420, 260])
  await converged([ann, ben], 1)
  await Promise.all([ann.close(), ben.close()])
})

test('a browser that is killed, and a service that is killed meanwhile: what was drawn is sent on the next visit, once', async ({
  browser,
}) => {
  const disk = new DiskBrowser()
  try {
    const first = await disk.open()
    await first.goto(instance.url)
    await first.getByRole('button', { name: 'New board' }).click()
    await first.waitForURL(/\/b\//)
    const link = first.url()
    const ann = BoardPage.of(first)
    await ann.ready()
    await ann.pen([300, 200], [420, 260])
    await converged([ann], 1)
    // Cookies are on disk when a browser ends, or after half a minute.
    await disk.quit()

    const again = BoardPage.of(await disk.open())
    await again.page.goto(link)
    await again.ready()
    await instance.kill9()
    await again.pen([300, 400], [420, 460])
    await again.pen([600, 400], [720, 460])
    await expect.poll(async () => (await again.head()).outbox).toBe(2)
    await expect(again.saving('Offline, 2 changes kept here')).toBeVisible()
    await disk.kill9()
    await postgres.kill9()
    await postgres.restart()
    await instance.restart()

    const last = BoardPage.of(await disk.open())
    await last.page.goto(link)
    await last.ready()
    const ben = await BoardPage.open(browser, await last.link())
    const { elements, seq } = await converged([last, ben], 3)
    expect([elements, seq]).toEqual([3, 3])
    await ben.close()
  } finally {
    await disk.remove()
  }
})
