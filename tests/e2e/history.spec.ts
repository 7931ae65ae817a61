import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import pg from 'pg'
import { BoardPage, converged } from './board-page.ts'
import { INK, pixelsOf } from './pixels.ts'
import { test } from './service.ts'

/** Where each stroke is drawn, px of the viewport. */
const STROKES = [0, 1, 2, 3, 4].map(
  (n) =>
    [
      [300 + n * 80, 200],
      [340 + n * 80, 320],
    ] as const,
)
const placeOf = (n: number) => ({ x: 290 + n * 80, y: 190, width: 60, height: 140 })

const stroke = (person: BoardPage, n: number) => person.pen(...(STROKES[n] ?? []))

/** Which of the strokes are seen. */
async function seen(person: BoardPage): Promise<string> {
  let found = ''
  for (const n of STROKES.keys()) if ((await pixelsOf(person, placeOf(n), INK)).count > 50) found += n
  return found
}
const expectSeen = (person: BoardPage, which: string) => expect.poll(() => seen(person)).toBe(which)

const slider = (page: Page) => page.getByRole('slider', { name: 'History' })

async function askForHistory(page: Page): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Search commands' }).fill('History')
  await page.keyboard.press('Enter')
}

async function openHistory(page: Page): Promise<void> {
  await askForHistory(page)
  await expect(slider(page)).toBeFocused()
}

/** Ann has drawn three strokes, Ben two. */
async function drawnByTwo(
  ...[browser, origin]: Parameters<typeof BoardPage.create>
): Promise<{ readonly ann: BoardPage; readonly ben: BoardPage }> {
  const ann = await BoardPage.create(browser, origin, { keepsPages: true })
  const ben = await BoardPage.open(browser, await ann.link())
  for (const [person, name] of [[ann, 'Ann'], [ben, 'Ben']] as const) {
    await person.page.request.patch(`${origin}/api/v1/session`, { data: { name } })
  } // biome-ignore format: one row
  for (const n of [0, 1, 2]) await stroke(ann, n)
  await converged([ann, ben], 3)
  for (const n of [3, 4]) await stroke(ben, n)
  await converged([ann, ben], 5)
  await ann.tool('Select')
  return { ann, ben }
}

test('the history is slid through, a version named and restored, and that undone; what others do meanwhile stays', async ({
  browser,
  service,
}) => {
  const { ann, ben } = await drawnByTwo(browser, service.instance.url)
  const { page } = ann
  await openHistory(page)
  await expectSeen(ann, '01234')
  await expect(page.getByText('Ben', { exact: true })).toBeVisible()
  await expect(slider(page)).toHaveAttribute('aria-valuetext', /^Ben, .*, change 5 of 5$/)
  for (const which of ['0123', '012', '01']) {
    await page.keyboard.press('ArrowLeft')
    await expectSeen(ann, which)
  }
  await expect(slider(page)).toHaveAttribute('aria-valuetext', /^Ann, .*, change 2 of 5$/)
  // With the mouse, to its beginning.
  const box = await slider(page).boundingBox()
  if (!box) throw new Error('the slider is not there')
  await ann.drag([box.x + (box.width * 2) / 5, box.y + box.height / 2], [box.x + 1, box.y + box.height / 2])
  await expectSeen(ann, '')
  await expect(page.getByText('Before anything was drawn')).toBeVisible()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await expectSeen(ann, '01')

  await page.getByRole('button', { name: 'Name this version' }).click()
  await page.keyboard.type('Two strokes')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Two strokes')).toBeVisible()
  // It is told a moment before the dialog has gone, and keys are the dialog's till then.
  await expect(page.getByRole('dialog')).toBeHidden()
  await page.keyboard.press('End')
  await expectSeen(ann, '01234')
  await page.getByRole('button', { name: 'Versions 1' }).click()
  await page.getByRole('button', { name: /^Two strokes/ }).click()
  await expectSeen(ann, '01')

  // Ben goes on, on the board as it is; restoring makes it what it was, and he goes on from there.
  await ben.pen([300, 500], [700, 500])
  await converged([ann, ben], 6)
  await page.getByRole('button', { name: 'Restore' }).click()
  await expect(page.getByRole('button', { name: 'Pen', exact: true })).toBeVisible()
  expect((await converged([ann, ben], 2)).elements).toBe(2)
  await expectSeen(ann, '01')
  await expectSeen(ben, '01')
  await ben.pen([300, 600], [700, 600])
  await converged([ann, ben], 3)
  await page
    .getByText(/^The board is again as it was/)
    .locator('..')
    .getByRole('button', { name: 'Undo' })
    .click()
  expect((await converged([ann, ben], 7)).elements).toBe(7)
  await expectSeen(ben, '01234')

  // It takes back the restoring, never what was drawn since.
  await openHistory(page)
  await page.keyboard.press('Home')
  await page.getByRole('button', { name: 'Restore' }).click()
  await converged([ann, ben], 0)
  await ann.pen([300, 300], [500, 300])
  await converged([ann, ben], 1)
  await page
    .getByText(/^The board is again as it was/)
    .locator('..')
    .getByRole('button', { name: 'Undo' })
    .click()
  await expect(page.getByText('You have changed something since: undo that first')).toBeVisible()
  await converged([ann, ben], 1)
  await ann.close()
  await ben.close()
})

