import { cornersOf, type Placement, turned } from '../../box.ts'
import type { Element } from '../../element.ts'
import { inkColor } from '../../primitives.ts'
import { rotatedPlacement, stretchedPlacement } from '../../stretch.ts'
import type { Measure } from '../../text-layout.ts'
import { own } from '../../value.ts'
import type { ElementKind } from '../element-kind.ts'
import { cornerProps } from '../placed.ts'
import { alignOf, fontSizeOf, numberOf, stringOf, translatedCorner } from '../read.ts'
import { textLines, turnedWith, type WrittenText, writtenText } from '../written.ts'

/** What the schema takes, px. */
const [MIN_FONT_SIZE, MAX_FONT_SIZE] = [1, 1_000]

export const text: ElementKind = {
  areas(element, context) {
    return [
      { points: cornersOf(box(element, written(element, context.measure))), closed: true, filled: true, reach: 0 },
    ]
  },
  primitives(element, context) {
    const lines = written(element, context.measure)
    const place = box(element, lines)
    const align = alignOf(element, 'left')
    const x = align === 'left' ? place.x : align === 'center' ? place.x + place.w / 2 : place.x + place.w
    const color = inkColor(context.palette, stringOf(element, 'color'))
    return turnedWith(place, textLines(element, lines, { x, top: place.y, align, color }))
  },
  translated: translatedCorner,
  stretched(element, stretch, context) {
    const before = box(element, written(element, context.measure))
    const after = stretchedPlacement(before, stretch)
    // Pulled at a side it wraps elsewhere, at a corner its letters grow.
    if (Math.abs(stretch.y) === 1 && Math.abs(stretch.x) !== 1) {
      const w = Math.max(1, after.w)
      const { h } = box(element, writtenText({ ...element, w }, 'text', context.measure, w))
      return { ...cornerProps(element, withTopLeft(after, w, h)), w }
    }
    const [fontSize, factor] = [fontSizeOf(element), Math.sqrt(Math.abs(stretch.x * stretch.y))]
    const next = Math.min(MAX_FONT_SIZE, Math.max(MIN_FONT_SIZE, fontSize * factor))
    const chosen = chosenWidth(element)
    return {
      ...cornerProps(element, after),
      fontSize: next,
      ...(chosen === undefined ? {} : { w: (chosen * next) / fontSize }),
    }
  },
  rotated(element, centre, angle, context) {
    return cornerProps(element, rotatedPlacement(box(element, written(element, context.measure)), centre, angle))
  },
  keepsRatio: true,
  placement: (element, context) => box(element, written(element, context.measure)),
  outline: (element, context) => cornersOf(box(element, written(element, context.measure))),
}

/** The box that has another size and its top left corner, as it is turned, where it was. */
function withTopLeft(placement: Placement, w: number, h: number): Placement {
  const [corner] = cornersOf(placement)
  const centre = turned({ x: corner.x + w / 2, y: corner.y + h / 2 }, corner, placement.angle)
  return { x: centre.x - w / 2, y: centre.y - h / 2, w, h, angle: placement.angle }
}

/** The width that a person chose for a text; undefined: it grows with its words. */
export function chosenWidth(element: Element): number | undefined {
  return own(element, 'w') === undefined ? undefined : Math.max(1, numberOf(element, 'w', 1))
}

const written = (element: Element, measure: Measure): WrittenText =>
  writtenText(element, 'text', measure, chosenWidth(element))

function box(element: Element, { w, h }: WrittenText): Placement {
  return {
    x: numberOf(element, 'x', 0),
    y: numberOf(element, 'y', 0),
    // A character that is wider than the chosen width stands out of it.
    w: Math.max(chosenWidth(element) ?? 0, w),
    h,
    angle: numberOf(element, 'angle', 0),
  }
}
