import { type Browser, expect } from '@playwright/test'
import type { Instance } from '../servers/instance.ts'
import { BoardPage, converged } from './board-page.ts'
import { type Clip, INK, pixelsOf } from './pixels.ts'
import { test } from './service.ts'

let instance: Instance

test.beforeAll(({ service }) => {
  instance = service.instance
})

/** The ink of the dark theme. */
const DARK_INK = [0xec, 0xeb, 0xe7] as const

/** Of 255. */
const SLACK = 64

/** Where nothing floats over the canvas. */
const CANVAS: Clip = { x: 320, y: 120, width: 640, height: 520 }

/** Waits until two looks in a row are the same: what was asked for is painted. Answers with the picture, in base 64. */
async function settledPicture(person: BoardPage): Promise<string> {
  let [before, now] = ['', '']
  await expect
    .poll(async () => {
      before = now
      now = (await person.page.screenshot({ clip: CANVAS, animations: 'disabled' })).toString('base64')
      return now !== '' && now === before
    })
    .toBe(true)
  return now
}

/** How many pixels of two pictures differ by more than a smooth edge may: a worker's canvas rounds a little differently. */
async function differences(person: BoardPage, a: string, b: string): Promise<number> {
  return person.page.evaluate(
    async ([pictures, slack]) => {
      const [one, other] = await Promise.all(
        pictures.map(async (base64) => {
          const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${base64}`)).blob())
          const context = new OffscreenCanvas(image.width, image.height).getContext('2d')
          context?.drawImage(image, 0, 0)
          return context?.getImageData(0, 0, image.width, image.height).data
        }),
      )
      if (!one || !other || one.length !== other.length) throw new Error('these pictures can not be compared')
      let count = 0
      for (let i = 0; i < one.length; i++) if (Math.abs((one[i] ?? 0) - (other[i] ?? 0)) > slack) count++
      return count
    },
    [[a, b], SLACK] as const,
  )
}

/** Waits until two people see the same. */
async function seeTheSame(one: BoardPage, other: BoardPage): Promise<void> {
  const look = async () => differences(one, await settledPicture(one), await settledPicture(other))
  await expect.poll(look).toBe(0)
}

async function drawSome(person: BoardPage): Promise<void> {
  await person.pen([400, 200], [520, 330], [610, 180], [760, 300])
  await person.tool('Rectangle')
  await person.drag([420, 380], [600, 500])
  await person.page.keyboard.press('Escape')
  await person.page.keyboard.press('Escape')
  await person.page.keyboard.press('t')
  await person.page.mouse.click(700, 420)
  await person.page.keyboard.type('Tiles')
  await person.page.keyboard.press('Escape')
  await person.page.keyboard.press('Escape')
  await person.page.mouse.move(1000, 700)
}

/** Opens a board of somebody else's, painted in a worker or by the page itself. */
async function openAs(browser: Browser, link: string, raster: 'worker' | 'main'): Promise<BoardPage> {
  const [path, key] = link.split('#')
  return BoardPage.open(browser, `${path}?raster=${raster}#${key}`)
}

test('a worker paints the same picture as the page, of what was there and of what comes', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  await drawSome(ann)
  await converged([ann], 3)
  const link = await ann.link()
  const ben = await openAs(browser, link, 'worker')
  const cem = await openAs(browser, link, 'main')
  const people = [ann, ben, cem]
  await converged(people, 3)
  const ink = async (person: BoardPage) => (await pixelsOf(person, CANVAS, INK)).count
  await expect.poll(() => ink(ben)).toBeGreaterThan(300)
  await seeTheSame(ben, cem)
  await seeTheSame(ann, ben)
  const before = await settledPicture(ann)

  await ann.pen([350, 560], [900, 600], [640, 150])
  await ann.page.mouse.move(1000, 700)
  await converged(people, 4)
  await seeTheSame(ann, ben)
  await seeTheSame(ben, cem)
  expect(await differences(ann, before, await settledPicture(ann))).toBeGreaterThan(300)
  await Promise.all(people.map((person) => person.close()))
})

test('what is gone, moved or beneath something else is so in the picture', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  const ben = await BoardPage.open(browser, await ann.link())
  await ann.pen([400, 250], [600, 250])
  await converged([ann, ben], 1)
  const where = async (person: BoardPage) => (await pixelsOf(person, CANVAS, INK)).box
  await expect.poll(async () => (await where(ben))[2]).toBeGreaterThan(200)
  await ann.page.keyboard.press('v')
  await ann.page.mouse.click(500, 250)
  await ann.page.keyboard.press('Shift+ArrowDown')
  await ann.page.keyboard.press('Escape')
  await converged([ann, ben], 1)
  await seeTheSame(ann, ben)
  const moved = await where(ben)
  expect(moved[1]).toBeGreaterThan(120)
  await ann.page.keyboard.press('Control+a')
  await ann.page.keyboard.press('Delete')
  await expect.poll(async () => (await pixelsOf(ben, CANVAS, INK)).count).toBe(0)
  expect((await pixelsOf(ann, CANVAS, INK)).count).toBe(0)
  await ann.page.keyboard.press('Control+z')
  await expect.poll(async () => where(ben)).toEqual(moved)
  await Promise.all([ann.close(), ben.close()])
})

test('zooming and panning far away and back gives the picture that was there', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  await drawSome(ann)
  await converged([ann], 3)
  const before = await settledPicture(ann)
  await ann.page.mouse.move(640, 400)
  for (let i = 0; i < 12; i++) await ann.page.mouse.wheel(900, -700)
  await expect.poll(async () => (await pixelsOf(ann, CANVAS, INK)).count).toBe(0)
  for (let i = 0; i < 12; i++) await ann.page.mouse.wheel(-900, 700)
  await expect.poll(async () => differences(ann, before, await settledPicture(ann))).toBe(0)
  await ann.page.keyboard.press('Shift+1')
  const whole = await settledPicture(ann)
  await ann.page.keyboard.down('Control')
  for (let i = 0; i < 30; i++) await ann.page.mouse.wheel(0, -60)
  await ann.page.keyboard.up('Control')
  expect(await differences(ann, whole, await settledPicture(ann))).toBeGreaterThan(0)
  await ann.page.keyboard.press('Shift+1')
  await expect.poll(async () => differences(ann, whole, await settledPicture(ann))).toBe(0)
  await ann.close()
})

test('another theme paints everything in its colours', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  await drawSome(ann)
  await converged([ann], 3)
  await expect.poll(async () => (await pixelsOf(ann, CANVAS, INK)).count).toBeGreaterThan(300)
  await ann.page.emulateMedia({ colorScheme: 'dark' })
  await expect.poll(async () => (await pixelsOf(ann, CANVAS, DARK_INK)).count).toBeGreaterThan(300)
  const ben = await BoardPage.open(browser, await ann.link())
  await ben.page.emulateMedia({ colorScheme: 'dark' })
  await seeTheSame(ann, ben)
  await ben.close()
  await ann.close()
})
