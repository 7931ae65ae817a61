import { type Box, boxContains, boxGrown, boxIntersection, boxUnion, type Element, GrowingStroke, HIGHLIGHTER_OPACITY, inkColor, isHighlighter, numberOf, own, type Path, pointCount, type StrokeLook, type StrokePoint, stringOf, strokePoints, widthOf } from '@inkwire/board' // biome-ignore format: biome sorts it
import type { Ink } from '../draft.ts'
import { type MadePath, madePath } from '../paint/made.ts'
import type { ThemeColors } from '../palette.ts'

/** The picture of what is frozen reaches so many device px further than the ink: so it is not made anew with every piece. */
const ROOM = 256
/** Device px that smoothed edges reach beyond the ink. */
const EDGE = 2

/** How the overlay shows the world: device px of the world's origin, device px per world px, and its size in device px. */
export interface InkView {
  readonly x: number
  readonly y: number
  readonly scale: number
  readonly width: number
  readonly height: number
}

/** A part of the stroke. Around which box it is, in world px, is only looked at where it counts. */
class Piece {
  private known: Box | undefined

  constructor(
    readonly path: MadePath,
    private readonly source: Path,
  ) {}

  get box(): Box {
    this.known ??= pathBox(this.source)
    return this.known
  }
}

/** A picture of the pieces that don't change any more. `left` and `top` are device px from the world's origin. */
interface Picture {
  readonly canvas: HTMLCanvasElement
  readonly box: Box
  readonly scale: number
  readonly color: string
  /** How many pieces are on it. */
  pieces: number
}

/** A stroke that is being drawn, on screen: however long it is, only its end is painted anew. */
export class LiveInk {
  private stroke: GrowingStroke
  private pieces: Piece[] = []
  private end: Piece | undefined
  private picture: Picture | undefined
  private layer: HTMLCanvasElement | undefined
  private points: readonly StrokePoint[] = []
  private count = 0
  private predicted: readonly StrokePoint[] | undefined
  ink: Ink

  constructor(ink: Ink) {
    this.ink = ink
    this.stroke = new GrowingStroke(lookOf(ink))
    this.take(ink)
  }

  /** The stroke as it is now. */
  take(ink: Ink): void {
    const { points, predicted } = ink
    const isAnew = points !== this.points || points.length < this.count || !sameLook(lookOf(ink), this.stroke.look)
    this.ink = ink
    if (!isAnew && points.length === this.count && predicted === this.predicted) return
    if (isAnew) {
      this.stroke = new GrowingStroke(lookOf(ink))
      this.pieces = []
      this.picture = undefined
    }
    this.points = points
    this.count = points.length
    this.predicted = predicted
    this.end = pieceOf(this.stroke.extend(points, predicted))
    for (const path of this.stroke.frozen.slice(this.pieces.length)) {
      const piece = pieceOf(path)
      if (piece) this.pieces.push(piece)
    }
  }

  /** It is stored: from now on it looks exactly as that. */
  land(stored: Element): void {
    const packed = own(stored, 'points')
    const isWhole = packed instanceof Uint8Array && pointCount(packed) === this.points.length && this.points.length > 2
    this.take({ element: stored, points: isWhole ? this.points : strokePoints(stored) })
  }

  /** Of all its ink, world px. */
  get box(): Box | undefined {
    return boxUnion([...this.pieces.map(({ box }) => box), this.end?.box])
  }

  paint(canvas: CanvasRenderingContext2D, view: InkView, colors: ThemeColors): void {
    const { element } = this.ink
    const color = inkColor(colors, stringOf(element, 'color'))
    const opacity = opacityOf(this.ink)
    if (opacity >= 1 || this.pieces.length === 0) {
      canvas.save()
      canvas.globalAlpha *= opacity
      this.paintPieces(canvas, view, color)
      canvas.restore()
      return
    }
    // Pieces overlap where they meet, so they have to be one before they are seen through.
    const area = this.box && onScreen(this.box, view)
    if (!area) return
    const { x, y, w, h } = area
    this.layer ??= document.createElement('canvas')
    const layer = this.layer.getContext('2d')
    if (!layer) return
    if (this.layer.width < w || this.layer.height < h) {
      this.layer.width = Math.max(this.layer.width, w)
      this.layer.height = Math.max(this.layer.height, h)
    }
    layer.setTransform(1, 0, 0, 1, 0, 0)
    layer.clearRect(0, 0, w, h)
    this.paintPieces(layer, { ...view, x: view.x - x, y: view.y - y, width: w, height: h }, color)
    canvas.save()
    canvas.setTransform(1, 0, 0, 1, 0, 0)
    canvas.globalAlpha *= opacity
    canvas.drawImage(this.layer, 0, 0, w, h, x, y, w, h)
    canvas.restore()
  }

