import { centreOf, cornersOf } from '../../box.ts'
import type { Element } from '../../element.ts'
import type { PaintContext } from '../../geometry-context.ts'
import { rectanglePath, turnedPath } from '../../path.ts'
import { fillColor, type Primitive, type TextLine } from '../../primitives.ts'
import { type LaidText, LINE_HEIGHT, layOut, type Measure, textHash } from '../../text-layout.ts'
import { own } from '../../value.ts'
import type { ElementKind } from '../element-kind.ts'
import { rotatedBox, stretchedBox } from '../placed.ts'
import {
  alignOf,
  fontOf,
  fontSizeOf,
  layoutOf,
  placementAt,
  stringOf,
  textOf,
  translatedCorner,
  weightOf,
} from '../read.ts'
import { textLines, turnedWith, writtenText } from '../written.ts'

/** Between the paper's edge and its text, px. */
export const STICKY_PADDING = 12
const RADIUS = 4
/** Size of a note's text where it has none of its own, px; it gets smaller until the text fits. */
const STICKY_FONT_SIZE = 24
/** Of the name of a note's author, px, and how many characters of it are shown. */
const AUTHOR_SIZE = 11
const AUTHOR_LENGTH = 60
const AUTHOR_ROOM = 18
/** On lower paper the text needs all the room, px. */
const AUTHOR_MIN_HEIGHT = 80
/** Nobody reads smaller writing on a note, px; what doesn't fit then is cut off. */
const MIN_FONT_SIZE = 8

export const sticky: ElementKind = {
  areas: (element) => [{ points: cornersOf(placementAt(element)), closed: true, filled: true, reach: 0 }],
  primitives(element, context) {
    const placement = placementAt(element)
    const { x, y, w, h, angle } = placement
    const paper = turnedPath(rectanglePath(x, y, w, h, RADIUS), centreOf(placement), angle)
    const fill = fillColor(context.palette, stringOf(element, 'color') ?? 'yellow')
    const body: Primitive = { kind: 'path', path: paper, fill }
    const author = authorLine(element, context)
    const name: readonly Primitive[] = author
      ? [{ kind: 'group', clip: paper, children: turnedWith(placement, [author]) }]
      : []
    if (textOf(element, 'text') === '') return [body, ...name]
    const sized = { ...element, fontSize: stickyFontSize(element, context.measure) }
    const written = writtenText(sized, 'text', context.measure, stickyInner(element).w)
    const align = alignOf(element, 'center')
    const left = align === 'left' ? x + STICKY_PADDING : align === 'center' ? x + w / 2 : x + w - STICKY_PADDING
    const place = { x: left, top: stickyTextTop(element, written), align, color: context.palette.ink.ink }
    // What doesn't fit is cut off: ink outside the paper could be seen but not hit.
    const text = turnedWith(placement, textLines(sized, written, place))
    return [body, { kind: 'group', clip: paper, children: text }, ...name]
  },
  translated: translatedCorner,
  // Lines that were measured for another size of paper would stay.
  stretched: (element, stretch) => ({ ...stretchedBox(element, stretch), layout: null }),
  rotated: rotatedBox,
  placement: placementAt,
  outline: (element) => cornersOf(placementAt(element)),
}

/** The name of who wrote a note, at the bottom of the paper. */
function authorLine(element: Element, { palette }: PaintContext): TextLine | undefined {
  const room = authorRoom(element)
  if (room === 0) return undefined
  const { x, y, h } = placementAt(element)
  const lineHeight = AUTHOR_SIZE * LINE_HEIGHT
  const top = y + h - room - STICKY_PADDING / 2 + (room - lineHeight)
  const text = [...(stringOf(element, 'author') ?? '')].slice(0, AUTHOR_LENGTH).join('').trim()
  const look = { font: 'sans', fontSize: AUTHOR_SIZE, color: palette.muted, align: 'left' } as const
  return { kind: 'text', text, x: x + STICKY_PADDING, top, lineHeight, ...look }
}

/** Room that the name of its author takes of a note's height, px; small notes have none. */
function authorRoom(element: Element): number {
  const named = (stringOf(element, 'author') ?? '').trim() !== ''
  return named && placementAt(element).h >= AUTHOR_MIN_HEIGHT ? AUTHOR_ROOM : 0
}

/** Room for a note's text, px. */
export function stickyInner(element: Element): { readonly w: number; readonly h: number } {
  const { w, h } = placementAt(element)
  const inner = (side: number) => Math.max(STICKY_PADDING, side - 2 * STICKY_PADDING)
  return { w: inner(w), h: inner(h - authorRoom(element)) }
}

/** Where a note's text begins: in the middle of the paper, or at its top when it is too long. World px, the note unturned. */
export function stickyTextTop(element: Element, { h }: Pick<LaidText, 'h'>): number {
  const place = placementAt(element)
  return place.y + Math.max(STICKY_PADDING, (place.h - authorRoom(element) - h) / 2)
}

/**
 * The size in px at which a note's text fits on it: as the browser that edited it found, or found here where that doesn't fit the text.
 * At most the note's own size.
 */
export function stickyFontSize(element: Element, measure: Measure): number {
  const text = textOf(element, 'text')
  const [font, weight] = [fontOf(element), weightOf(element)]
  const inner = stickyInner(element)
  const largest = own(element, 'fontSize') === undefined ? STICKY_FONT_SIZE : fontSizeOf(element)
  const stored = layoutOf(element)
  if (
    stored &&
    stored.textHash === textHash(text) &&
    stored.font === font &&
    stored.weight === weight &&
    stored.fontSize <= largest &&
    stored.fontSize >= Math.min(largest, MIN_FONT_SIZE) &&
    stored.w <= inner.w + 1
  ) {
    return stored.fontSize
  }
  const longestWord = Math.max(0, ...text.split(/\s+/).map((word) => measure(word, font, 1, weight)))
  // A word is cut in two only when it doesn't fit in small letters either.
  const whole = largestThat(largest, (fontSize) => longestWord * fontSize <= inner.w)
  const fits = (fontSize: number) => layOut(text, { font, fontSize, weight }, measure, inner.w).h <= inner.h
  return largestThat(whole ?? largest, fits) ?? Math.min(largest, MIN_FONT_SIZE)
}

/** The largest whole size up to `largest` that `fits`; undefined when not even the smallest does. */
function largestThat(largest: number, fits: (fontSize: number) => boolean): number | undefined {
  for (let fontSize = largest; fontSize >= MIN_FONT_SIZE; fontSize = Math.ceil(fontSize) - 1) {
    if (fits(fontSize)) return fontSize
  }
  return undefined
}
