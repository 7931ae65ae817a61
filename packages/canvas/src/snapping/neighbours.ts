import {
  type Box,
  boxAround,
  boxContains,
  boxGrown,
  boxIntersection,
  boxUnion,
  cornersOf,
  type Element,
  type ElementId,
} from '@inkwire/board'
import type { Scene } from '../scene/scene.ts'

/** So many neighbours are enough to stick to: the view is searched no further then. */
const ENOUGH = 40
/** What is looked at when more of them lie at one place. */
const MOST = 300
/** Among more than so many, what is in hand included, each place would stick to something. */
const CROWD = 2_500
/** The search begins so far around, css px, and goes twice as far each time. */
const FIRST_REACH = 60
const MOST_STEPS = 12
/** What is smaller than this on screen, css px, can't be aimed at. */
const MIN_SIDE = 6

/** Where a search looks: at what is in view, around a box. */
export interface Vicinity {
  readonly around: Box
  readonly view: Box
  /** css px per world px */
  readonly zoom: number
}

/**
 * The boxes of what is in view near a box, without `except`; undefined where that is a crowd. The cost is that of what is near, not
 * of the whole board.
 *
 * @param boxOf of what can be stuck to, else undefined
 */
export function neighbours(
  scene: Scene,
  { around, view, zoom }: Vicinity,
  except: ReadonlySet<ElementId>,
  boxOf = (element: Element) => solidBox(scene, element),
): Box[] | undefined {
  for (let step = 0; ; step++) {
    const grown = boxGrown(around, (FIRST_REACH / zoom) * 2 ** step)
    const window = boxIntersection(grown, view)
    const there = window ? scene.idsIn(window) : []
    if (there.length > CROWD) return undefined
    const found = there.filter((id) => !except.has(id))
    if (found.length < ENOUGH && step < MOST_STEPS && !boxContains(grown, view)) continue
    return found.slice(0, MOST).flatMap((id) => {
      const element = scene.get(id)
      const box = element && boxOf(element)
      const isSeen = box && Math.max(box.maxX - box.minX, box.maxY - box.minY) * zoom >= MIN_SIDE
      return isSeen ? [box] : []
    })
  }
}

/** The box of what has one of its own: where the box around a line or a stroke ends, there is nothing to be seen. */
export function solidBox(scene: Scene, element: Element): Box | undefined {
  const placement = scene.context.placementOf(element)
  return placement && boxAround(cornersOf(placement))
}

/** The box of what an element or a group is, without the width of its lines where that has a box of its own. */
export function shapeBox(scene: Scene, id: ElementId): Box | undefined {
  const element = scene.get(id)
  if (element?.type === 'group') {
    return boxUnion(scene.withMembers([id]).map((member) => (member === id ? undefined : shapeBox(scene, member))))
  }
  return (element && solidBox(scene, element)) ?? scene.ownBounds(id)
}
