import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import type { Instance } from '../servers/instance.ts'
import { BoardPage, chooseTool } from './board-page.ts'
import { test } from './service.ts'

let instance: Instance

test.beforeAll(({ service }) => {
  instance = service.instance
})

const zoomOf = (page: Page) => page.getByRole('button', { name: /^Zoom is/ })
const pressed = (page: Page, name: string) =>
  expect(page.getByRole('button', { name, exact: true }).first()).toHaveAttribute('aria-pressed', 'true')

/** Waits until another batch is stored, and answers with the hash then. */
async function changedFrom(person: BoardPage, hash: string): Promise<string> {
  await expect
    .poll(async () => {
      const head = await person.head()
      return head.hash !== hash && head.outbox === 0
    })
    .toBe(true)
  return (await person.head()).hash
}

async function rectangle(person: BoardPage, from: readonly [number, number], to: readonly [number, number]) {
  const { elements } = await person.head()
  await person.tool('Rectangle')
  await person.drag(from, to)
  await expect.poll(async () => (await person.head()).elements).toBe(elements + 1)
}

test('the palette finds commands by a few letters, runs them, and has the last ones first', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  const { page } = ann
  const field = page.getByRole('combobox', { name: 'Search commands' })
  const options = page.getByRole('option')
  await page.keyboard.press('Control+k')
  await expect(field).toBeFocused()
  // Nothing is selected: nothing can be aligned or deleted.
  await expect(options.filter({ hasText: /^Delete/ })).toHaveCount(0)
  await page.keyboard.type('zoom 200')
  await expect(options.first()).toContainText('Zoom to 200 %')
  await expect(options.first()).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(zoomOf(page)).toContainText('200 %')

  await page.keyboard.press('Control+k')
  await expect(page.getByRole('group', { name: 'Recent' }).getByRole('option')).toHaveText(['Zoom to 200 %'])
  expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([])
  await page.keyboard.type('nobody calls anything so')
  await expect(page.getByText('Nothing is called that.')).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(field).toBeVisible()
  await field.fill('zoom')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowUp')
  await expect(options.nth(1)).toHaveAttribute('aria-selected', 'true')
  expect(await field.getAttribute('aria-activedescendant')).toBe(await options.nth(1).getAttribute('id'))
  await page.keyboard.press('Escape')
  await expect(field).toHaveCount(0)

  // A tool, by the mouse; the canvas has the keys again.
  await page.keyboard.press('Control+k')
  await field.fill('hexagon')
  await options.first().click()
  await pressed(page, 'Hexagon')
  await ann.drag([500, 300], [600, 400])
  await expect.poll(async () => (await ann.head()).elements).toBe(1)
  await page.keyboard.press('Delete')
  await expect.poll(async () => (await ann.head()).elements).toBe(0)
  await ann.close()
})

test('shapes open from one button, which keeps the last one; lasso from select; all with keys too', async ({
  browser,
}) => {
  const ann = await BoardPage.create(browser, instance.url)
  const { page } = ann
  let elements = 0
  for (const shape of ['Star', 'Triangle', 'Ellipse']) {
    await ann.tool(shape)
    await pressed(page, shape)
    await ann.drag([400 + elements * 120, 300], [500 + elements * 120, 400])
    await expect.poll(async () => (await ann.head()).elements).toBe(++elements)
  }
  // What was used last is one press away.
  await page.keyboard.press('Escape')
  const row = page.getByRole('toolbar', { name: 'Tools' })
  const shapes = row.locator('[aria-haspopup]').nth(1)
  await expect(shapes).toHaveAccessibleName('Ellipse')
  await shapes.click()
  const panel = page.getByRole('dialog', { name: 'Shapes' })
  await expect(panel.getByRole('button')).toHaveCount(6)
  // A press on the canvas closes it and draws.
  await ann.drag([400, 500], [500, 560])
  await expect(panel).toHaveCount(0)
  await expect.poll(async () => (await ann.head()).elements).toBe(++elements)

  await shapes.focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('ArrowDown')
  await expect(panel.getByRole('button', { name: 'Rectangle' })).toBeFocused()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await expect(panel).toHaveCount(0)
  await pressed(page, 'Diamond')
  await expect(shapes).toBeFocused()
  await shapes.press('Enter')
  await page.keyboard.press('Escape')
  await expect(panel).toHaveCount(0)

  await chooseTool(page, 'Lasso')
  await pressed(page, 'Lasso')
  await ann.close()
})

