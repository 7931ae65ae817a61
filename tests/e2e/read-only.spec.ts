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

/** Has PostgreSQL refuse what is written into the log, as it does when its disk is full. Returns how to make room again. */
async function fillDisk(): Promise<() => Promise<void>> {
  const sql = new pg.Client({ connectionString: postgres.url })
  await sql.connect()
  await sql.query(`
    CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$;
    CREATE TRIGGER no_room BEFORE INSERT ON "Batch" FOR EACH ROW EXECUTE FUNCTION no_room()`)
  return async () => {
    await sql.query('DROP FUNCTION no_room() CASCADE')
    await sql.end()
  }
}

test('with a full disk a board is for reading, says so, keeps what was done, and is back by itself', async ({
  browser,
}) => {
  const ann = await BoardPage.create(browser, instance.url)
  const link = await ann.link()
  const ben = await BoardPage.open(browser, link)
  await ann.pen([300, 200], [420, 260])
  await converged([ann, ben], 1)

  const makeRoom = await fillDisk()
  const banner = ann.page.getByRole('alert').filter({ hasText: "The server's disk is full" })
  try {
    await ann.pen([300, 400], [420, 460])
    await expect(banner).toBeVisible()
    await expect(ann.saving("Can't save: disk full")).toBeVisible()
    await expect(ann.page.getByText('View only')).toBeVisible()
    await ann.page.getByRole('button', { name: "Can't save" }).click()
    await expect(ann.page.getByText('1 change is kept in this browser')).toBeVisible()
    await ann.page.keyboard.press('Escape')
    expect((await ann.head()).outbox).toBe(1)
    await ann.page.reload()
    await ann.ready()
    await expect(banner).toBeVisible()
  } finally {
    await makeRoom()
  }

  await expect(banner).toBeHidden()
  await expect(ann.saving('Saved')).toBeVisible()
  await converged([ann, ben], 2)
  await ann.pen([600, 400], [720, 460])
  await converged([ann, ben], 3)
  await Promise.all([ann.close(), ben.close()])
})
