import { fileURLToPath } from 'node:url'
import { type Browser, expect, type Page } from '@playwright/test'
import type { Instance } from '../servers/instance.ts'
import { BoardPage, chooseTool } from './board-page.ts'
import { Hand, type Place } from './hand.ts'
import { test } from './service.ts'

let instance: Instance

test.beforeAll(({ service }) => {
  instance = service.instance
})

/** Handles stand so far outside of what is selected, px. */
const HANDLE = 6

type Theme = 'light' | 'dark'
type Box = readonly [left: number, top: number, right: number, bottom: number]

/** Where things are drawn, px of the viewport: as a table on a wide screen, as a column on a phone. */
interface Layout {
  readonly size: { readonly width: number; readonly height: number }
  readonly touch: boolean
  readonly title: Place
  readonly underline: readonly Place[]
  readonly idea: Box
  readonly check: Box
  readonly ship: Box
  /** From the idea to the check, and on. */
  readonly arrows: readonly (readonly [Place, Place])[]
  readonly sticky: Place
  readonly frame: Box
  /** A place without anything. */
  readonly nothing: Place
  /** Where the second person draws. */
  readonly guest: readonly Place[]
}

/** A wavy line, as by a hand that is in no hurry. */
function wave([left, top]: Place, [right, bottom]: Place, height: number, waves: number): readonly Place[] {
  const places = Math.round(waves * 8)
  return Array.from({ length: places + 1 }, (_, at): Place => {
    const share = at / places
    const swing = Math.sin(share * waves * 2 * Math.PI) * height
    return [left + (right - left) * share, top + (bottom - top) * share - swing]
  })
}

const LAYOUTS: { readonly [Name in '1280x800' | '390x844']: Layout } = {
  '1280x800': {
    size: { width: 1280, height: 800 },
    touch: false,
    title: [420, 150],
    underline: wave([420, 180], [560, 180], 5, 3),
    idea: [420, 240, 580, 330],
    check: [690, 225, 850, 345],
    ship: [960, 240, 1120, 330],
    arrows: [
      [
        [560, 285],
        [720, 285],
      ],
      [
        [830, 285],
        [980, 285],
      ],
    ],
    sticky: [520, 500],
    frame: [720, 420, 1140, 640],
    nothing: [330, 660],
    guest: wave([780, 540], [1080, 520], 50, 2.5),
  },
  '390x844': {
    size: { width: 390, height: 844 },
    touch: true,
    title: [30, 100],
    underline: wave([30, 130], [170, 130], 5, 3),
    idea: [30, 160, 170, 235],
    check: [20, 285, 180, 395],
    ship: [225, 300, 365, 380],
    arrows: [
      [
        [100, 215],
        [100, 305],
      ],
      [
        [150, 340],
        [245, 340],
      ],
    ],
    sticky: [114, 530],
    frame: [228, 450, 376, 640],
    nothing: [340, 120],
    guest: wave([350, 550], [255, 560], 40, 2),
  },
}

const middle = ([left, top, right, bottom]: Box): Place => [(left + right) / 2, (top + bottom) / 2]
const diagonal = ([left, top, right, bottom]: Box): readonly Place[] => [
  [left, top],
  [right, bottom],
]

/** A new user on the way through the product. */
class Visitor {
  private pictures = 0

  private constructor(
    readonly page: Page,
    readonly hand: Hand,
    private readonly folder: string,
  ) {}

  static async arrive(browser: Browser, { size, touch }: Layout, theme: Theme, folder: string): Promise<Visitor> {
    const context = await browser.newContext({
      viewport: size,
      colorScheme: theme,
      ...(touch ? { hasTouch: true, isMobile: true } : {}),
    })
    const page = await context.newPage()
    return new Visitor(page, touch ? await Hand.finger(page) : await Hand.mouse(page), folder)
  }

  /** A picture of what is seen now, at rest. */
  async picture(name: string): Promise<void> {
    this.pictures++
    // Tiles get their exact scale, tooltips go, pictures of boards come.
    await this.page.waitForTimeout(700)
    const number = String(this.pictures).padStart(2, '0')
    await this.page.screenshot({ path: `${this.folder}/${number}-${name}.png` })
  }

  button(name: string) {
    return this.page.getByRole('button', { name, exact: true })
  }

  elements(): Promise<number> {
    return this.page.evaluate(() => window.inkwire?.head().elements ?? -1)
  }

  async has(elements: number): Promise<void> {
    await expect.poll(() => this.elements()).toBe(elements)
  }

  /** Draws with a tool along places. */
  async draw(tool: string, places: readonly Place[]): Promise<void> {
    await chooseTool(this.page, tool)
    await this.hand.drag(places)
  }

  /** Writes the label of a shape. */
  async label(box: Box, text: string): Promise<void> {
    await this.hand.doubleClick(middle(box))
    await this.page.keyboard.type(text)
    await this.page.keyboard.press('Escape')
  }

  /** Chooses in the style panel, which is a sheet on a phone. */
  async style(...names: readonly string[]): Promise<void> {
    const sheet = this.button('Style')
    const narrow = await sheet.isVisible()
    if (narrow) await sheet.click()
    for (const name of names) await this.button(name).click()
    if (narrow) await this.page.getByRole('group', { name: 'Style' }).getByRole('button', { name: 'Close' }).click()
  }

  /** Chooses a row of the context menu. */
  async choose(row: RegExp): Promise<void> {
    await this.page.getByRole('menuitem', { name: row }).click()
    await expect(this.page.getByRole('menu')).toBeHidden()
  }
}

