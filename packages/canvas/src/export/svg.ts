import {
  type Box,
  clipOf,
  type Element,
  type PaintContext,
  type Primitive,
  primitives,
  rectanglePath,
  SvgWriter,
  stringOf,
  type TextLine,
} from '@inkwire/board'
import { linkIn } from '../clipboard/links.ts'
import { cssFont } from '../fonts.ts'
import type { ThemeColors } from '../palette.ts'
import { embeddedFonts, type FontUse } from './embedded-fonts.ts'
import type { Sheet } from './sheet.ts'
import { sizeOf } from './sheet.ts'

/** Elements written between two looks at the clock. */
const PART = 50

export interface SvgOptions {
  readonly background: boolean
  readonly colors: ThemeColors
  readonly context: PaintContext
  /** The file of an asset as a data URL; undefined: it can't be had now. */
  readonly imageUrl: (asset: string) => Promise<string | undefined>
  readonly pause: () => Promise<void>
}

interface Drawn {
  readonly element: Element
  readonly clip: Box | undefined
  readonly primitives: readonly Primitive[]
}

/** A sheet as one file that needs nothing else: fonts and images are in it, nothing in it runs. */
export async function svgOf({ elements, box }: Sheet, options: SvgOptions): Promise<string> {
  const { colors, context, imageUrl, pause } = options
  const drawn: Drawn[] = []
  const images = new Map<string, string | undefined>()
  const fonts: FontUse = new Map()
  for (const element of elements) {
    await pause()
    const all = primitives(element, context)
    drawn.push({ element, clip: clipOf(element, context.get), primitives: all })
    await gather(all, fonts, images, imageUrl)
  }
  const writer = new SvgWriter({
    palette: colors,
    placement: { scale: 1, x: -box.minX, y: -box.minY },
    detail: 0,
    imageUrl: (asset) => images.get(asset),
    baseline: measuredBaseline(),
  })
  for (let i = 0; i < drawn.length; ) {
    await pause()
    const clip = drawn[i]?.clip
    const end = i + PART
    const run = () => {
      for (let item = drawn[i]; item && i < end && sameBox(item.clip, clip); item = drawn[++i]) write(writer, item)
    }
    if (clip) writer.clipped(rectanglePath(clip.minX, clip.minY, clip.maxX - clip.minX, clip.maxY - clip.minY), run)
    else run()
  }
  const { w, h } = sizeOf(box)
  const style = await embeddedFonts(fonts)
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="0 0 ${w} ${h}">` +
    (style ? `<style>${style}</style>` : '') +
    (options.background ? `<rect width="${w}" height="${h}" fill="${colors.canvas}"/>` : '') +
    `<g fill="none" stroke-linecap="round" stroke-linejoin="round" style="white-space:pre">${writer}</g></svg>`
  )
}

function write(writer: SvgWriter, { element, primitives }: Drawn): void {
  const link = linkIn(stringOf(element, 'link') ?? '')
  if (link === undefined) writer.write(primitives)
  else writer.linked(link, () => writer.write(primitives))
}

/** What the primitives need besides: fonts with their characters, and images. */
async function gather(
  all: readonly Primitive[],
  fonts: FontUse,
  images: Map<string, string | undefined>,
  imageUrl: SvgOptions['imageUrl'],
): Promise<void> {
  for (const primitive of all) {
    switch (primitive.kind) {
      case 'group':
        await gather(primitive.children, fonts, images, imageUrl)
        break
      case 'image':
        if (!images.has(primitive.asset)) images.set(primitive.asset, await imageUrl(primitive.asset))
        break
      case 'text': {
        const characters = fonts.get(primitive.font) ?? new Set()
        for (const character of primitive.text) characters.add(character.codePointAt(0) ?? 0)
        fonts.set(primitive.font, characters)
        break
      }
      case 'path':
        break
    }
  }
}

/** Where the painter puts a line of text in its line box: whole px of the font, as CSS has it. */
function measuredBaseline(): (line: TextLine) => number {
  const canvas = document.createElement('canvas').getContext('2d')
  return ({ text, lineHeight, font, fontSize, weight }) => {
    if (!canvas) return lineHeight
    canvas.font = cssFont(font, fontSize, weight)
    const metrics = canvas.measureText(text)
    const [ascent, descent] = [Math.round(metrics.fontBoundingBoxAscent), Math.round(metrics.fontBoundingBoxDescent)]
    return Math.floor((lineHeight - ascent - descent) / 2) + ascent
  }
}

function sameBox(a: Box | undefined, b: Box | undefined): boolean {
  if (!a || !b) return a === b
  return a.minX === b.minX && a.minY === b.minY && a.maxX === b.maxX && a.maxY === b.maxY
}
