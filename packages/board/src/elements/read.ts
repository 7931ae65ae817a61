import type { Placement, Point } from '../box.ts'
import type {
  Align,
  ArrowHead,
  Element,
  Font,
  FontWeight,
  LineCurve,
  LineEnd,
  TextLayout,
  TextProperty,
} from '../element.ts'
import type { ElementId } from '../ids.ts'
import type { Crop, StrokePaint } from '../primitives.ts'
import { isTextSequence, plainText } from '../text.ts'
import { textHash } from '../text-layout.ts'
import { own, type Props, type Value } from '../value.ts'

// Readers of properties that give a fallback for what is missing or has a shape that this version doesn't know.

export const DEFAULT_WIDTH = 2
export const DEFAULT_FONT_SIZE = 20

export function numberOf(props: Props, name: string, fallback: number): number {
  const value = own(props, name)
  return typeof value === 'number' && Number.isFinite(value) ? value : fallback
}

export function stringOf(props: Props, name: string): string | undefined {
  const value = own(props, name)
  return typeof value === 'string' ? value : undefined
}

export function placementAt(element: Element): Placement {
  return {
    x: numberOf(element, 'x', 0),
    y: numberOf(element, 'y', 0),
    w: Math.max(0, numberOf(element, 'w', 0)),
    h: Math.max(0, numberOf(element, 'h', 0)),
    angle: numberOf(element, 'angle', 0),
  }
}

export function widthOf(element: Element): number {
  return Math.max(0, numberOf(element, 'width', DEFAULT_WIDTH))
}

const FONTS: readonly Font[] = ['hand', 'sans', 'serif', 'mono']
const ALIGNS: readonly Align[] = ['left', 'center', 'right']

export function fontOf(element: Element): Font {
  return FONTS.find((font) => font === own(element, 'font')) ?? 'sans'
}

export function weightOf(element: Element): FontWeight {
  return own(element, 'weight') === 'bold' ? 'bold' : 'normal'
}

export function fillStyleOf(element: Element): 'solid' | 'hatch' {
  return own(element, 'fillStyle') === 'hatch' ? 'hatch' : 'solid'
}

/** What a sketchy outline is drawn from; where none is stored, each element has one of its own all the same. */
export function seedOf(element: Element): number {
  const seed = own(element, 'seed')
  return typeof seed === 'number' && Number.isInteger(seed) && seed >= 0 ? seed : textHash(element.id)
}

const HEADS: readonly ArrowHead[] = ['none', 'arrow', 'triangle', 'bar', 'dot', 'diamond']

/** The head at an end of a line; an arrow that says nothing has one at its end. */
export function headOf(element: Element, name: 'startHead' | 'endHead'): ArrowHead {
  const unsaid = name === 'endHead' && element.type === 'arrow' ? 'arrow' : 'none'
  return HEADS.find((head) => head === own(element, name)) ?? unsaid
}

export function curveOf(element: Element): LineCurve {
  const curve = own(element, 'curve')
  return curve === 'curved' || curve === 'elbow' ? curve : 'straight'
}

export function alignOf(element: Element, fallback: Align): Align {
  return ALIGNS.find((align) => align === own(element, 'align')) ?? fallback
}

export function fontSizeOf(element: Element): number {
  return Math.min(1_000, Math.max(1, numberOf(element, 'fontSize', DEFAULT_FONT_SIZE)))
}

/** A text as a plain string; also of an element in an op, whose texts are plain strings already. */
export function textOf(element: Props, property: TextProperty): string {
  const value = own(element, property)
  if (typeof value === 'string') return value
  return isTextSequence(value) && value.every(isRun) ? plainText(value) : ''
}

const isRun = (run: unknown): boolean => Array.isArray(run) && run.length === 4

/** The ink of a line in a colour that is ready to use. */
export function strokePaint(element: Element, color: string): StrokePaint {
  const width = widthOf(element)
  const dash = own(element, 'dash')
  if (dash === 'dashed') return { color, width, dash: [3 * width + 2, 2.5 * width + 2] }
  // Round caps make a dot of a dash without length.
  if (dash === 'dotted') return { color, width, dash: [0.01, 2 * width + 1] }
  return { color, width }
}

const isMap = (value: Value | undefined): value is { readonly [key: string]: Value } =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)

/** Where a line says that it ends; undefined where it says nothing that can be read. */
export function endOf(element: Props, name: 'start' | 'end'): LineEnd | undefined {
  const value = own(element, name)
  if (!isMap(value)) return undefined
  const end = { x: numberOf(value, 'x', 0), y: numberOf(value, 'y', 0) }
  const binding = own(value, 'binding')
  const id = isMap(binding) ? own(binding, 'id') : undefined
  if (!isMap(binding) || typeof id !== 'string') return end
  return {
    ...end,
    binding: {
      id: id as ElementId,
      u: numberOf(binding, 'u', 0.5),
      v: numberOf(binding, 'v', 0.5),
      distance: Math.max(0, numberOf(binding, 'distance', 0)),
    },
  }
}

/** The corners of a line between its ends. */
export function midOf(element: Props): Point[] {
  const value = own(element, 'mid')
  if (!Array.isArray(value)) return []
  const points: Point[] = []
  for (const item of value) {
    if (!Array.isArray(item)) continue
    const [x, y] = item
    if (typeof x === 'number' && typeof y === 'number' && Number.isFinite(x) && Number.isFinite(y))
      points.push({ x, y })
  }
  return points
}

/** The stored layout of a text, if it has the shape of one. */
export function layoutOf(element: Element): TextLayout | undefined {
  const value = own(element, 'layout')
  if (!isMap(value)) return undefined
  const breaks = own(value, 'breaks')
  const font = own(value, 'font')
  if (!Array.isArray(breaks) || typeof font !== 'string') return undefined
  if (!breaks.every((at): at is number => typeof at === 'number')) return undefined
  return {
    breaks,
    w: Math.max(0, numberOf(value, 'w', 0)),
    h: Math.max(0, numberOf(value, 'h', 0)),
    fontSize: numberOf(value, 'fontSize', 0),
    font,
    weight: own(value, 'weight') === 'bold' ? 'bold' : 'normal',
    textHash: numberOf(value, 'textHash', -1),
  }
}

/** The smallest share of a picture's side that can be all that is seen of it. */
const MIN_CROP = 0.001

/** The part of an image that is seen; undefined: all of it. */
export function cropOf(element: Props): Crop | undefined {
  const value = own(element, 'crop')
  if (!isMap(value)) return undefined
  const within = (share: number) => Math.min(1 - MIN_CROP, Math.max(0, share))
  const [x, y] = [within(numberOf(value, 'x', 0)), within(numberOf(value, 'y', 0))]
  const part = (share: number, from: number) => Math.min(1 - from, Math.max(MIN_CROP, share))
  const [w, h] = [part(numberOf(value, 'w', 1), x), part(numberOf(value, 'h', 1), y)]
  return x === 0 && y === 0 && w === 1 && h === 1 ? undefined : { x, y, w, h }
}

/** Moves (x, y). */
export function translatedCorner(element: Element, dx: number, dy: number): Props {
  return { x: numberOf(element, 'x', 0) + dx, y: numberOf(element, 'y', 0) + dy }
}
