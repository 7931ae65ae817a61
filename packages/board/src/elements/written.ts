import { type Placement, type Point, turned } from '../box.ts'
import type { Align, Element, TextProperty } from '../element.ts'
import type { Primitive, TextLine } from '../primitives.ts'
import { type LaidText, LINE_HEIGHT, layOut, linesAt, type Measure, textHash } from '../text-layout.ts'
import { fontOf, fontSizeOf, layoutOf, textOf, weightOf } from './read.ts'

/** A text of an element as lines that can be painted. */
export interface WrittenText extends LaidText {
  readonly lines: readonly string[]
}

/** Space between a shape's edge and its label, px. */
export const LABEL_PADDING = 8

/** The lines of an element's text: as the browser that edited it measured them, or laid out here where that doesn't fit the text. */
export function writtenText(
  element: Element,
  property: TextProperty,
  measure: Measure,
  maxWidth: number | undefined,
): WrittenText {
  const text = textOf(element, property)
  const style = { font: fontOf(element), fontSize: fontSizeOf(element), weight: weightOf(element) }
  const stored = layoutOf(element)
  if (
    stored &&
    stored.textHash === textHash(text) &&
    stored.fontSize === style.fontSize &&
    stored.font === style.font &&
    stored.weight === style.weight &&
    (maxWidth === undefined || stored.w <= maxWidth + 1)
  ) {
    const lines = linesAt(text, stored.breaks)
    if (lines) return { breaks: stored.breaks, w: stored.w, h: lines.length * style.fontSize * LINE_HEIGHT, lines }
  }
  const laid = layOut(text, style, measure, maxWidth)
  return { ...laid, lines: linesAt(text, laid.breaks) ?? [text] }
}

/** Lines of text from (x, top) down; x is the left edge, the centre or the right edge, as `align` says. */
export function textLines(
  element: Element,
  { lines }: WrittenText,
  place: { readonly x: number; readonly top: number; readonly align: Align; readonly color: string },
): TextLine[] {
  const [font, fontSize] = [fontOf(element), fontSizeOf(element)]
  const weight = weightOf(element) === 'bold' ? { weight: 'bold' as const } : {}
  const lineHeight = fontSize * LINE_HEIGHT
  return lines.flatMap((line, i) => {
    // Spaces at a break take no room, as in CSS: else a centred line stands to the left.
    const text = line.trimEnd()
    if (text === '') return []
    return [
      { kind: 'text' as const, text, ...place, top: place.top + i * lineHeight, lineHeight, font, fontSize, ...weight },
    ]
  })
}

/** Children that are turned with their element's box; the box unturned costs no group. */
export function turnedWith(placement: Placement, children: readonly Primitive[]): readonly Primitive[] {
  const { x, y, w, h, angle } = placement
  if (angle === 0 || children.length === 0) return children
  return [{ kind: 'group', turn: { angle, x: x + w / 2, y: y + h / 2 }, children }]
}

/** An upright box within a placement, turned with it, as a polygon. */
export function turnedBox(placement: Placement, x: number, y: number, w: number, h: number): Point[] {
  const centre = { x: placement.x + placement.w / 2, y: placement.y + placement.h / 2 }
  return [
    { x, y },
    { x: x + w, y },
    { x: x + w, y: y + h },
    { x, y: y + h },
  ].map((corner) => turned(corner, centre, placement.angle))
}
