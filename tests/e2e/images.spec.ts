import { imageFormat } from '@inkwire/realtime/assets/image-format.ts'
import { withoutPrivateData } from '@inkwire/realtime/assets/private-data.ts'
import { photoGif, photoJpeg, photoPng, photoWebp, SECRET } from '@inkwire/realtime/assets/sample-photos.ts'
import { SAMPLES, samplePng } from '@inkwire/realtime/assets/sample-pictures.ts'
import { expect, type Page } from '@playwright/test'
import type { Instance } from '../servers/instance.ts'
import { BoardPage, converged } from './board-page.ts'
import { insertImages } from './file-choice.ts'
import { pixelsOf } from './pixels.ts'
import { test } from './service.ts'

let instance: Instance

test.beforeAll(({ service }) => {
  instance = service.instance
})

/** A part of the screen without panels. */
const MIDDLE = { x: 240, y: 120, width: 800, height: 520 }
const MAGENTA = [230, 20, 220] as const
const GREEN = [20, 200, 60] as const

const file = (name: string, buffer: Buffer, mimeType = 'image/png') => ({ name, mimeType, buffer })

/** How large the patch of a colour on screen gets, within a while: 0 × 0 where there is none. */
const seen = (person: BoardPage, color: readonly [number, number, number]) =>
  expect.poll(
    async () => {
      const { count, box } = await pixelsOf(person, MIDDLE, color)
      return count === 0 ? 'nothing' : `${box[2] - box[0] + 1} × ${box[3] - box[1] + 1}`
    },
    { timeout: 60_000 },
  )

/** A picture that this browser makes, 320 × 80 px: its left half magenta, its right half green. */
const drawn = (page: Page, type: string): Promise<Buffer> =>
  page
    .evaluate(
      async ([kind, left, right]) => {
        const canvas = new OffscreenCanvas(320, 80)
        const context = canvas.getContext('2d')
        if (!context) throw new Error('there is no canvas to draw on')
        for (const [i, color] of [left, right].entries()) {
          context.fillStyle = `rgb(${color})`
          context.fillRect(160 * i, 0, 160, 80)
        }
        const blob = await canvas.convertToBlob({ type: kind, quality: 0.95 })
        return [...new Uint8Array(await blob.arrayBuffer())]
      },
      [type, MAGENTA.join(), GREEN.join()] as const,
    )
    .then((bytes) => Buffer.from(bytes))

/** What a browser makes of a file: sides and pixels. */
const shown = (page: Page, bytes: Buffer | undefined): Promise<string> =>
  page.evaluate(async (base64) => {
    const content = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
    const picture = await createImageBitmap(new Blob([content]))
    const context = new OffscreenCanvas(picture.width, picture.height).getContext('2d')
    context?.drawImage(picture, 0, 0)
    const pixels = context?.getImageData(0, 0, picture.width, picture.height).data
    return `${picture.width} × ${picture.height}: ${pixels}`
  }, bytes?.toString('base64') ?? '')

/** Drops a file on the canvas, as from the system's windows. */
async function drop(page: Page, bytes: Buffer, type: string, x: number, y: number): Promise<void> {
  const data = await page.evaluateHandle(
    ([base64, kind]) => {
      const transfer = new DataTransfer()
      const content = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
      transfer.items.add(new File([content], 'a file', { type: kind }))
      return transfer
    },
    [bytes.toString('base64'), type] as const,
  )
  const canvas = page.locator('canvas').first()
  for (const name of ['dragover', 'drop']) {
    await canvas.dispatchEvent(name, { dataTransfer: data, clientX: x, clientY: y, bubbles: true, cancelable: true })
  }
}

test('an image that is picked shows for everyone, after a reload too, and one undo takes it back', async ({
  browser,
}) => {
  const ann = await BoardPage.create(browser, instance.url)
  const ben = await BoardPage.open(browser, await ann.link())
  await insertImages(ann.page, file('photo.png', samplePng(300, 200, MAGENTA)))
  await converged([ann, ben], 1)
  await ann.page.keyboard.press('Escape')
  for (const person of [ann, ben]) await seen(person, MAGENTA).toBe('300 × 200')
  await ben.page.reload()
  await ben.ready()
  await seen(ben, MAGENTA).toBe('300 × 200')
  await ann.page.keyboard.press('Control+z')
  for (const person of [ann, ben]) await seen(person, MAGENTA).toBe('nothing')
  await ann.page.keyboard.press('Control+Shift+z')
  await seen(ben, MAGENTA).toBe('300 × 200')
  await ann.close()
  await ben.close()
})