  private paintPieces(canvas: CanvasRenderingContext2D, view: InkView, color: string): void {
    if (this.pieces.length > 0) {
      const picture = this.pictureFor(view, color)
      if (picture) {
        const { minX, minY } = picture.box
        canvas.setTransform(1, 0, 0, 1, 0, 0)
        canvas.drawImage(picture.canvas, minX + view.x, minY + view.y)
      }
    }
    if (this.end) fill(canvas, this.end, view, color)
  }

  /** A picture that holds all that is frozen and can be seen. */
  private pictureFor(view: InkView, color: string): Picture | undefined {
    const seen: Box = { minX: -view.x, minY: -view.y, maxX: view.width - view.x, maxY: view.height - view.y }
    const ink = boxUnion(this.pieces.map(({ box }) => inDevice(box, view.scale)))
    const needed = ink && boxIntersection(ink, seen)
    if (!needed) return undefined
    const { picture } = this
    const fits = picture && picture.scale === view.scale && picture.color === color && boxContains(picture.box, needed)
    const used = fits ? picture : this.newPicture(boxIntersection(boxGrown(needed, ROOM), boxGrown(seen, ROOM)) ?? needed, view, color) // biome-ignore format: one row
    const canvas = used.canvas.getContext('2d')
    if (!canvas) return undefined
    const { minX, minY } = used.box
    for (const piece of this.pieces.slice(used.pieces)) {
      fill(canvas, piece, { ...view, x: -minX, y: -minY }, color)
    }
    used.pieces = this.pieces.length
    this.picture = used
    return used
  }

  private newPicture({ minX, minY, maxX, maxY }: Box, { scale }: InkView, color: string): Picture {
    const box = { minX: Math.floor(minX), minY: Math.floor(minY), maxX: Math.ceil(maxX), maxY: Math.ceil(maxY) }
    const canvas = document.createElement('canvas')
    canvas.width = box.maxX - box.minX
    canvas.height = box.maxY - box.minY
    return { canvas, box, scale, color, pieces: 0 }
  }
}

function lookOf({ element }: Ink): StrokeLook {
  return {
    x: numberOf(element, 'x', 0),
    y: numberOf(element, 'y', 0),
    width: widthOf(element),
    highlighter: isHighlighter(element),
  }
}

function sameLook(a: StrokeLook, b: StrokeLook): boolean {
  return a.x === b.x && a.y === b.y && a.width === b.width && a.highlighter === b.highlighter
}

function opacityOf({ element }: Ink): number {
  const opacity = own(element, 'opacity')
  if (typeof opacity === 'number') return Math.min(1, Math.max(0, opacity))
  return isHighlighter(element) ? HIGHLIGHTER_OPACITY : 1
}

function pieceOf(path: Path): Piece | undefined {
  return path.length > 0 ? new Piece(madePath(path), path) : undefined
}

/** A box around a path; curves stay within their control points. */
function pathBox(path: Path): Box {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const command of path) {
    for (let i = 1; i + 1 < command.length; i += 2) {
      const [x, y] = [Number(command[i]), Number(command[i + 1])]
      minX = Math.min(minX, x)
      maxX = Math.max(maxX, x)
      minY = Math.min(minY, y)
      maxY = Math.max(maxY, y)
    }
  }
  return { minX, minY, maxX, maxY }
}

function inDevice({ minX, minY, maxX, maxY }: Box, scale: number): Box {
  return boxGrown({ minX: minX * scale, minY: minY * scale, maxX: maxX * scale, maxY: maxY * scale }, EDGE)
}

/** The whole device px of the overlay that a box of the world covers. */
function onScreen(box: Box, view: InkView): { x: number; y: number; w: number; h: number } | undefined {
  const device = inDevice(box, view.scale)
  const x = Math.max(0, Math.floor(device.minX + view.x))
  const y = Math.max(0, Math.floor(device.minY + view.y))
  const w = Math.min(view.width, Math.ceil(device.maxX + view.x)) - x
  const h = Math.min(view.height, Math.ceil(device.maxY + view.y)) - y
  return w > 0 && h > 0 ? { x, y, w, h } : undefined
}

function fill(canvas: CanvasRenderingContext2D, { path }: Piece, { x, y, scale }: InkView, color: string): void {
  canvas.setTransform(scale, 0, 0, scale, x + path.anchor.x * scale, y + path.anchor.y * scale)
  canvas.fillStyle = color
  canvas.fill(path.path)
}
