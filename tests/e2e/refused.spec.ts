import { readFileSync } from 'node:fs'
import { expect } from '@playwright/test'
import pg from 'pg'
import type { Instance } from '../servers/instance.ts'
import type { PostgresServer } from '../servers/postgres.ts'
import { BoardPage, converged } from './board-page.ts'
import { test } from './service.ts'

let postgres: PostgresServer
let instance: Instance

test.beforeAll(({ service }) => {
  postgres = service.postgres
  instance = service.instance
})

/** What whoever has a board's link may do from now on. */
async function changeLink(link: string, access: 'view' | 'edit'): Promise<void> {
  const board = new URL(link).pathname.split('/').at(-1)
  const sql = new pg.Client({ connectionString: postgres.url })
  await sql.connect()
  await sql.query('UPDATE "Board" SET "linkAccess" = $2 WHERE "id" = $1', [board, access])
  await sql.query('UPDATE "BoardHead" SET "accessVersion" = "accessVersion" + 1 WHERE "board" = $1', [board])
  await sql.end()
}

/** Exports what is kept, and reads the file. */
async function exported({ page }: BoardPage, button: string): Promise<{ refused: { refusal: { code: string } }[] }> {
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: button, exact: true }).click()
  return JSON.parse(readFileSync(await (await download).path(), 'utf8'))
}

test('what was drawn while the board became view-only is refused, shown, exported, still there after a reload, and discarded', async ({
  browser,
}) => {
  const ann = await BoardPage.create(browser, instance.url)
  const link = await ann.link()
  const ben = await BoardPage.open(browser, link)
  await ann.pen([300, 200], [420, 260])
  await converged([ann, ben], 1)
  await ben.context.setOffline(true)
  await expect(ben.saving('Offline')).toBeVisible()
  await ben.tool('Rectangle')
  await ben.drag([600, 200], [720, 260])
  await ben.pen([600, 400], [720, 460])
  await expect(ben.saving('Offline, 2 changes kept here')).toBeVisible()
  await changeLink(link, 'view')
  await ben.context.setOffline(false)

  const notice = ben.page.getByText('2 changes were refused and taken back.')
  await expect(notice).toBeVisible()
  await expect(ben.page.getByText('View only')).toBeVisible()
  await converged([ann, ben], 1)
  await ben.page.reload()
  await expect(notice).toBeVisible()
  await ben.page.getByRole('button', { name: 'Show' }).click()
  const dialog = ben.page.getByRole('dialog', { name: 'Refused changes' })
  await expect(dialog.getByRole('listitem')).toHaveCount(2)
  await expect(dialog.getByText('Rectangle')).toBeVisible()
  const { refused } = await exported(ben, 'Export')
  expect(refused.map(({ refusal }) => refusal.code)).toEqual(['access.denied', 'access.denied'])
  await dialog.getByRole('button', { name: 'Discard' }).click()
  await expect(notice).toBeHidden()
  await ben.page.reload()
  await expect(ben.saving('Saved')).toBeVisible()
  await expect(notice).toBeHidden()
  await Promise.all([ann.close(), ben.close()])
})

test('a board that went meanwhile: what was drawn on it can be taken along', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  const link = await ann.link()
  const ben = await BoardPage.open(browser, link)
  await ben.context.setOffline(true)
  await ben.pen([600, 400], [720, 460])
  await expect(ben.saving('Offline, 1 change kept here')).toBeVisible()
  const answer = await ann.page.request.delete(link.replace('/b/', '/api/v1/boards/').replace(/#.*/, ''))
  expect(answer.status()).toBe(204)
  await ben.context.setOffline(false)
  await expect(ben.page.getByText('This board does not exist, or it was deleted.')).toBeVisible()
  await expect(ben.page.getByText('1 change of yours is not on the board')).toBeVisible()
  await ben.page.reload()
  await expect(ben.page.getByText('1 change of yours is not on the board')).toBeVisible()
  expect((await exported(ben, 'Export changes')).refused).toHaveLength(1)
  await Promise.all([ann.close(), ben.close()])
})