test('several at once lie beside each other, a huge one fits the view, and all are one undo step', async ({
  browser,
}) => {
  const ann = await BoardPage.create(browser, instance.url)
  await insertImages(ann.page, file('a.png', samplePng(120, 80, MAGENTA)), file('b.png', samplePng(100, 90, GREEN)))
  await converged([ann], 2)
  await seen(ann, MAGENTA).toBe('120 × 80')
  await seen(ann, GREEN).toBe('100 × 90')
  await ann.page.keyboard.press('Control+z')
  await expect.poll(async () => (await ann.head()).elements).toBe(0)
  await insertImages(ann.page, file('huge.png', samplePng(5_000, 2_500, GREEN)))
  await converged([ann], 1)
  await ann.page.keyboard.press('Escape')
  // 1,024 × 512, of which this part of the screen holds as much.
  await seen(ann, GREEN).toBe('800 × 496')
  await ann.close()
})

test('an image on the clipboard is pasted where the pointer is, a dropped one lies where it was dropped', async ({
  browser,
}) => {
  const ann = await BoardPage.create(browser, instance.url)
  await ann.context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await ann.page.mouse.move(440, 260)
  await ann.page.evaluate(
    async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
      await navigator.clipboard.write([new ClipboardItem({ 'image/png': new Blob([bytes], { type: 'image/png' }) })])
    },
    samplePng(100, 60, MAGENTA).toString('base64'),
  )
  await ann.page.keyboard.press('Control+v')
  await converged([ann], 1)
  await drop(ann.page, samplePng(80, 80, GREEN), 'image/png', 800, 400)
  await converged([ann], 2)
  await ann.page.keyboard.press('Escape')
  await ann.page.keyboard.press('Escape')
  await expect
    .poll(async () => (await pixelsOf(ann, MIDDLE, MAGENTA)).box, { timeout: 60_000 })
    .toEqual([440 - 50 - MIDDLE.x, 260 - 30 - MIDDLE.y, 440 + 49 - MIDDLE.x, 260 + 29 - MIDDLE.y])
  await expect
    .poll(async () => (await pixelsOf(ann, MIDDLE, GREEN)).box, { timeout: 60_000 })
    .toEqual([760 - MIDDLE.x, 360 - MIDDLE.y, 839 - MIDDLE.x, 439 - MIDDLE.y])
  await ann.close()
})

test('a double-click crops: dragged by the mouse, for others too, and back; escape leaves it', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  const ben = await BoardPage.open(browser, await ann.link())
  await insertImages(ann.page, file('photo.png', samplePng(400, 300, MAGENTA)))
  await converged([ann, ben], 1)
  await seen(ben, MAGENTA).toBe('400 × 300')
  // It lies in the middle: from 440, 250 to 840, 550.
  await ann.page.mouse.dblclick(640, 400)
  await expect(ann.page.getByRole('group', { name: 'Crop image' })).toBeVisible()
  await ann.drag([840, 550], [640, 450])
  await ann.page.keyboard.press('Enter')
  await seen(ben, MAGENTA).toBe('200 × 200')
  await ann.page.mouse.dblclick(540, 350)
  await ann.drag([640, 350], [840, 350])
  await ann.page.keyboard.press('Escape')
  await expect(ann.page.getByRole('group', { name: 'Crop image' })).toBeHidden()
  await ann.page.mouse.dblclick(540, 350)
  await ann.page.getByRole('button', { name: 'Whole image' }).click()
  await ann.page.getByRole('button', { name: 'Done' }).click()
  await seen(ben, MAGENTA).toBe('400 × 300')
  await ann.page.keyboard.press('Control+z')
  await seen(ben, MAGENTA).toBe('200 × 200')
  await ann.close()
  await ben.close()
})

