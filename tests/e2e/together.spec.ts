import { expect } from '@playwright/test'
import type { Instance } from '../servers/instance.ts'
import type { PostgresServer } from '../servers/postgres.ts'
import { BoardPage, converged } from './board-page.ts'
import { INK, pixelsOf } from './pixels.ts'
import { test } from './service.ts'

let postgres: PostgresServer
let instance: Instance

test.beforeAll(({ service }) => {
  postgres = service.postgres
  instance = service.instance
})

test('three people draw, a fourth joins, everything is killed and started again: all see the same', async ({
  browser,
}) => {
  const ann = await BoardPage.create(browser, instance.url)
  const link = await ann.link()
  const [ben, eve] = await Promise.all([BoardPage.open(browser, link), BoardPage.open(browser, link)])

  await ann.pen([300, 200], [420, 260], [380, 330])
  await ben.pen([600, 200], [720, 260], [680, 330])
  await eve.pen([300, 500], [420, 560], [380, 620])
  await ann.tool('Rectangle')
  await ann.drag([800, 200], [900, 300])
  await ben.tool('Ellipse')
  await ben.drag([800, 400], [900, 480])
  await eve.tool('Arrow')
  await eve.drag([550, 450], [700, 520])
  const drawn = await converged([ann, ben, eve], 6)
  expect(drawn.elements).toBe(6)

  const fay = await BoardPage.open(browser, link)
  expect((await converged([ann, ben, eve, fay], 6)).hash).toBe(drawn.hash)

  await Promise.all([instance.kill9(), postgres.kill9()])
  await expect(ann.page.getByRole('status').filter({ hasText: 'Offline' })).toBeVisible()
  await postgres.restart()
  await instance.restart()
  expect((await converged([ann, ben, eve, fay], 6)).hash).toBe(drawn.hash)
  await expect(ann.page.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible()

  // The connections that came back by themselves carry strokes again.
  await fay.pen([1000, 500], [1100, 560])
  const after = await converged([ann, ben, eve, fay], 7)
  await Promise.all([ann, ben, eve, fay].map((person) => person.close()))

  const gus = await BoardPage.open(browser, link)
  expect((await converged([gus], 7)).hash).toBe(after.hash)
  const head = await gus.page.request.get(`${link.replace('/b/', '/api/v1/boards/').replace(/#.*/, '')}/head`)
  expect(await head.json()).toEqual({ epoch: after.epoch, seq: after.seq, hash: after.hash, elements: after.elements })
  await gus.close()
})

test('while the database is down, edits are kept and saved when it is back', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url, { keepsPages: true })
  const ben = await BoardPage.open(browser, await ann.link(), { keepsPages: true })
  await ann.pen([300, 200], [420, 260])
  await converged([ann, ben], 1)
  await postgres.kill9()
  await ann.pen([300, 400], [420, 460])
  await expect(ann.page.getByRole('status').filter({ hasText: "Can't save" })).toBeVisible()
  expect((await ann.head()).outbox).toBeGreaterThan(0)
  await postgres.restart()
  await converged([ann, ben], 2)
  await expect(ann.page.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible()
  await Promise.all([ann.close(), ben.close()])
})

test('what was drawn while the server was away outlives the tab', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  const link = await ann.link()
  await ann.pen([300, 200], [420, 260])
  await converged([ann], 1)
  await instance.kill9()
  await ann.pen([300, 400], [420, 460])
  await ann.pen([500, 400], [620, 460])
  expect((await ann.head()).outbox).toBe(2)
  const { page } = ann
  const next = await ann.context.newPage()
  await page.close()
  await instance.restart()
  await next.goto(link)
  await expect
    .poll(() => next.evaluate(() => window.inkwire?.head()), { timeout: 60_000 })
    .toMatchObject({ elements: 3, outbox: 0 })
  const ben = await BoardPage.open(browser, link)
  await converged([ben], 3)
  await Promise.all([ann.close(), ben.close()])
})

test('others see strokes while they are drawn, shapes while they are dragged, texts while they are typed, and cursors', async ({
  browser,
}) => {
  const ann = await BoardPage.create(browser, instance.url)
  const ben = await BoardPage.open(browser, await ann.link())
  const inkAt = (x: number, y: number) =>
    pixelsOf(ben, { x, y, width: 260, height: 160 }, INK).then(({ count }) => count)

  const hint = ben.page.getByText('Draw anything')

  expect(await inkAt(300, 200)).toBe(0)
  await expect(hint).toBeVisible()
  await ann.tool('Pen')
  const draw = async () => {
    await ann.page.mouse.move(320, 220)
    await ann.page.mouse.down()
    await ann.page.mouse.move(540, 340, { steps: 20 })
    // Not released: nothing of it is in the log.
    await expect.poll(() => inkAt(300, 200)).toBeGreaterThan(200)
    await expect(hint).toBeHidden()
    expect((await ben.head()).elements).toBe(0)
  }
  await draw()
  await ann.page.keyboard.press('Escape')
  await expect(hint).toBeVisible()
  await ann.page.mouse.up()
  await draw()
  await ann.page.mouse.up()
  await converged([ann, ben], 1)

  await ann.tool('Rectangle')
  await ann.page.mouse.move(720, 220)
  await ann.page.mouse.down()
  await ann.page.mouse.move(900, 340, { steps: 10 })
  await expect.poll(() => inkAt(700, 200)).toBeGreaterThan(200)
  expect((await ben.head()).elements).toBe(1)
  await ann.page.mouse.up()
  const { hash } = await converged([ann, ben], 2)

  // The shape is dragged away and held: it is gone from its place, and there where the pointer is.
  await ann.page.mouse.move(760, 220)
  await ann.page.mouse.down()
  await ann.page.mouse.move(760, 460, { steps: 10 })
  await expect.poll(() => inkAt(700, 440)).toBeGreaterThan(200)
  expect((await ben.head()).hash).toBe(hash)
  await ann.page.mouse.up()

  await ann.tool('Text')
  await ann.page.mouse.click(330, 500)
  await ann.page.keyboard.type('Typed in place', { delay: 20 })
  await expect.poll(() => inkAt(310, 440)).toBeGreaterThan(100)
  await ann.page.keyboard.press('Escape')
  await converged([ann, ben], 3)
  await Promise.all([ann.close(), ben.close()])
})
