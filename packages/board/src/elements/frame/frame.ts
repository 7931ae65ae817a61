import type { Area } from '../../area.ts'
import { type Box, cornersOf, type Placement } from '../../box.ts'
import type { Element } from '../../element.ts'
import type { GeometryContext } from '../../geometry-context.ts'
import { rectanglePath } from '../../path.ts'
import type { Primitive } from '../../primitives.ts'
import { boundedCoordinate, rotatedPlacement } from '../../stretch.ts'
import { LINE_HEIGHT } from '../../text-layout.ts'
import type { ElementKind } from '../element-kind.ts'
import { stretchedBox } from '../placed.ts'
import { placementAt, stringOf, translatedCorner } from '../read.ts'

/** Size of a frame's name, px. */
export const FRAME_TITLE_SIZE = 12
/** Between a frame and its name, px. */
export const FRAME_TITLE_GAP = 4
const LINE_WIDTH = 1

export const frame: ElementKind = {
  areas(element, context) {
    const areas: Area[] = [{ points: cornersOf(box(element)), closed: true, filled: false, reach: LINE_WIDTH / 2 }]
    const title = titleBox(element, context)
    if (title) {
      const { x, y, w, h } = title
      areas.push({ points: cornersOf({ x, y, w, h, angle: 0 }), closed: true, filled: true, reach: 0 })
    }
    return areas
  },
  primitives(element, context) {
    const { x, y, w, h } = box(element)
    const { line, muted } = context.palette
    const primitives: Primitive[] = [
      { kind: 'path', path: rectanglePath(x, y, w, h), stroke: { color: line, width: LINE_WIDTH } },
    ]
    const title = titleBox(element, context)
    if (title) {
      primitives.push({
        kind: 'text',
        text: title.text,
        x,
        top: title.y,
        lineHeight: FRAME_TITLE_SIZE * LINE_HEIGHT,
        align: 'left',
        font: 'sans',
        fontSize: FRAME_TITLE_SIZE,
        color: muted,
      })
    }
    return primitives
  },
  translated: translatedCorner,
  stretched: stretchedBox,
  rotated(element, centre, angle) {
    const { x, y } = rotatedPlacement(box(element), centre, angle)
    return { x: boundedCoordinate(x), y: boundedCoordinate(y) }
  },
  upright: true,
  placement: box,
}

/** Frames don't turn. */
function box(element: Element): Placement {
  return { ...placementAt(element), angle: 0 }
}

/** What a frame's children are clipped by. */
export function frameBox(element: Element): Box {
  const { x, y, w, h } = box(element)
  return { minX: x, minY: y, maxX: x + w, maxY: y + h }
}

function titleBox(element: Element, context: GeometryContext) {
  const text = stringOf(element, 'name') ?? ''
  if (text === '' || context.frameNames !== true) return undefined
  const { x, y } = box(element)
  const h = FRAME_TITLE_SIZE * LINE_HEIGHT
  return { text, x, y: y - h - FRAME_TITLE_GAP, w: context.measure(text, 'sans', FRAME_TITLE_SIZE), h }
}