test('an image keeps its proportions when it is resized', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  await insertImages(ann.page, file('photo.png', samplePng(200, 100, MAGENTA)))
  await converged([ann], 1)
  await ann.drag([740, 450], [840, 460])
  await ann.page.keyboard.press('Escape')
  await expect
    .poll(async () => {
      const { box } = await pixelsOf(ann, MIDDLE, MAGENTA)
      return Math.abs((box[2] - box[0] + 1) / (box[3] - box[1] + 1) - 2) < 0.03 && box[2] - box[0] > 250
    })
    .toBe(true)
  await ann.close()
})

test('a photo loses where it was taken, and shows as it did, turned as its camera says', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  const photo = await drawn(ann.page, 'image/jpeg')
  const photos = [
    photoJpeg(photo, 6),
    photoJpeg(SAMPLES.progressiveJpeg, 8),
    photoPng(await drawn(ann.page, 'image/png'), 6),
    photoWebp(await drawn(ann.page, 'image/webp'), 320, 80, 6),
    photoGif(SAMPLES.movingGif, 8),
  ]
  for (const original of photos) {
    const format = imageFormat(original)
    const cleaned = format && withoutPrivateData(original, format.type)
    expect([original.includes(SECRET), cleaned?.includes(SECRET)]).toEqual([true, false])
    expect(await shown(ann.page, cleaned)).toBe(await shown(ann.page, original))
  }
  expect(await shown(ann.page, photos[0])).toContain('80 × 320:')
  const answer = ann.page.waitForResponse((response) => response.url().endsWith('/assets'))
  await insertImages(ann.page, file('photo.jpg', photoJpeg(photo, 6), 'image/jpeg'))
  const { url, asset } = { url: (await answer).url(), ...(await (await answer).json()) }
  await converged([ann], 1)
  const ben = await BoardPage.open(browser, await ann.link())
  await ann.page.keyboard.press('Escape')
  // The left half is the upper one now; where they meet, a JPEG mixes them.
  for (const person of [ann, ben]) {
    await seen(person, MAGENTA).toMatch(/^80 × 1(59|60)$/)
    await seen(person, GREEN).toMatch(/^80 × 1(59|60)$/)
  }
  const stored = await (await ben.page.request.get(`${url}/${asset}`)).body()
  expect([stored.includes(SECRET), stored.includes('Exif')]).toEqual([false, true])
  await ann.close()
  await ben.close()
})

test('without a server the image waits on screen, and goes out when it is tried again', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  await ann.page.route('**/assets', (route) => route.abort())
  await insertImages(ann.page, file('photo.png', samplePng(300, 200, MAGENTA)))
  await expect(ann.page.getByText('can’t be reached')).toBeVisible()
  expect((await ann.head()).elements).toBe(0)
  await ann.page.unroute('**/assets')
  await ann.page.getByRole('button', { name: 'Try again' }).click()
  await converged([ann], 1)
  await ann.page.keyboard.press('Escape')
  await seen(ann, MAGENTA).toBe('300 × 200')
  await ann.close()
})

test('what is no image is refused with a line that says why, by page or server', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  await drop(ann.page, Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'image/svg+xml', 600, 400)
  await expect(ann.page.getByText('Only PNG, JPEG, WebP and GIF')).toBeVisible()
  await drop(ann.page, Buffer.from('not a picture at all'), 'image/png', 600, 400)
  await expect(ann.page.getByText('damaged')).toBeVisible()
  const giant = samplePng(17_000, 1, GREEN)
  await insertImages(ann.page, file('wide.png', giant))
  await expect(ann.page.getByText('more pixels than can be shown')).toBeVisible()
  await ann.page.getByRole('button', { name: 'Discard' }).click()
  await expect(ann.page.getByText('more pixels than can be shown')).toBeHidden()
  expect((await ann.head()).elements).toBe(0)
  await ann.close()
})

test('an image that is copied to another board is that board’s, too', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  await ann.context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await insertImages(ann.page, file('photo.png', samplePng(300, 200, MAGENTA)))
  await converged([ann], 1)
  await ann.page.keyboard.press('Control+c')
  await ann.page.goto(instance.url)
  await ann.page.getByRole('button', { name: 'New board' }).click()
  await ann.page.waitForURL(/\/b\//)
  await ann.ready()
  await ann.page.mouse.move(640, 400)
  await ann.page.keyboard.press('Control+v')
  await converged([ann], 1)
  const ben = await BoardPage.open(browser, await ann.link())
  await seen(ben, MAGENTA).toBe('300 × 200')
  await ann.close()
  await ben.close()
})
