import { expect } from '@playwright/test'
import pg from 'pg'
import { BoardPage, converged } from './board-page.ts'
import { test } from './service.ts'

const SECRET = 'opensesame'

test('the owner erases a secret for good: it is gone for everyone and from the log, and undo does not bring it back', async ({
  browser,
  service,
}) => {
  const ann = await BoardPage.create(browser, service.instance.url)
  await ann.tool('Text')
  await ann.page.mouse.click(400, 300)
  await ann.page.keyboard.type(SECRET)
  await ann.page.keyboard.press('Escape')
  await ann.pen([600, 300], [700, 400])
  const ben = await BoardPage.open(browser, await ann.link())
  await converged([ann, ben], 2)
  const board = new URL(ann.page.url()).pathname.split('/').at(-1)

  await ben.tool('Select')
  await ben.page.mouse.click(420, 305, { button: 'right' })
  await expect(ben.page.getByRole('menuitem', { name: /^Delete/ })).toBeVisible()
  await expect(ben.page.getByRole('menuitem', { name: /^Erase/ })).toBeHidden()
  await ben.page.keyboard.press('Escape')

  await ann.tool('Select')
  await ann.page.mouse.click(420, 305, { button: 'right' })
  await ann.page.getByRole('menuitem', { name: /^Erase for good/ }).click()
  const dialog = ann.page.getByRole('dialog', { name: 'Erase for good?' })
  await expect(dialog).toContainText('Undo does not bring it back')
  const { epoch } = await ann.head()
  await dialog.getByRole('button', { name: 'Erase for good' }).click()
  await expect(dialog).toBeHidden()
  for (const person of [ann, ben]) {
    await expect.poll(async () => (await person.head()).epoch).not.toBe(epoch)
    await expect.poll(async () => (await person.head()).elements).toBe(1)
  }
  await ann.page.keyboard.press('Control+z')
  await ben.pen([700, 300], [800, 400])
  expect((await converged([ann, ben], 2)).elements).toBe(2)

  const sql = new pg.Client(service.postgres.url)
  await sql.connect()
  const { rows } = await sql.query(
    `SELECT (SELECT count(*)::int FROM "Batch" WHERE "board" = $1) AS batches,
       EXISTS (SELECT FROM "Batch" WHERE "board" = $1 AND position($2 IN "ops") > 0)
       OR EXISTS (SELECT FROM "Snapshot" WHERE "board" = $1 AND position($2 IN "bytes") > 0) AS found`,
    [board, Buffer.from(SECRET)],
  )
  await sql.end()
  expect(rows[0]).toMatchObject({ found: false })
  expect(rows[0].batches).toBeGreaterThan(3)
  await ann.close()
  await ben.close()
})
