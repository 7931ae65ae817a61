import { centreOf, cornersOf } from '../../box.ts'
import { rectanglePath, turnedPath } from '../../path.ts'
import { fillColor, type Primitive } from '../../primitives.ts'
import type { ElementKind } from '../element-kind.ts'
import { alignOf, placementAt, stringOf, textOf, translatedCorner } from '../read.ts'
import { textLines, turnedWith, writtenText } from '../written.ts'

/** Between the paper's edge and its text, px. */
export const STICKY_PADDING = 12
const RADIUS = 4

export const sticky: ElementKind = {
  areas: (element) => [{ points: cornersOf(placementAt(element)), closed: true, filled: true, reach: 0 }],
  primitives(element, context) {
    const placement = placementAt(element)
    const { x, y, w, h, angle } = placement
    const paper = turnedPath(rectanglePath(x, y, w, h, RADIUS), centreOf(placement), angle)
    const fill = fillColor(context.palette, stringOf(element, 'color') ?? 'yellow')
    const body: Primitive = { kind: 'path', path: paper, fill }
    if (textOf(element, 'text') === '') return [body]
    const written = writtenText(element, 'text', context.measure, Math.max(STICKY_PADDING, w - 2 * STICKY_PADDING))
    const align = alignOf(element, 'left')
    const left = align === 'left' ? x + STICKY_PADDING : align === 'center' ? x + w / 2 : x + w - STICKY_PADDING
    const place = { x: left, top: y + STICKY_PADDING, align, color: context.palette.ink.ink }
    // What doesn't fit is cut off: ink outside the paper could be seen but not hit.
    return [body, { kind: 'group', clip: paper, children: turnedWith(placement, textLines(element, written, place)) }]
  },
  translated: translatedCorner,
  placement: placementAt,
  outline: (element) => cornersOf(placementAt(element)),
}
