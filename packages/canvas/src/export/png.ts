import { clipOf, type PaintContext, type Primitive, primitives } from '@inkwire/board'
import type { PictureStore } from '../images/picture-store.ts'
import { Painter } from '../paint/painter.ts'
import type { ThemeColors } from '../palette.ts'
import type { Sheet } from './sheet.ts'
import { sizeOf } from './sheet.ts'

export interface PngOptions {
  /** px of the picture per px of the world; one that `possibleScale` allows. */
  readonly scale: number
  readonly background: boolean
  readonly colors: ThemeColors
  readonly context: PaintContext
  readonly pictures: PictureStore | null
  /** Lets the page go on now and then. */
  readonly pause: () => Promise<void>
}

/** Paints a sheet as the screen does. Rejects when the browser can't make so large a picture. */
export async function pngOf({ elements, box }: Sheet, options: PngOptions): Promise<Blob> {
  const { scale, colors, context, pictures, pause } = options
  const surface = document.createElement('canvas')
  const { w, h } = sizeOf(box)
  surface.width = Math.max(1, Math.floor(w * scale))
  surface.height = Math.max(1, Math.floor(h * scale))
  const canvas = surface.getContext('2d')
  if (!canvas) throw new Error('there is no memory for a picture of this size')
  if (options.background) {
    canvas.fillStyle = colors.canvas
    canvas.fillRect(0, 0, surface.width, surface.height)
  }
  const matrix = { a: scale, b: 0, c: 0, d: scale, e: -box.minX * scale, f: -box.minY * scale }
  const painter = new Painter(undefined, pictures ?? undefined)
  const { get } = context
  for (const element of elements) {
    await pause()
    if (pictures && element.type === 'image') await settled(primitives(element, context), pictures, scale)
    const clip = clipOf(element, get)
    canvas.save()
    if (clip) {
      canvas.setTransform(scale, 0, 0, scale, matrix.e, matrix.f)
      canvas.beginPath()
      canvas.rect(clip.minX, clip.minY, clip.maxX - clip.minX, clip.maxY - clip.minY)
      canvas.clip()
    }
    painter.paint(canvas, element, context, colors, matrix)
    canvas.restore()
  }
  const blob = await new Promise<Blob | null>((resolve) => surface.toBlob(resolve, 'image/png'))
  surface.width = 0
  surface.height = 0
  if (!blob) throw new Error('this browser makes no picture of this size')
  return blob
}

/** Waits for the pictures that are painted next. */
async function settled(all: readonly Primitive[], pictures: PictureStore, scale: number): Promise<void> {
  for (const primitive of all) {
    if (primitive.kind === 'group') await settled(primitive.children, pictures, scale)
    else if (primitive.kind === 'image')
      await pictures.settled(primitive.asset, (primitive.w * scale) / (primitive.crop?.w ?? 1))
  }
}
