import { expect } from '@playwright/test'
import type { Instance } from '../servers/instance.ts'
import { BoardPage, converged } from './board-page.ts'
import { alike, FrameWatch, type Rgb } from './frames.ts'
import { Hand, type Place } from './hand.ts'
import { test } from './service.ts'

let instance: Instance

test.beforeAll(({ service }) => {
  instance = service.instance
})

async function filled(person: BoardPage, fill: string, from: Place, to: Place): Promise<void> {
  await person.tool('Rectangle')
  await person.page.getByRole('button', { name: `Fill ${fill}`, exact: true }).click()
  await person.drag(from, to)
}

/** A red one at the left, a green one below, and above them a blue one at the right. */
async function three(person: BoardPage): Promise<void> {
  await filled(person, 'red', [400, 200], [560, 400])
  await filled(person, 'green', [480, 480], [600, 580])
  await filled(person, 'blue', [580, 200], [740, 400])
  await person.page.keyboard.press('Escape')
  await converged([person], 3)
}

const [RED, GREEN, BLUE, NOTHING]: readonly Place[] = [
  [420, 220],
  [500, 500],
  [720, 220],
  [800, 600],
] as const
/** Where the green one is dragged to it lies over the red one and under the blue one. */
const [OVER_RED, FREE, UNDER_BLUE]: readonly Place[] = [
  [545, 275],
  [570, 275],
  [600, 275],
] as const
const BY: Place = [35, -220]

test('what is dragged stays between what it lies between, nothing blinks, and others see the same', async ({
  browser,
}) => {
  const ann = await BoardPage.create(browser, instance.url)
  await three(ann)
  const ben = await BoardPage.open(browser, await ann.link())
  await converged([ann, ben], 3)
  const places = [RED, GREEN, BLUE, NOTHING, OVER_RED, FREE, UNDER_BLUE].flatMap((place) => (place ? [place] : []))
  const [red, green, blue, nothing] = await FrameWatch.now(ann.page, places)
  if (!red || !green || !blue || !nothing) throw new Error('nothing was seen')
  expect([alike(red, green), alike(green, blue), alike(blue, red), alike(red, nothing)]).toEqual([false, false, false, false]) // biome-ignore format: one row
  const between = [green, green, blue]
  const asDropped = [red, nothing, blue, nothing, ...between]

  const hand = await Hand.mouse(ann.page)
  await hand.drag([[540, 530], [540 + BY[0] / 2, 420], [540 + BY[0], 530 + BY[1]]], { hold: true }) // biome-ignore format: one row
  await expect.poll(async () => wrong(await FrameWatch.now(ben.page, places), asDropped)).toEqual([])
  await expect
    .poll(async () => wrong(await FrameWatch.now(ben.page, places.slice(0, 4)), asDropped.slice(0, 4)))
    .toEqual([])
  const before = await ann.head()
  await hand.release()
  await expect.poll(async () => (await ann.head()).seq, { timeout: 60_000 }).toBeGreaterThan(before.seq)
  await ann.page.waitForTimeout(1_000)
  const seen = await FrameWatch.now(ann.page, places)
  expect(wrong(seen, asDropped)).toEqual([])
  await converged([ann, ben], 3)
  await expect.poll(async () => wrong(await FrameWatch.now(ben.page, places), asDropped)).toEqual([])
  await Promise.all([ann.close(), ben.close()])
})

/** Which of the colours are not as wanted, but for rounding. */
function wrong(seen: readonly Rgb[] | undefined, wanted: readonly Rgb[]): string[] {
  if (seen?.length !== wanted.length) return [`${seen?.length} colours, not ${wanted.length}`]
  return wanted.flatMap((color, i) => (alike(color, seen[i] ?? [0, 0, 0]) ? [] : [`${i}: ${seen[i]}, not ${color}`]))
}