test('a history plays by itself; whoever may only look sees it, and changes nothing', async ({ browser, service }) => {
  const { ann, ben } = await drawnByTwo(browser, service.instance.url)
  const sql = new pg.Client(service.postgres.url)
  await sql.connect()
  const board = new URL(ann.page.url()).pathname.split('/').at(-1)
  await sql.query('UPDATE "Board" SET "linkAccess" = $2 WHERE "id" = $1', [board, 'view'])
  await sql.end()
  await ben.page.reload()
  await expect(ben.page.getByText('View only')).toBeVisible()
  await openHistory(ben.page)
  for (const colorScheme of ['dark', 'light'] as const) {
    await ben.page.emulateMedia({ colorScheme })
    const { violations } = await new AxeBuilder({ page: ben.page }).analyze()
    expect(violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target}`))).toEqual([])
  }
  await expect(ben.page.getByRole('button', { name: 'Restore' })).toBeHidden()
  await expect(ben.page.getByRole('button', { name: 'Name this version' })).toBeHidden()
  await ben.page.getByRole('button', { name: 'Speed is 1×' }).click()
  await ben.page.getByRole('button', { name: 'Play' }).click()
  const values = new Set<string>()
  await expect
    .poll(async () => {
      values.add(await slider(ben.page).inputValue())
      return (await ben.page.getByRole('button', { name: 'Play' }).isVisible()) && values.has('5') && values.size > 2
    })
    .toBe(true)
  await expectSeen(ben, '01234')
  await ben.page.keyboard.press('Escape')
  await expect(ben.page.getByText('View only')).toBeVisible()
  await ann.close()
  await ben.close()
})

test('who drew something is told, with the way to it; without the server that is said', async ({
  browser,
  service,
}) => {
  const { ann, ben } = await drawnByTwo(browser, service.instance.url)
  const { page } = ann
  await page.mouse.click(340 + 3 * 80 - 4, 308, { button: 'right' })
  await page.getByRole('menuitem', { name: 'Who drew this' }).click()
  await expect(page.getByText(/^Drawn by Ben, /)).toBeVisible()
  await page.getByRole('button', { name: 'Show in history' }).click()
  await expect(slider(page)).toHaveAttribute('aria-valuetext', /^Ben, .*, change 4 of 5$/)
  await expectSeen(ann, '0123')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Pen', exact: true })).toBeVisible()

  await ann.shellKept()
  await ann.context.setOffline(true)
  await askForHistory(page)
  await expect(page.getByRole('alert').filter({ hasText: "The server can't be reached" })).toBeVisible()
  await ann.context.setOffline(false)
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(slider(page)).toBeVisible()
  await ann.close()
  await ben.close()
})
