import { readFile } from 'node:fs/promises'
import { samplePng } from '@inkwire/realtime/assets/sample-pictures.ts'
import { type Download, expect, type Page } from '@playwright/test'
import type { Instance } from '../servers/instance.ts'
import { BoardPage, converged } from './board-page.ts'
import { insertImages } from './file-choice.ts'
import { test } from './service.ts'

let instance: Instance

test.beforeAll(({ service }) => {
  instance = service.instance
})

const MAGENTA = [230, 20, 220] as const

/** A board with a shape with words in it, a stroke, an arrow and an image; nothing is selected. */
async function drawn(person: BoardPage): Promise<void> {
  const { page } = person
  await person.tool('Rectangle')
  await person.drag([400, 200], [600, 320])
  await page.keyboard.press('Enter')
  await page.keyboard.type('Quarter plans')
  await page.keyboard.press('Escape')
  await person.pen([400, 420], [460, 380], [520, 440], [600, 400])
  await person.tool('Arrow')
  await person.drag([640, 260], [760, 330])
  await page.keyboard.press('Escape')
  await insertImages(page, { name: 'a.png', mimeType: 'image/png', buffer: samplePng(120, 80, MAGENTA) })
  await converged([person], 4)
  await page.keyboard.press('Escape')
  await page.mouse.move(900, 640)
}

async function exported(
  page: Page,
  choose: (dialog: ReturnType<Page['getByRole']>) => Promise<void>,
): Promise<Download> {
  await page.keyboard.press('Control+Shift+E')
  const dialog = page.getByRole('dialog', { name: 'Export' })
  await choose(dialog)
  const download = page.waitForEvent('download')
  await dialog.getByRole('button', { name: 'Export', exact: true }).click()
  const file = await download
  // The file can be there a frame before the dialog has gone, and what is pressed in that frame is still the dialog's.
  await expect(dialog).toBeHidden()
  return file
}

/** Pixels of an image file that differ from those of another one by more than smoothing does, in a thousand; and the sides of both. */
const difference = (page: Page, one: Buffer, type: string, other: Buffer) =>
  page.evaluate(
    async ([first, kind, second]) => {
      const pixels = async (base64: string, mime: string, width?: number, height?: number) => {
        const image = new Image()
        image.src = `data:${mime};base64,${base64}`
        await image.decode()
        const canvas = document.createElement('canvas')
        canvas.width = width ?? image.naturalWidth
        canvas.height = height ?? image.naturalHeight
        const context = canvas.getContext('2d')
        if (!context) throw new Error('no canvas')
        context.drawImage(image, 0, 0, canvas.width, canvas.height)
        return context.getImageData(0, 0, canvas.width, canvas.height)
      }
      const b = await pixels(second, 'image/png')
      const a = await pixels(first, kind, b.width, b.height)
      let count = 0
      for (let i = 0; i < b.data.length; i += 4) {
        const off = (at: number) => Math.abs((a.data[i + at] ?? 0) - (b.data[i + at] ?? 0))
        if (Math.max(off(0), off(1), off(2)) > 96) count++
      }
      return { perMille: (1_000 * 4 * count) / b.data.length, width: a.width, height: a.height }
    },
    [one.toString('base64'), type, other.toString('base64')] as const,
  )

