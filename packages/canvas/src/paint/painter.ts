import {
  type Box,
  type Element,
  isLine,
  lookOf,
  type PaintContext,
  primitives,
  type StrokePaint,
  type TextLine,
} from '@inkwire/board'
import { cssFont } from '../fonts.ts'
import { paintImage } from '../images/image-painter.ts'
import type { PictureStore } from '../images/picture-store.ts'
import type { ThemeColors } from '../palette.ts'
import { type Made, type MadeGroup, type MadePath, made } from './made.ts'
import { type Matrix, movedMatrix, scaleOf, turnedMatrix } from './matrix.ts'
import { Sketching } from './sketching.ts'

export type Canvas2D = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D

/** Elements whose paths are kept: a stroke's takes some kB. */
const MAX_KNOWN = 5_000
/** Device px that smoothed edges reach beyond what is painted. */
const EDGE = 2

interface Known {
  readonly colors: ThemeColors
  /** See `lookOf`. */
  readonly look: number
  readonly made: readonly Made[]
}

/** Interprets primitives on a Canvas 2D whose transform maps world px. */
export class Painter {
  /** The oldest first. */
  private readonly known = new Map<Element, Known>()
  private layer: Canvas2D | null = null
  /** See `cssFont`. */
  private age = 0
  readonly sketching = new Sketching()

  constructor(
    private readonly newCanvas: () => Canvas2D | null = pageCanvas,
    /** Of images; without it, and until a picture came, a placeholder is painted. */
    private readonly pictures?: Pick<PictureStore, 'get'>,
  ) {}

  /** Paints an element. `matrix` is the canvas's transform where the caller knows it. */
  paint(
    canvas: Canvas2D,
    element: Element,
    context: PaintContext,
    colors: ThemeColors,
    matrix: Matrix = canvas.getTransform(),
  ): void {
    const made = this.madeOf(element, this.sketching.contextFor(element, context, scaleOf(matrix)), colors)
    for (const one of made) this.put(canvas, one, { matrix, colors, inLayer: false })
    use(canvas, matrix)
  }

  /** Texts measure differently now: what was made of them is wrong. */
  forget(): void {
    this.age++
    this.known.clear()
  }

  private madeOf(element: Element, context: PaintContext, colors: ThemeColors): readonly Made[] {
    // A line's primitives follow from its targets too, so the same object can look different later.
    if (isLine(element)) return make(element, context)
    const known = this.known.get(element)
    const look = lookOf(element, context)
    if (known?.colors === colors && known.look === look) return known.made
    const fresh = make(element, context)
    this.known.set(element, { colors, look, made: fresh })
    if (this.known.size > MAX_KNOWN) {
      const [oldest] = this.known.keys()
      if (oldest) this.known.delete(oldest)
    }
    return fresh
  }

  private put(canvas: Canvas2D, one: Made, on: Putting): void {
    switch (one.kind) {
      case 'path': {
        const { path } = usePath(canvas, one.path, on.matrix)
        if (one.fill) {
          canvas.fillStyle = one.fill
          canvas.fill(path)
        }
        if (one.stroke) {
          useStroke(canvas, one.stroke)
          canvas.stroke(path)
        }
        return
      }
      case 'text':
        paintText(canvas, one, on.matrix, this.age)
        return
      case 'image':
        use(canvas, movedMatrix(on.matrix, one.x, one.y))
        paintImage(canvas, one, on.matrix, on.colors, this.pictures)
        return
      case 'group':
        this.group(canvas, one, on)
        return
    }
  }

  private group(canvas: Canvas2D, group: MadeGroup, on: Putting): void {
    const { opacity, clip, turn, children } = group
    if (opacity < 1 && !on.inLayer && group.overlaps) {
      this.throughLayer(canvas, group, on)
      return
    }
    canvas.save()
    canvas.globalAlpha *= opacity
    if (clip) canvas.clip(usePath(canvas, clip, on.matrix).path)
    const matrix = turn ? turnedMatrix(on.matrix, turn.angle, turn) : on.matrix
    for (const child of children) this.put(canvas, child, { ...on, matrix })
    canvas.restore()
  }

