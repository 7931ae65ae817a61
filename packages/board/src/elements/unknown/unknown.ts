import { centreOf, cornersOf, type Placement, turned } from '../../box.ts'
import type { Element } from '../../element.ts'
import { polygonPath } from '../../path.ts'
import { stretchedPoint } from '../../stretch.ts'
import { own, type Props } from '../../value.ts'
import { arrow } from '../arrow/arrow.ts'
import type { ElementKind } from '../element-kind.ts'
import { endOf, numberOf, translatedCorner } from '../read.ts'

/** Side of the box where a newer version's element says none, px. */
const SIDE = 80
const WIDTH = 1.5

/** An element of a type that a newer version made: a dashed box where it is, so that it can be seen, moved and deleted. */
export const unknown: ElementKind = {
  areas: (element) => [{ points: cornersOf(box(element)), closed: true, filled: true, reach: WIDTH / 2 }],
  primitives(element, { palette }) {
    const stroke = { color: palette.muted, width: WIDTH, dash: [6, 6] }
    return [{ kind: 'path', path: polygonPath(cornersOf(box(element)), true), stroke }]
  },
  translated(element, dx, dy): Props {
    const corner = hasNumber(element, 'x') || hasNumber(element, 'y') ? translatedCorner(element, dx, dy) : {}
    return { ...corner, ...arrow.translated(element, dx, dy) }
  },
  // Its size may mean anything: it only goes along.
  stretched(element, stretch): Props {
    const from = centreOf(box(element))
    const to = stretchedPoint(from, stretch)
    return unknown.translated(element, to.x - from.x, to.y - from.y)
  },
  rotated(element, centre, angle): Props {
    const from = centreOf(box(element))
    const to = turned(from, centre, angle)
    return unknown.translated(element, to.x - from.x, to.y - from.y)
  },
  placement: box,
}

const hasNumber = (element: Element, name: string): boolean => typeof own(element, name) === 'number'

function box(element: Element): Placement {
  const start = endOf(element, 'start')
  return {
    x: numberOf(element, 'x', start?.x ?? 0),
    y: numberOf(element, 'y', start?.y ?? 0),
    w: Math.max(1, numberOf(element, 'w', SIDE)),
    h: Math.max(1, numberOf(element, 'h', SIDE)),
    angle: numberOf(element, 'angle', 0),
  }
}
