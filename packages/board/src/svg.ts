import { type Box, boxIntersection, boxUnion } from './box.ts'
import type { DocumentView } from './document.ts'
import type { Element } from './element.ts'
import { numberOf, stringOf, widthOf } from './elements/read.ts'
import { strokePoints } from './elements/stroke/stroke.ts'
import { boundsOf, clipOf, comparePaintOrder, geometryContext, primitives } from './geometry.ts'
import type { PaintContext, Sketcher } from './geometry-context.ts'
import { polygonPath, rectanglePath } from './path.ts'
import { inkColor, type Palette, type Primitive } from './primitives.ts'
import { roughMeasure } from './rough-measure.ts'
import { type SvgPlacement, SvgWriter } from './svg-writer.ts'
import type { Measure } from './text-layout.ts'
import { own } from './value.ts'

export interface BoardSvgOptions {
  readonly palette: Palette
  /** px of the picture. */
  readonly width: number
  readonly height: number
  /** Kept free around what is drawn, px of the picture. */
  readonly margin?: number
  /** Elements that are painted at most. */
  readonly maxElements?: number
  /** Characters of the picture at most: detail, then elements are left out until it fits. */
  readonly maxLength?: number
  /** Of texts that no browser has laid out. */
  readonly measure?: Measure
  /** Missing: what is sketchy is drawn clean. */
  readonly sketch?: Sketcher | undefined
}

const MARGIN = 16
const MAX_ELEMENTS = 5_000
const MAX_LENGTH = 200_000
/** px of the picture: what is smaller than half of one can't be told apart. */
const DETAIL = 0.5
/** Before elements are left out, what is smaller than this is simplified, px of the picture. */
const COARSE = 2
/** A stroke that is not wider than this in the picture is painted as a line, and no thinner than the other, px of the picture. */
const THIN_STROKE = 1.5
const MIN_STROKE = 0.8

/** How many times larger than half of the others what stands out is. */
const STANDS_OUT = 4
const GOLDEN = (Math.sqrt(5) - 1) / 2

/** A picture of the whole board as SVG, in paint order, not larger than in the world: nothing in it runs, or refers to anything outside. */
export function boardSvg(document: DocumentView, options: BoardSvgOptions): string {
  const { palette, width, height, margin = MARGIN, maxLength = MAX_LENGTH } = options
  const get = document.get.bind(document)
  const context: PaintContext = { ...geometryContext(get, options.measure ?? roughMeasure), palette, frameNames: true }
  const shown: Shown[] = []
  for (const element of chosen([...document.elements()], options.maxElements ?? MAX_ELEMENTS, sizeOf)) {
    const bounds = boundsOf(element, context)
    const clip = clipOf(element, get)
    const box = bounds && clip ? boxIntersection(bounds, clip) : bounds
    if (box) shown.push({ element, clip, box })
  }
  shown.sort((a, b) => comparePaintOrder(a.element, b.element, get))

  const head =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">` +
    `<rect width="${width}" height="${height}" fill="${palette.canvas}"/>` +
    '<g fill="none" stroke-linecap="round" stroke-linejoin="round" style="white-space:pre">'
  const tail = '</g></svg>'
  const left = maxLength - head.length - tail.length
  const placement = fitted(boxUnion(shown.map(({ box }) => box)), width, height, margin)
  const painted: PaintContext = { ...context, sketch: options.sketch, scale: placement.scale }
  let [count, detail] = [shown.length, DETAIL]
  while (detail < width) {
    const writer = new SvgWriter({ palette, placement, detail })
    paint(chosen(shown, count, areaOf), writer, painted, left)
    if (writer.length <= left) return head + writer + tail
    if (detail < COARSE || count === 1) detail *= 2
    else count = Math.ceil(count / 2)
  }
  return head + tail
}

interface Shown {
  readonly element: Element
  readonly clip: Box | undefined
  readonly box: Box
}

/** Stops when the picture gets longer than `maxLength`. */
function paint(shown: readonly Shown[], writer: SvgWriter, context: PaintContext, maxLength: number): void {
  const { scale } = writer.placement
  for (let i = 0; i < shown.length && writer.length <= maxLength; ) {
    const clip = shown[i]?.clip
    const run = () => {
      for (let item = shown[i]; item && sameClip(item.clip, clip) && writer.length <= maxLength; item = shown[++i]) {
        writer.write(pictureOf(item.element, scale, context))
      }
    }
    if (clip) writer.clipped(rectanglePath(clip.minX, clip.minY, clip.maxX - clip.minX, clip.maxY - clip.minY), run)
    else run()
  }
}

/** About `count` items of all, in their order: those that stand out by their size, half of it at most, and others that lie spread among all. */
function chosen<Item>(items: readonly Item[], count: number, size: (item: Item) => number): readonly Item[] {
  if (items.length <= count) return items
  const sizes = items.map(size)
  const bySize = [...sizes.keys()].sort((a, b) => (sizes[b] ?? 0) - (sizes[a] ?? 0))
  const common = sizes[bySize[Math.floor(items.length / 2)] ?? 0] ?? 0
  const largest = new Set(bySize.slice(0, Math.floor(count / 2)).filter((i) => (sizes[i] ?? 0) > STANDS_OUT * common))
  const share = (count - largest.size) / (items.length - largest.size)
  // Multiples of the golden ratio lie evenly and without a period, which would show as stripes.
  return items.filter((_, i) => largest.has(i) || (i * GOLDEN) % 1 < share)
}

/** How large an element is, as far as it says so itself. */
const sizeOf = (element: Element): number => numberOf(element, 'w', 0) * numberOf(element, 'h', 0)

const areaOf = ({ box }: Shown): number => (box.maxX - box.minX) * (box.maxY - box.minY)

/** What an element is painted with. A thin stroke is painted as its centre line: of its outline nothing could be seen, and it takes more room. */
function pictureOf(element: Element, scale: number, context: PaintContext): readonly Primitive[] {
  const width = widthOf(element)
  if (element.type !== 'stroke' || own(element, 'pen') === 'highlighter' || width * scale > THIN_STROKE) {
    return primitives(element, context)
  }
  const [x, y] = [numberOf(element, 'x', 0), numberOf(element, 'y', 0)]
  const points = strokePoints(element).map((point) => ({ x: x + point.x, y: y + point.y }))
  const stroke = {
    color: inkColor(context.palette, stringOf(element, 'color')),
    width: Math.max(width, MIN_STROKE / scale),
  }
  const line: Primitive = { kind: 'path', path: polygonPath(points, false), stroke }
  const opacity = numberOf(element, 'opacity', 1)
  return opacity < 1 ? [{ kind: 'group', opacity, children: [line] }] : [line]
}

/** Where a box lies in the middle of the picture. */
function fitted(box: Box | undefined, width: number, height: number, margin: number): SvgPlacement {
  if (!box) return { scale: 1, x: 0, y: 0 }
  const [w, h] = [box.maxX - box.minX, box.maxY - box.minY]
  const scale = Math.min(1, (width - 2 * margin) / Math.max(1, w), (height - 2 * margin) / Math.max(1, h))
  return {
    scale,
    x: (width - w * scale) / 2 - box.minX * scale,
    y: (height - h * scale) / 2 - box.minY * scale,
  }
}

function sameClip(a: Box | undefined, b: Box | undefined): boolean {
  if (!a || !b) return a === b
  return a.minX === b.minX && a.minY === b.minY && a.maxX === b.maxX && a.maxY === b.maxY
}