  /** Paints children that overlap on a canvas of their own first, or each would show through the others. */
  private throughLayer(canvas: Canvas2D, group: MadeGroup, on: Putting): void {
    this.layer ??= this.newCanvas()
    const { layer } = this
    const area = layer && coveredArea(canvas, group.box, on.matrix)
    if (!layer || !area) return
    const { x, y, w, h } = area
    if (layer.canvas.width < w || layer.canvas.height < h) {
      layer.canvas.width = Math.max(layer.canvas.width, w)
      layer.canvas.height = Math.max(layer.canvas.height, h)
    }
    layer.setTransform(1, 0, 0, 1, 0, 0)
    layer.clearRect(0, 0, w, h)
    const { a, b, c, d, e, f } = on.matrix
    const matrix = { a, b, c, d, e: e - x, f: f - y }
    this.group(layer, { ...group, opacity: 1 }, { ...on, matrix, inLayer: true })
    canvas.save()
    canvas.setTransform(1, 0, 0, 1, 0, 0)
    canvas.globalAlpha *= group.opacity
    canvas.drawImage(layer.canvas, 0, 0, w, h, x, y, w, h)
    canvas.restore()
  }
}

interface Putting {
  readonly matrix: Matrix
  readonly colors: ThemeColors
  readonly inLayer: boolean
}

function pageCanvas(): Canvas2D | null {
  return document.createElement('canvas').getContext('2d')
}

function make(element: Element, context: PaintContext): readonly Made[] {
  return primitives(element, context).map((primitive) => made(primitive, context.measure))
}

/** The whole device px of a canvas that a box of the world may cover; undefined: none. */
function coveredArea(canvas: Canvas2D, box: Box | undefined, { a, b, c, d, e, f }: Matrix) {
  const { width, height } = canvas.canvas
  if (!box) return { x: 0, y: 0, w: width, h: height }
  const xs: number[] = []
  const ys: number[] = []
  for (const x of [box.minX, box.maxX]) {
    for (const y of [box.minY, box.maxY]) {
      xs.push(a * x + c * y + e)
      ys.push(b * x + d * y + f)
    }
  }
  const x = Math.max(0, Math.floor(Math.min(...xs)) - EDGE)
  const y = Math.max(0, Math.floor(Math.min(...ys)) - EDGE)
  const w = Math.min(width, Math.ceil(Math.max(...xs)) + EDGE) - x
  const h = Math.min(height, Math.ceil(Math.max(...ys)) + EDGE) - y
  return w > 0 && h > 0 ? { x, y, w, h } : undefined
}

function use(canvas: Canvas2D, { a, b, c, d, e, f }: Matrix): void {
  canvas.setTransform(a, b, c, d, e, f)
}

function usePath(canvas: Canvas2D, path: MadePath, matrix: Matrix): MadePath {
  use(canvas, movedMatrix(matrix, path.anchor.x, path.anchor.y))
  return path
}

function useStroke(canvas: Canvas2D, { color, width, dash }: StrokePaint): void {
  canvas.strokeStyle = color
  canvas.lineWidth = width
  canvas.lineCap = 'round'
  canvas.lineJoin = 'round'
  canvas.setLineDash(dash ? [...dash] : [])
}

function paintText(canvas: Canvas2D, line: TextLine, matrix: Matrix, age: number): void {
  const { text, x, top, lineHeight, align, font, fontSize, weight, color } = line
  canvas.font = cssFont(font, fontSize, weight, age)
  canvas.textAlign = align
  canvas.textBaseline = 'alphabetic'
  canvas.fillStyle = color
  // As CSS places a line of text in its line box, whole px of the font included: so nothing jumps when the text field goes.
  const metrics = canvas.measureText(text)
  const [ascent, descent] = [Math.round(metrics.fontBoundingBoxAscent), Math.round(metrics.fontBoundingBoxDescent)]
  use(canvas, movedMatrix(matrix, x, top + Math.floor((lineHeight - ascent - descent) / 2) + ascent))
  canvas.fillText(text, 0, 0)
}
