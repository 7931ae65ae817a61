import type { Page } from '@playwright/test'
import type { Place } from './hand.ts'

export type Rgb = readonly [red: number, green: number, blue: number]

/** Looks at places of the board in every frame that is shown: what blinks for one frame is in no screenshot. Px of the viewport. */
export class FrameWatch {
  private constructor(private readonly page: Page) {}

  static async start(page: Page, places: readonly Place[]): Promise<FrameWatch> {
    await page.evaluate((wanted) => {
      const layers = () =>
        [...document.querySelectorAll('canvas')].filter((canvas) => canvas.getBoundingClientRect().width > 600)
      const probe = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })
      if (!probe) throw new Error('there is no canvas to read pixels with')
      const seen: number[][][] = []
      const watch = { seen, stopped: false }
      const look = () => {
        if (watch.stopped) return
        // What the frame before this one left on the canvases is what was shown.
        seen.push(
          wanted.map(([x, y]) => {
            probe.fillStyle = '#ffffff'
            probe.fillRect(0, 0, 1, 1)
            for (const canvas of layers()) {
              const { left, top, width } = canvas.getBoundingClientRect()
              const ratio = canvas.width / width
              probe.drawImage(canvas, (x - left) * ratio, (y - top) * ratio, 1, 1, 0, 0, 1, 1)
            }
            return [...probe.getImageData(0, 0, 1, 1).data.slice(0, 3)]
          }),
        )
        requestAnimationFrame(look)
      }
      Reflect.set(window, 'frameWatch', watch)
      requestAnimationFrame(look)
    }, places as Place[])
    return new FrameWatch(page)
  }

  /** What was seen at each place, frame by frame, without frames that look like the one before. */
  async stop(): Promise<readonly (readonly Rgb[])[]> {
    const seen: Rgb[][] = await this.page.evaluate(() => {
      const watch = Reflect.get(window, 'frameWatch')
      watch.stopped = true
      return watch.seen
    })
    const places = seen[0]?.length ?? 0
    return Array.from({ length: places }, (_, place) => {
      const colors = seen.flatMap((frame) => {
        const color = frame[place]
        return color ? [color] : []
      })
      return colors.filter((color, i) => i === 0 || !alike(color, colors[i - 1] ?? color))
    })
  }

  /** What is seen at places now. */
  static async now(page: Page, places: readonly Place[]): Promise<readonly Rgb[]> {
    const watch = await FrameWatch.start(page, places)
    await page.waitForTimeout(100)
    return (await watch.stop()).map((colors) => colors.at(-1) ?? [0, 0, 0])
  }
}

/** Whether two colours are the same but for rounding. */
export function alike(a: Rgb, b: Rgb): boolean {
  return a.every((value, i) => Math.abs(value - (b[i] ?? 0)) <= 3)
}
