import type { Primitive } from '@inkwire/board'
import type { Matrix } from '../paint/matrix.ts'
import type { Canvas2D } from '../paint/painter.ts'
import type { ThemeColors } from '../palette.ts'
import type { PictureStore } from './picture-store.ts'

type Image = Extract<Primitive, { kind: 'image' }>

/** Paints an image on a canvas whose transform has the image's top left corner as its origin; a calm box until its picture is there. */
export function paintImage(
  canvas: Canvas2D,
  { w, h, asset, crop }: Image,
  { a, b }: Matrix,
  colors: ThemeColors,
  pictures: Pick<PictureStore, 'get'> | undefined,
): void {
  const pixels = (Math.hypot(a, b) * w) / (crop?.w ?? 1)
  const picture = pictures?.get(asset, pixels)
  if (!picture) {
    canvas.fillStyle = colors.sunken
    canvas.fillRect(0, 0, w, h)
    canvas.strokeStyle = colors.line
    canvas.lineWidth = 1
    canvas.setLineDash([])
    canvas.strokeRect(0, 0, w, h)
    return
  }
  canvas.imageSmoothingQuality = 'medium'
  const { width, height } = picture
  const { x, y, w: cw, h: ch } = crop ?? { x: 0, y: 0, w: 1, h: 1 }
  canvas.drawImage(picture, x * width, y * height, cw * width, ch * height, 0, 0, w, h)
}
