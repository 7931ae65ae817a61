import {
  areasBox,
  type Box,
  boundsOf,
  boxAround,
  boxContains,
  boxIntersection,
  boxMoved,
  boxUnion,
  centreOf,
  clipOf,
  cornersOf,
  type ElementId,
  type GeometryContext,
  isLine,
  kindOf,
  numberOf,
  type Placement,
  type Point,
  skeletonOf,
  turned,
} from '@inkwire/board'
import type { Draft } from '../draft.ts'
import type { Scene } from '../scene/scene.ts'

export type Shift = Draft['shifted']

/** A selection of more elements than this is marked, and resized, as one box. */
export const MAX_OUTLINES = 100

/** Where the ink of a selection is at rest. */
export interface InkBoxes {
  /** Of each element; none of them where they are more than are marked by themselves. */
  readonly boxes: readonly Placement[]
  readonly whole: Placement | undefined
  readonly isLocked: boolean
  /** A frame around one of them hides a part of it, which is not in its box. */
  readonly isClipped: boolean
}

/** Where the ink of a selection is at rest: worked out once for a selection. */
export function inkBoxes(scene: Scene, ids: readonly ElementId[]): InkBoxes {
  return scene.inkBoxes.of(ids, () => {
    const isLocked = ids.some((id) => scene.isLockedId(id))
    if (ids.length > MAX_OUTLINES) {
      const around = boxUnion(scene.withMembers(ids).map((id) => scene.around(id)))
      return { boxes: [], whole: around && uprightPlacement(around), isLocked, isClipped: false }
    }
    let isClipped = false
    const boxes = ids.flatMap((id): Placement[] => {
      const box = inkBox(scene, id, scene.context)
      const seen = box && seenOf(scene, id, box)
      isClipped ||= seen !== box
      return seen ? [seen] : []
    })
    return { boxes, whole: wholeBox(boxes), isLocked, isClipped }
  })
}

/** What frames leave of an element's box; all of it where they hide all. */
function seenOf(scene: Scene, id: ElementId, box: Placement): Placement {
  const element = scene.get(id)
  const clip = element && clipOf(element, scene.get)
  const around = clip && boxAround(cornersOf(box))
  if (!clip || !around || boxContains(clip, around)) return box
  const seen = boxIntersection(clip, around)
  return seen ? uprightPlacement(seen) : box
}

/** Where an element is on screen now, the width of its line included: its own box, or that around all that a group holds. */
export function inkBox(scene: Scene, id: ElementId, context: GeometryContext, shift?: Shift): Placement | undefined {
  const element = context.get(id)
  if (!element) return undefined
  if (element.type === 'group') {
    const shifted = new Set(shift?.ids)
    const boxes = scene.withMembers([id]).map((member): Box | undefined => {
      const now = context.get(member)
      if (!now) return undefined
      // What is at rest was measured before.
      const box = now === scene.get(member) && !isLine(now) ? scene.ownBounds(member) : boundsOf(now, context)
      return box && shift && shifted.has(member) ? boxMoved(box, shift.dx, shift.dy) : box
    })
    const around = boxUnion(boxes)
    return around && uprightPlacement(around)
  }
  const placement = isLine(element) ? undefined : context.placementOf(element)
  const reach = numberOf(element, 'width', 0) / 2
  const bounds = placement ? undefined : areasBox(kindOf(element.type).areas(element, context))
  const box = placement ? grown(placement, reach) : bounds && uprightPlacement(bounds)
  return box && shift?.ids.includes(id) ? { ...box, x: box.x + shift.dx, y: box.y + shift.dy } : box
}

/** The box around a selection: turned with the element where there is one only. */
export function wholeBox(boxes: readonly Placement[]): Placement | undefined {
  const [only] = boxes
  if (boxes.length === 1) return only
  const around = boxUnion(boxes.map((box) => boxAround(cornersOf(box))))
  return around && uprightPlacement(around)
}

/**
 * The box that a selection is resized and turned by: its corners follow the pointer, so the width of lines is not in it. Of one
 * element turned with it, of more upright.
 */
export function transformBox(scene: Scene, ids: readonly ElementId[]): Placement | undefined {
  const [only] = ids
  const element = ids.length === 1 && only !== undefined ? scene.get(only) : undefined
  const placement = element && scene.context.placementOf(element)
  if (placement) return placement
  if (ids.length > MAX_OUTLINES) return inkBoxes(scene, ids).whole
  const around = boxUnion(
    scene.withMembers(ids).map((id) => {
      const member = scene.get(id)
      return member && boxAround(skeletonOf(member, scene.context))
    }),
  )
  return around && uprightPlacement(around)
}

/**
 * What handles change of a selection: its elements and what they hold. A frame alone is drawn larger or smaller around what it
 * holds, which stays as it is.
 */
export function inHand(scene: Scene, ids: readonly ElementId[]): readonly ElementId[] {
  const [only] = ids
  if (ids.length === 1 && only !== undefined && scene.get(only)?.type === 'frame') return [only]
  return scene.withMembers(ids)
}

/** Whether a point is in a box. */
export function holds(box: Placement, point: Point): boolean {
  const { x, y } = turned(point, centreOf(box), -box.angle)
  return x >= box.x && x <= box.x + box.w && y >= box.y && y <= box.y + box.h
}

export function grown(placement: Placement, by: number): Placement {
  const { x, y, w, h, angle } = placement
  return { x: x - by, y: y - by, w: w + 2 * by, h: h + 2 * by, angle }
}

function uprightPlacement({ minX, minY, maxX, maxY }: Box): Placement {
  return { x: minX, y: minY, w: maxX - minX, h: maxY - minY, angle: 0 }
}
