import type { Placement, Point } from '../box.ts'
import type { Element } from '../element.ts'
import { DOCUMENT_LIMITS } from '../limits.ts'
import { boundedCoordinate, rotatedPlacement, type Stretch, stretchedPlacement, wrappedAngle } from '../stretch.ts'
import { own, type Props } from '../value.ts'
import { placementAt } from './read.ts'

/** Changes of an element that is a box. */

export function stretchedBox(element: Element, stretch: Stretch): Props {
  const placement = stretchedPlacement(placementAt(element), stretch)
  return { ...cornerProps(element, placement), ...sizeProps(placement) }
}

export function rotatedBox(element: Element, centre: Point, angle: number): Props {
  return cornerProps(element, rotatedPlacement(placementAt(element), centre, angle))
}

/** Where a box stands and how it is turned. */
export function cornerProps(element: Element, { x, y, angle }: Placement): Props {
  const direction = wrappedAngle(angle)
  const turns = direction !== 0 || own(element, 'angle') !== undefined
  return { x: boundedCoordinate(x), y: boundedCoordinate(y), ...(turns ? { angle: direction } : {}) }
}

function sizeProps({ w, h }: Placement): Props {
  const extent = (length: number) => Math.min(2 * DOCUMENT_LIMITS.coordinate, length)
  return { w: extent(w), h: extent(h) }
}