for (const theme of ['light', 'dark'] as const) {
  for (const name of ['1280x800', '390x844'] as const) {
    test(`the first ten minutes, ${theme}, ${name}`, async ({ browser }, info) => {
      const layout = LAYOUTS[name]
      const kept = fileURLToPath(new URL(`../../docs/images/tour/${theme}-${name}`, import.meta.url))
      const ann = await Visitor.arrive(browser, layout, theme, process.env.TOUR ? kept : info.outputPath())
      const { page, hand } = ann

      await page.goto(instance.url)
      await expect(page.getByText('Your boards will be here')).toBeVisible()
      await ann.picture('home-empty')

      await ann.button('New board').click()
      await expect(page.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible()
      await page.getByRole('textbox', { name: 'Board name' }).fill('Launch plan')
      await page.keyboard.press('Enter')
      await ann.picture('board-empty')

      await chooseTool(page, 'Text')
      await hand.click(layout.title)
      await page.keyboard.type('Launch plan')
      await page.keyboard.press('Escape')
      await ann.has(1)
      await chooseTool(page, 'Pen')
      await ann.style('Color red')
      await hand.drag(layout.underline)
      await ann.has(2)
      await ann.picture('pen-and-text')

      await chooseTool(page, 'Rectangle')
      await ann.style('Color blue', 'Fill blue')
      await hand.drag(diagonal(layout.idea))
      await ann.label(layout.idea, 'Idea')
      await ann.draw('Diamond', diagonal(layout.check))
      await ann.style('Color orange', 'Fill orange')
      await ann.label(layout.check, 'Good?')
      await ann.draw('Ellipse', diagonal(layout.ship))
      await ann.style('Color green', 'Fill green')
      await ann.label(layout.ship, 'Ship it')
      await ann.has(5)
      await ann.picture('shapes-with-labels')

      for (const arrow of layout.arrows) await ann.draw('Arrow', arrow)
      await ann.has(7)
      await page.keyboard.press('Escape')
      await ann.picture('bound-arrows')

      await chooseTool(page, 'Sticky')
      await hand.click(layout.sticky)
      await page.keyboard.type('Ask Ben for the numbers')
      await page.keyboard.press('Escape')
      await ann.has(8)
      await ann.draw('Frame', diagonal(layout.frame))
      await ann.has(9)
      await page.keyboard.press('Escape')
      await ann.picture('sticky-and-frame')

      await chooseTool(page, 'Select')
      await hand.click(middle(layout.idea))
      const [left, top, right, bottom] = layout.idea
      // The corner follows the pointer, then the handle above turns it.
      await hand.drag([
        [right + HANDLE, bottom + HANDLE],
        [right + HANDLE + 12, bottom + HANDLE + 16],
      ])
      const middleOfTop = (left + right + 12) / 2
      await hand.drag([
        [middleOfTop, top - HANDLE - 20],
        [middleOfTop + 16, top - HANDLE - 20],
      ])
      await ann.picture('select-resize-rotate')
      await page.keyboard.press('Control+z')
      await page.keyboard.press('Control+z')

      await hand.click(layout.nothing)
      const [, shipTop] = layout.ship
      await hand.drag([
        [layout.check[0] - 12, Math.min(layout.check[1], shipTop) - 12],
        [layout.ship[2] + 12, Math.max(layout.check[3], layout.ship[3]) + 10],
      ])
      await page.keyboard.press('Control+g')
      await ann.has(10)
      await hand.openMenu(middle(layout.check))
      await expect(page.getByRole('menu')).toBeVisible()
      await ann.picture('group-and-menu')
      await ann.choose(/^Duplicate/)
      await expect.poll(() => ann.elements()).toBeGreaterThan(10)
      await page.keyboard.press('Control+z')
      await ann.has(10)

      await page.keyboard.press('Escape')
      await page.keyboard.press('Shift+1')
      await ann.picture('zoom-to-fit')
      await page.keyboard.press('Control+z')
      await ann.has(9)
      await page.keyboard.press('Control+0')

      const link = await page.evaluate(() => window.location.href)
      const ben = await BoardPage.open(browser, link)
      await ben.page.getByRole('button', { name: /^You are/ }).click()
      await ben.page.getByRole('textbox', { name: 'Your name' }).fill('Ben')
      await ben.page.getByRole('button', { name: 'Be violet' }).click()
      await ben.page.getByRole('button', { name: 'Save', exact: true }).click()
      await ben.page.keyboard.press('Control+0')
      await ann.button('Share').click()
      await ann.button('Copy link').click()
      await expect(page.getByText('Link copied')).toBeVisible()
      await page.keyboard.press('Escape')
      const people = page.getByRole('list', { name: 'People on this board' })
      await expect(people).toContainText('Ben')
      await ben.tool('Pen')
      const bensHand = await Hand.mouse(ben.page)
      await bensHand.drag(layout.guest, { hold: true })
      await ann.picture('together')
      await bensHand.release()
      await ann.has(10)
      await ben.close()

      await ann.button('Home').click()
      const picture = page.getByRole('article').first().locator('img')
      await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0)
      await ann.button('New board').click()
      await expect(page.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible()
      await ann.button('Home').click()
      await expect(page.getByRole('article')).toHaveCount(2)
      await ann.picture('home')

      await ann.button('Menu of Untitled').click()
      await ann.button('Move to the trash').click()
      await expect(page.getByText('Moved to the trash')).toBeVisible()
      await ann.picture('trash-and-undo')
      await ann.button('Undo').click()
      await expect(page.getByRole('article')).toHaveCount(2)
      await page.context().close()
    })
  }
}
