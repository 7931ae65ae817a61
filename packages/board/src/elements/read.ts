import type { Placement, Point } from '../box.ts'
import type { Align, Element, Font, LineEnd, TextLayout, TextProperty } from '../element.ts'
import type { ElementId } from '../ids.ts'
import type { StrokePaint } from '../primitives.ts'
import { isTextSequence, plainText } from '../text.ts'
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
    textHash: numberOf(value, 'textHash', -1),
  }
}

/** Moves (x, y). */
export function translatedCorner(element: Element, dx: number, dy: number): Props {
  return { x: numberOf(element, 'x', 0) + dx, y: numberOf(element, 'y', 0) + dy }
}