test('every field of the style panel changes what is selected, and says where things differ', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  const { page } = ann
  const style = page.getByRole('group', { name: 'Style' })
  const choose = (name: string) => style.getByRole('button', { name, exact: true }).click()
  await rectangle(ann, [400, 250], [520, 350])
  await rectangle(ann, [700, 250], [820, 350])
  let { hash } = await ann.head()
  for (const name of [
    'Fill hatch',
    'Fill green',
    'Sketchy',
    'Corners round',
    'Dash dashed',
    'Width thick',
    'Color red',
  ]) {
    await choose(name)
    await expect(style.getByRole('button', { name, exact: true })).toHaveAttribute('aria-pressed', 'true')
    hash = await changedFrom(ann, hash)
  }
  await page.keyboard.press('Control+a')
  await expect(style.getByRole('group', { name: 'Corners, mixed' })).toBeVisible()
  await expect(style.getByRole('button', { name: 'Sketchy' })).toHaveAttribute('aria-pressed', 'mixed')
  await choose('Corners sharp')
  hash = await changedFrom(ann, hash)
  await expect(style.getByRole('group', { name: 'Corners', exact: true })).toBeVisible()
  await choose('No fill')
  hash = await changedFrom(ann, hash)
  await choose('Fill solid')
  hash = await changedFrom(ann, hash)

  await page.keyboard.press('Escape')
  await ann.tool('Arrow')
  await ann.drag([400, 500], [600, 600])
  await expect.poll(async () => (await ann.head()).elements).toBe(3)
  hash = await changedFrom(ann, hash)
  for (const head of ['triangle', 'bar', 'dot', 'diamond', 'none']) {
    await style.getByRole('button', { name: /^End / }).click()
    const ends = page.getByRole('dialog', { name: 'End of the line' })
    await expect(ends.getByRole('button')).toHaveCount(6)
    await ends.getByRole('button', { name: `End ${head}` }).click()
    hash = await changedFrom(ann, hash)
    await expect(style.getByRole('button', { name: `End ${head}` })).toBeVisible()
  }
  await style.getByRole('button', { name: /^Start / }).click()
  await page.getByRole('button', { name: 'Start arrow' }).click()
  hash = await changedFrom(ann, hash)
  for (const way of ['Line curved', 'Line elbow', 'Line straight']) {
    await choose(way)
    hash = await changedFrom(ann, hash)
  }

  await page.keyboard.press('Escape')
  await ann.tool('Text')
  await page.mouse.click(450, 150)
  await page.keyboard.type('Handmade')
  await page.keyboard.press('Escape')
  hash = await changedFrom(ann, hash)
  for (const look of ['Font hand', 'Font serif', 'Font mono', 'Bold', 'Size large', 'Align right']) {
    await choose(look)
    await expect(style.getByRole('button', { name: look, exact: true })).toHaveAttribute('aria-pressed', 'true')
    hash = await changedFrom(ann, hash)
  }
  await ann.close()
})

test('the style sheet of a phone reaches every field', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  const { page } = ann
  await page.setViewportSize({ width: 390, height: 844 })
  await ann.tool('Arrow')
  await page.getByRole('button', { name: 'Style', exact: true }).click()
  const style = page.getByRole('group', { name: 'Style' })
  await style.getByRole('button', { name: /^End / }).click()
  await page.getByRole('dialog', { name: 'End of the line' }).getByRole('button', { name: 'End dot' }).click()
  await expect(style.getByRole('button', { name: 'End dot' })).toBeVisible()
  await style.getByRole('slider', { name: 'Opacity' }).scrollIntoViewIfNeeded()
  await expect(style.getByRole('slider', { name: 'Opacity' })).toBeInViewport()
  await style.getByRole('button', { name: 'Close' }).click()
  await expect(style).toBeHidden()
  await ann.close()
})

test('a link is set, changed and removed, and nothing that could run becomes one', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  const { page } = ann
  await rectangle(ann, [400, 250], [520, 350])
  const before = (await ann.head()).hash
  const dialog = page.getByRole('dialog', { name: 'Link' })
  const field = dialog.getByRole('textbox', { name: 'Web or mail address' })
  await page.keyboard.press('Control+Shift+K')
  await expect(field).toBeFocused()
  await page.keyboard.type('javascript:alert(1)')
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('alert')).toBeVisible()
  await field.fill('example.org/plan')
  await page.keyboard.press('Enter')
  await expect(dialog).toHaveCount(0)
  const linked = await changedFrom(ann, before)

  await page.mouse.click(400, 300, { button: 'right' })
  await page.getByRole('menuitem', { name: /^Link/ }).click()
  await expect(field).toHaveValue('https://example.org/plan')
  await dialog.getByRole('button', { name: 'Remove' }).click()
  expect(await changedFrom(ann, linked)).toBe(before)
  await ann.close()
})

test('the zoom opens a menu: fit, selection, and plain numbers', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  const { page } = ann
  const menu = page.getByRole('dialog', { name: 'Zoom' })
  await zoomOf(page).click()
  await expect(menu.getByRole('button', { name: /^Zoom to selection/ })).toBeDisabled()
  await menu.getByRole('button', { name: /^Zoom to 50 %/ }).click()
  await expect(menu).toHaveCount(0)
  await expect(zoomOf(page)).toContainText('50 %')
  await zoomOf(page).click()
  await menu.getByRole('button', { name: /^Zoom to 100 %/ }).click()
  await expect(zoomOf(page)).toContainText('100 %')
  await ann.close()
})

test('menus in the context menu open to mouse and keys', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  const { page } = ann
  await rectangle(ann, [400, 250], [520, 350])
  await rectangle(ann, [700, 450], [820, 550])
  await page.keyboard.press('Control+a')
  let { hash } = await ann.head()
  await page.mouse.click(400, 300, { button: 'right' })
  await page.getByRole('menuitem', { name: 'Align', exact: true }).hover()
  await page
    .getByRole('menu', { name: 'Align' })
    .getByRole('menuitem', { name: /^Align top/ })
    .click()
  await expect(page.getByRole('menu')).toHaveCount(0)
  hash = await changedFrom(ann, hash)

  await page.mouse.click(400, 300, { button: 'right' })
  const order = page.getByRole('menuitem', { name: 'Order', exact: true })
  await expect(page.getByRole('menu')).toBeVisible()
  for (let i = 0; i < 30 && !(await order.evaluate((row) => row === document.activeElement)); i++)
    await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowRight')
  const inner = page.getByRole('menu', { name: 'Order' })
  await expect(inner.getByRole('menuitem').first()).toBeFocused()
  await page.keyboard.press('ArrowLeft')
  await expect(inner).toHaveCount(0)
  await expect(order).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('menu')).toHaveCount(0)
  await ann.close()
})
