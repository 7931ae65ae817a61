import type { CDPSession, Page } from '@playwright/test'

export type Place = readonly [x: number, y: number]

/** Longer than the canvas waits before it takes a finger that rests for a right click, ms. */
const LONG_PRESS_MS = 900
const STEPS = 5

/** What a person does on the canvas, with a mouse or with a finger: real events of the browser, px of the viewport. */
export class Hand {
  private constructor(
    private readonly page: Page,
    private readonly finger: CDPSession | null,
  ) {}

  static async mouse(page: Page): Promise<Hand> {
    return new Hand(page, null)
  }

  static async finger(page: Page): Promise<Hand> {
    return new Hand(page, await page.context().newCDPSession(page))
  }

  /** Presses at the first place, goes along the others, and lets go, unless it shall stay pressed. */
  async drag(places: readonly Place[], options: { readonly hold?: boolean } = {}): Promise<void> {
    const [first, ...rest] = places
    if (!first) return
    await this.press(first)
    let from = first
    for (const to of rest) {
      for (let step = 1; step <= STEPS; step++) await this.move(between(from, to, step / STEPS))
      from = to
    }
    if (!options.hold) await this.release()
  }

  async click(place: Place): Promise<void> {
    await this.press(place)
    await this.release()
  }

  async doubleClick(place: Place): Promise<void> {
    await this.click(place)
    await this.click(place)
  }

  /** Right click, or a finger that rests. */
  async openMenu(place: Place): Promise<void> {
    if (!this.finger) return this.page.mouse.click(...place, { button: 'right' })
    await this.press(place)
    await this.page.waitForTimeout(LONG_PRESS_MS)
    await this.release()
  }

  async press(place: Place): Promise<void> {
    if (this.finger) return this.touch('touchStart', place)
    await this.page.mouse.move(...place)
    await this.page.mouse.down()
  }

  async move(place: Place): Promise<void> {
    if (this.finger) return this.touch('touchMove', place)
    await this.page.mouse.move(...place)
  }

  async release(): Promise<void> {
    if (this.finger) return this.touch('touchEnd')
    await this.page.mouse.up()
  }

  /** Several fingers touch at once, and are up again. */
  async tapTogether(places: readonly Place[]): Promise<void> {
    const touchPoints = places.map(([x, y], id) => ({ x, y, id }))
    await this.finger?.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints })
    await this.finger?.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
  }

  private async touch(type: 'touchStart' | 'touchMove' | 'touchEnd', place?: Place): Promise<void> {
    await this.finger?.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: place ? [{ x: place[0], y: place[1], id: 0 }] : [],
    })
  }
}

/** Draws with a pen along places, px of the viewport. */
export async function drawWithPen(page: Page, places: readonly Place[]): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const pen = async (type: 'mousePressed' | 'mouseMoved' | 'mouseReleased', [x, y]: Place) => {
    const buttons = type === 'mouseReleased' ? 0 : 1
    await session.send('Input.dispatchMouseEvent', { type, x, y, button: 'left', buttons, clickCount: 1, pointerType: 'pen', force: 0.6 }) // biome-ignore format: one row
  }
  const [first, ...rest] = places
  const last = rest.at(-1) ?? first
  if (!first || !last) return
  await pen('mousePressed', first)
  let from = first
  for (const to of rest) {
    for (let step = 1; step <= STEPS; step++) await pen('mouseMoved', between(from, to, step / STEPS))
    from = to
  }
  await pen('mouseReleased', last)
  await session.detach()
}

const between = (from: Place, to: Place, share: number): Place => [
  from[0] + (to[0] - from[0]) * share,
  from[1] + (to[1] - from[1]) * share,
]
