import { cornersOf, type Placement } from '../../box.ts'
import type { Element } from '../../element.ts'
import { inkColor } from '../../primitives.ts'
import type { Measure } from '../../text-layout.ts'
import { own } from '../../value.ts'
import type { ElementKind } from '../element-kind.ts'
import { alignOf, numberOf, stringOf, translatedCorner } from '../read.ts'
import { textLines, turnedWith, type WrittenText, writtenText } from '../written.ts'

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
  placement: (element, context) => box(element, written(element, context.measure)),
  outline: (element, context) => cornersOf(box(element, written(element, context.measure))),
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