/** Where the image's top left corner is in a picture, px. */
const magentaAt = (page: Page, png: Buffer): Promise<readonly [x: number, y: number]> =>
  page.evaluate(async (base64) => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${base64}`)).blob())
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d')
    if (!context) throw new Error('no canvas')
    context.drawImage(image, 0, 0)
    const { data } = context.getImageData(0, 0, image.width, image.height)
    for (let i = 0; i < data.length; i += 4) {
      const [red = 0, green = 0, blue = 0] = data.subarray(i, i + 3)
      if (red > 200 && green < 50 && blue > 200)
        return [(i / 4) % image.width, Math.floor(i / 4 / image.width)] as const
    }
    throw new Error('the image is not there')
  }, png.toString('base64'))

/** The sides of a PNG. */
const sides = (png: Buffer) => [png.readUInt32BE(16), png.readUInt32BE(20)] as const

test('a PNG of the board is what the screen shows, and three times as sharp when asked', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  await drawn(ann)
  const download = await exported(ann.page, (dialog) => dialog.getByRole('button', { name: '1×' }).click())
  expect(download.suggestedFilename()).toMatch(/\.png$/)
  const png = await readFile(await download.path())
  const [width, height] = sides(png)
  const [x, y] = await magentaAt(ann.page, png)
  const [left, top] = await magentaAt(ann.page, await ann.page.screenshot())
  const screen = await ann.page.screenshot({ clip: { x: left - x, y: top - y, width, height } })
  expect((await difference(ann.page, png, 'image/png', screen)).perMille).toBeLessThan(2)
  const sharp = await exported(ann.page, (dialog) => dialog.getByRole('button', { name: '3×' }).click())
  expect(sides(await readFile(await sharp.path()))).toEqual([3 * width, 3 * height])
  await ann.close()
})

test('an SVG stands by itself, and Chromium draws it as the PNG', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  await drawn(ann)
  const png = await readFile(
    await (await exported(ann.page, (dialog) => dialog.getByRole('button', { name: '1×' }).click())).path(),
  )
  const svg = await readFile(
    await (await exported(ann.page, (dialog) => dialog.getByRole('button', { name: 'SVG' }).click())).path(),
  )
  const text = svg.toString()
  expect(text).toContain('@font-face')
  expect(text).toContain('Quarter plans')
  expect(text).toContain('data:image/png;base64,')
  expect(text).not.toMatch(/(?:href|src)="(?!data:|#)/)
  const { perMille } = await difference(ann.page, svg, 'image/svg+xml', png)
  expect(perMille).toBeLessThan(4)
  await ann.close()
})

test('only what is selected, without a background, copied as a picture', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  await ann.context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await drawn(ann)
  await ann.page.mouse.click(400, 260)
  await ann.page.keyboard.press('Shift+Alt+C')
  await expect(ann.page.getByText('Copied as PNG.')).toBeVisible({ timeout: 60_000 })
  const copied = await ann.page.evaluate(async () => {
    const [item] = await navigator.clipboard.read()
    const image = await createImageBitmap((await item?.getType('image/png')) ?? new Blob())
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d')
    context?.drawImage(image, 0, 0)
    return { w: image.width, h: image.height, corner: context?.getImageData(0, 0, 1, 1).data[3] }
  })
  // 200 × 120 with its line and 16 px around, twice.
  expect(Math.abs(copied.w - 2 * (200 + 2 + 32))).toBeLessThanOrEqual(4)
  expect(Math.abs(copied.h - 2 * (120 + 2 + 32))).toBeLessThanOrEqual(4)
  expect(copied.corner).toBe(0)
  await ann.close()
})

test('links stay in an SVG, and nothing else leads out of it', async ({ browser }) => {
  const ann = await BoardPage.create(browser, instance.url)
  await ann.context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await ann.page.mouse.move(600, 400)
  await ann.page.evaluate(() => navigator.clipboard.writeText('https://example.org/?a=1&b="2"'))
  await ann.page.keyboard.press('Control+v')
  await converged([ann], 1)
  await ann.page.keyboard.press('Escape')
  const svg = await readFile(
    await (await exported(ann.page, (dialog) => dialog.getByRole('button', { name: 'SVG' }).click())).path(),
  )
  const parsed = await ann.page.evaluate((text) => {
    const document = new DOMParser().parseFromString(text, 'image/svg+xml')
    return [
      document.documentElement.nodeName,
      document.querySelector('a')?.getAttribute('href'),
      document.querySelectorAll('script, foreignObject').length,
    ]
  }, svg.toString())
  expect(parsed).toEqual(['svg', 'https://example.org/?a=1&b="2"', 0])
  await ann.close()
})
