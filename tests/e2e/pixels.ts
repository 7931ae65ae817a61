import type { Page } from '@playwright/test'
import type { BoardPage } from './board-page.ts'

/** A part of the screen, px of the viewport. */
export interface Clip {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

type Rgb = readonly [red: number, green: number, blue: number]

/** Pixels that count as of a colour: anti-aliased edges don't. */
const NEAR = 24

/** Where pixels of a colour are in a part of the screen: how many, and the box around them relative to that part. */
export async function pixelsOf(
  person: BoardPage,
  clip: Clip,
  color: Rgb,
): Promise<{
  readonly count: number
  readonly box: readonly [left: number, top: number, right: number, bottom: number]
}> {
  await hideCaret(person.page)
  const picture = await person.page.screenshot({ clip })
  return person.page.evaluate(
    async ([base64, [red, green, blue], near]) => {
      const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${base64}`)).blob())
      const context = new OffscreenCanvas(image.width, image.height).getContext('2d')
      if (!context) throw new Error('there is no canvas to read pixels with')
      context.drawImage(image, 0, 0)
      const { data, width } = context.getImageData(0, 0, image.width, image.height)
      let [count, left, top, right, bottom] = [0, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, -1, -1]
      for (let i = 0; i < data.length; i += 4) {
        const off = (at: number, wanted: number) => Math.abs((data[i + at] ?? 0) - wanted) > near
        if (off(0, red) || off(1, green) || off(2, blue)) continue
        const [x, y] = [(i / 4) % width, Math.floor(i / 4 / width)]
        count++
        left = Math.min(left, x)
        top = Math.min(top, y)
        right = Math.max(right, x)
        bottom = Math.max(bottom, y)
      }
      return { count, box: [left, top, right, bottom] as const }
    },
    [picture.toString('base64'), color, NEAR] as const,
  )
}

/** Playwright hides the caret of what is being typed with a style that the content policy refuses, so one that happened to be on counted as ink. */
async function hideCaret(page: Page): Promise<void> {
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync('* { caret-color: transparent !important }')
    document.adoptedStyleSheets.push(sheet)
  })
}

/** The ink of the light theme. */
export const INK: Rgb = [0x1f, 0x1e, 0x1c]