test('between pointer down and rest, each place shows each thing once', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  await three(ann)
  const from: Place = [540, 530]
  const to: Place = [900, 530]
  const [green, nothing] = await FrameWatch.now(ann.page, [from, to])
  if (!green || !nothing) throw new Error('nothing was seen')
  const hand = await Hand.mouse(ann.page)
  const watch = await FrameWatch.start(ann.page, [from, to])
  await hand.drag([from, to])
  await converged([ann], 3)
  await ann.page.waitForTimeout(1_500)
  const [left, came] = await watch.stop()
  // It leaves once, and it comes once.
  expect(left?.length).toBe(2)
  expect(wrong(left, [green, nothing])).toEqual([])
  expect(came?.length).toBe(2)
  expect(wrong(came, [nothing, green])).toEqual([])
  await ann.close()
})

test('a highlighter is never seen twice over itself, and a long stroke stays as it was drawn', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  await ann.tool('Highlighter')
  const middle: Place = [600, 300]
  const watch = await FrameWatch.start(ann.page, [middle])
  await ann.drag([450, 300], [750, 300])
  await converged([ann], 1)
  await ann.page.waitForTimeout(1_500)
  const [colors] = await watch.stop()
  expect(colors?.length).toBe(2)

  await ann.tool('Pen')
  const { mouse } = ann.page
  const at = (i: number): Place => [640 + (60 + i / 4) * Math.cos(i / 30), 400 + (30 + i / 5) * Math.sin(i / 30)]
  await mouse.move(...at(0))
  await mouse.down()
  for (let i = 1; i <= 650; i++) await mouse.move(...at(i))
  await ann.page.waitForTimeout(200)
  const board = { x: 350, y: 150, width: 600, height: 500 }
  const drawn = await ann.page.screenshot({ clip: board })
  const before = await ann.head()
  await mouse.up()
  await expect.poll(async () => (await ann.head()).seq, { timeout: 60_000 }).toBeGreaterThan(before.seq)
  await ann.page.waitForTimeout(1_500)
  const stored = await ann.page.screenshot({ clip: board })
  const { inked, different } = await compared(ann, drawn, stored)
  expect(inked).toBeGreaterThan(3_000)
  // Smoothed edges where two pieces meet.
  expect(different).toBeLessThan(inked / 100)
  await ann.close()
})

/** How many pixels have ink in two pictures, and how many look different. */
async function compared(person: BoardPage, a: Buffer, b: Buffer): Promise<{ inked: number; different: number }> {
  return person.page.evaluate(
    async (pictures) => {
      const data = await Promise.all(
        pictures.map(async (base64) => {
          const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${base64}`)).blob())
          const context = new OffscreenCanvas(image.width, image.height).getContext('2d')
          context?.drawImage(image, 0, 0)
          return context?.getImageData(0, 0, image.width, image.height).data ?? new Uint8ClampedArray()
        }),
      )
      const [one = new Uint8ClampedArray(), other = new Uint8ClampedArray()] = data
      let [inked, different] = [0, 0]
      for (let i = 0; i < one.length; i += 4) {
        if ((one[i] ?? 0) < 128) inked++
        if (Math.abs((one[i] ?? 0) - (other[i] ?? 0)) > 48) different++
      }
      return { inked, different }
    },
    [a.toString('base64'), b.toString('base64')],
  )
}

test('a page that dies in the middle of a drag leaves nothing on others’ screens', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  await three(ann)
  const ben = await BoardPage.open(browser, await ann.link())
  await converged([ann, ben], 3)
  const [from, to]: readonly Place[] = [
    [540, 530],
    [900, 530],
  ] as const
  if (!from || !to) throw new Error('no places')
  // Beside the cursor of who drags.
  const places: Place[] = [from, [to[0] - 30, to[1] - 30]]
  const rest = await FrameWatch.now(ann.page, places)
  await expect.poll(async () => wrong(await FrameWatch.now(ben.page, places), rest)).toEqual([])
  const hand = await Hand.mouse(ann.page)
  await hand.drag([from, to], { hold: true })
  await expect.poll(async () => wrong(await FrameWatch.now(ben.page, places), [...rest].reverse())).toEqual([])
  await ann.close()
  await expect.poll(async () => wrong(await FrameWatch.now(ben.page, places), rest), { timeout: 60_000 }).toEqual([])
  await ben.close()
})
