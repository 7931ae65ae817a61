import { type Browser, type BrowserContext, expect, type Locator, type Page } from '@playwright/test'

/** What `window.inkwire.head()` tells. */
export interface PageHead {
  readonly epoch: string | null
  readonly seq: number
  readonly hash: string
  readonly elements: number
  readonly outbox: number
}

export interface Arrival {
  /** The browser keeps the pages, as browsers do: left out elsewhere, as every person of a test would fetch all of the build. */
  readonly keepsPages?: boolean
}

/** A person at a board: a browser context of its own, with its own cookies. */
export class BoardPage {
  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
  ) {}

  /** Opens the home page and makes a board there, as a new user does. */
  static async create(browser: Browser, origin: string, arrival: Arrival = {}): Promise<BoardPage> {
    const person = await BoardPage.arrive(browser, arrival)
    await person.page.goto(origin)
    await person.page.getByRole('button', { name: 'New board' }).click()
    await person.page.waitForURL(/\/b\//)
    await person.ready()
    return person
  }

  /** Opens a link that somebody sent. */
  static async open(browser: Browser, link: string, arrival: Arrival = {}): Promise<BoardPage> {
    const person = await BoardPage.arrive(browser, arrival)
    await person.page.goto(link)
    await person.ready()
    return person
  }

  /** A page that is there already. */
  static of(page: Page): BoardPage {
    return new BoardPage(page.context(), page)
  }

  /** Opens a link in another tab of somebody who is there. */
  static async again(person: BoardPage, link: string): Promise<BoardPage> {
    const tab = new BoardPage(person.context, await person.context.newPage())
    await tab.page.goto(link)
    await tab.ready()
    return tab
  }

  static async arrive(browser: Browser, { keepsPages = false }: Arrival = {}): Promise<BoardPage> {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      serviceWorkers: keepsPages ? 'allow' : 'block',
    })
    return new BoardPage(context, await context.newPage())
  }

  async ready(): Promise<void> {
    await expect(this.page.getByRole('button', { name: 'Pen', exact: true })).toBeVisible()
    await this.page.waitForFunction(() => (window.inkwire?.head().epoch ?? null) !== null)
  }

  /** Waits until the browser keeps the pages, so that they open without a server. */
  async shellKept(): Promise<void> {
    await this.page.evaluate(async () => {
      await navigator.serviceWorker.ready
      while (!navigator.serviceWorker.controller) await new Promise((resolve) => setTimeout(resolve, 50))
    })
  }

  /** What the page says about saving. */
  saving(words: string): Locator {
    return this.page.getByRole('status').filter({ hasText: words })
  }

  /** The link that Share copies: with the key behind the #. */
  async link(): Promise<string> {
    const { origin, pathname } = new URL(this.page.url())
    const id = pathname.split('/').at(-1)
    const answer = await this.page.request.get(`${origin}/api/v1/boards/${id}`)
    const { key } = await answer.json()
    return `${origin}/b/${id}#${key}`
  }

  tool(name: string): Promise<void> {
    return chooseTool(this.page, name)
  }

  /** Drags the mouse along points (px of the viewport). */
  async drag(...points: readonly (readonly [x: number, y: number])[]): Promise<void> {
    const { mouse } = this.page
    const [first, ...rest] = points
    if (!first) return
    await mouse.move(...first)
    await mouse.down()
    for (const point of rest) await mouse.move(...point, { steps: 8 })
    await mouse.up()
  }

  async pen(...points: readonly (readonly [x: number, y: number])[]): Promise<void> {
    await this.tool('Pen')
    await this.drag(...points)
  }

  /** The words on the board, as the server draws them: each line of text one string. */
  async words(): Promise<string[]> {
    const { origin, pathname } = new URL(this.page.url())
    const address = `${origin}/api/v1/boards/${pathname.split('/').at(-1)}/thumbnail.svg?theme=light`
    const svg = await (await this.page.request.get(address)).text()
    return [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map((match) => match[1] ?? '').sort()
  }

  head(): Promise<PageHead> {
    return this.page.evaluate(() => {
      if (!window.inkwire) throw new Error('the board page is not there')
      return window.inkwire.head()
    })
  }

  status(): Promise<string | null> {
    return this.page.getByRole('status').first().textContent()
  }

  close(): Promise<void> {
    return this.context.close()
  }
}

/** Tools that open from another one, by the name of what opens. */
const FLYOUTS: readonly { readonly title: string; readonly tools: readonly string[] }[] = [
  { title: 'Selecting', tools: ['Select', 'Lasso'] },
  { title: 'Shapes', tools: ['Rectangle', 'Ellipse', 'Diamond', 'Triangle', 'Star', 'Hexagon'] },
]

/** Takes a tool from the toolbar, or from what opens from it. */
export async function chooseTool(page: Page, name: string): Promise<void> {
  const row = page.getByRole('toolbar', { name: 'Tools' })
  const button = row.getByRole('button', { name, exact: true }).first()
  const flyout = FLYOUTS.find(({ tools }) => tools.includes(name))
  if (!flyout) return button.click()
  const panel = page.getByRole('dialog', { name: flyout.title })
  const inRow = (await button.count()) > 0
  const opener = inRow ? button : row.locator('[aria-haspopup]').nth(FLYOUTS.indexOf(flyout))
  await opener.click()
  // The first press may only take the tool that is shown.
  if (!inRow && !(await panel.isVisible())) await opener.click()
  if (await panel.isVisible()) await panel.getByRole('button', { name, exact: true }).click()
}

declare global {
  interface Window {
    inkwire?: { head(): PageHead }
  }
}

/** Waits until all pages have sent everything and show the same document, with at least so many elements. */
export async function converged(people: readonly BoardPage[], atLeast: number): Promise<PageHead> {
  let heads: PageHead[] = []
  await expect
    .poll(
      async () => {
        heads = await Promise.all(people.map((person) => person.head()))
        const [first] = heads
        const same = heads.every((head) => head.hash === first?.hash && head.seq === first.seq && head.outbox === 0)
        return same && (first?.elements ?? 0) >= atLeast ? 'converged' : JSON.stringify(heads)
      },
      { timeout: 90_000 },
    )
    .toBe('converged')
  const [head] = heads
  if (!head) throw new Error('nobody is there')
  return head
}
