import {
  alignOf,
  type Element,
  eachPoint,
  fontSizeOf,
  HIGHLIGHTER_OPACITY,
  inkColor,
  isHighlighter,
  LINE_HEIGHT,
  numberOf,
  own,
  type PaintContext,
  STROKE_THINNING,
  stringOf,
  widthOf,
} from '@inkwire/board'
import type { Canvas2D } from '../paint/painter.ts'
import type { Patch } from './patch.ts'

/**
 * What is so small on screen that its detail can't be seen is painted in a simpler way that looks the same: a stroke thinner than a
 * device px as a hairline through its points (what evens out the hand moves them by less than a px at these scales; the canvas gives a
 * hairline the strength of its width), and a text whose letters are smaller than 2 px as a bar in their tone.
 */
export const MAX_STROKE_SCALE = 0.3
export const MAX_STROKE_WIDTH = 1
export const MAX_TEXT_SIZE = 2

/** Points nearer to the last one, device px, are left out. */
const LEAST_STEP = 0.3
/** The curve between the points is longer than the straight lines, and the pen's ends reach beyond it. */
const LONGER = 1.1
/** How strongly a line of letters covers the band between its baseline and the height of an x, and where that lies, in font sizes. */
const TEXT_TONE = 0.45
const BAND_TOP = 0.35
const BAND_HEIGHT = 0.55

type View = Pick<Patch, 'scale' | 'left' | 'top'>

/** Paints an element that is too small for its detail. Answers whether it was; else it has to be painted whole. */
export function paintSmall(canvas: Canvas2D, element: Element, view: View, context: PaintContext): boolean {
  if (element.type === 'stroke') return paintSmallStroke(canvas, element, view, context)
  if (element.type === 'text') return paintSmallText(canvas, element, view, context)
  return false
}

function opacityOf(element: Element): number | undefined {
  const opacity = own(element, 'opacity')
  return typeof opacity === 'number' ? Math.min(1, Math.max(0, opacity)) : undefined
}

function paintSmallStroke(canvas: Canvas2D, element: Element, { scale, left, top }: View, context: PaintContext) {
  const width = widthOf(element)
  const packed = own(element, 'points')
  if (scale > MAX_STROKE_SCALE || width * scale >= MAX_STROKE_WIDTH || !(packed instanceof Uint8Array)) return false
  const highlighter = isHighlighter(element)
  const originX = numberOf(element, 'x', 0) * scale - left
  const originY = numberOf(element, 'y', 0) * scale - top
  canvas.setTransform(1, 0, 0, 1, 0, 0)
  canvas.beginPath()
  let [count, pressures] = [0, 0]
  let [lastX, lastY, skippedX, skippedY] = [0, 0, Number.NaN, Number.NaN]
  const whole = eachPoint(packed, (x, y, pressure) => {
    const [px, py] = [originX + x * scale, originY + y * scale]
    pressures += pressure
    if (count++ === 0) canvas.moveTo(px, py)
    else if (Math.abs(px - lastX) + Math.abs(py - lastY) < LEAST_STEP) {
      skippedX = px
      skippedY = py
      return
    } else canvas.lineTo(px, py)
    lastX = px
    lastY = py
    skippedX = Number.NaN
  })
  if (!whole || count === 0) return false
  if (!Number.isNaN(skippedX)) canvas.lineTo(skippedX, skippedY)
  else if (count === 1) canvas.lineTo(lastX, lastY)
  const mean = pressures / count
  canvas.strokeStyle = inkColor(context.palette, stringOf(element, 'color'))
  canvas.lineWidth = Math.max(
    0.001,
    width * scale * LONGER * (highlighter ? 1 : 1 - 2 * STROKE_THINNING * (0.5 - mean)),
  )
  canvas.lineCap = 'round'
  canvas.lineJoin = 'round'
  canvas.setLineDash(SOLID)
  canvas.globalAlpha = opacityOf(element) ?? (highlighter ? HIGHLIGHTER_OPACITY : 1)
  canvas.stroke()
  canvas.globalAlpha = 1
  return true
}

const SOLID: number[] = []

function paintSmallText(canvas: Canvas2D, element: Element, { scale, left, top }: View, context: PaintContext) {
  const size = fontSizeOf(element)
  if (size * scale >= MAX_TEXT_SIZE) return false
  const box = context.placementOf(element)
  if (box?.angle !== 0 || alignOf(element, 'left') !== 'left') return false
  const lineHeight = size * LINE_HEIGHT
  const lines = Math.round(box.h / lineHeight)
  canvas.setTransform(1, 0, 0, 1, 0, 0)
  canvas.fillStyle = inkColor(context.palette, stringOf(element, 'color'))
  canvas.globalAlpha = TEXT_TONE * (opacityOf(element) ?? 1)
  for (let line = 0; line < lines; line++) {
    const y = box.y + line * lineHeight + (BAND_TOP + (LINE_HEIGHT - 1) / 2) * size
    canvas.fillRect(box.x * scale - left, y * scale - top, box.w * scale, BAND_HEIGHT * size * scale)
  }
  canvas.globalAlpha = 1
  return true
}
