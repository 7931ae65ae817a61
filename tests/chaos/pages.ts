import type { Browser } from '@playwright/test'
import { BoardPage } from '../e2e/board-page.ts'

/** People with browsers who keep drawing with the pen. */
export class Pages {
  strokes = 0
  private drawing = true
  private readonly working: Promise<void>[] = []

  private constructor(readonly pages: readonly BoardPage[]) {}

  static async open(browser: Browser, link: string, count: number): Promise<Pages> {
    const pages: BoardPage[] = []
    for (let i = 0; i < count; i++) pages.push(await BoardPage.open(browser, link))
    const all = new Pages(pages)
    all.working.push(...pages.map((page, i) => all.draw(page, i)))
    return all
  }

  /** Draws no more; what was drawn is still sent. */
  async stop(): Promise<void> {
    this.drawing = false
    await Promise.all(this.working)
  }

  private async draw(page: BoardPage, row: number): Promise<void> {
    for (let i = 0; this.drawing; i++) {
      const [x, y] = [250 + 40 * (i % 15), 200 + 150 * row]
      await page.pen([x, y], [x + 20, y + 30], [x + 40, y])
      this.strokes++
      await new Promise((resolve) => setTimeout(resolve, 400))
    }
  }
}
