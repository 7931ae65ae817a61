import {
  type Box,
  boxHolds,
  type Element,
  type ElementId,
  frameBox,
  type Op,
  type Point,
  parentOf,
} from '@inkwire/board'
import type { Scene } from '../scene/scene.ts'
import { roots } from '../selection/picking.ts'
import { type Move, placementOps } from './ordering.ts'

/** A drop: what was moved by how much, and where the pointer is. */
export interface Drop {
  readonly ids: readonly ElementId[]
  readonly dx: number
  readonly dy: number
  readonly at: Point
}

/** The frame that a drop puts something into; undefined where it is none. */
export function adopterOf(scene: Scene, drop: Drop): Element | undefined {
  // Most drags pass over no frame: then a thousand elements needn't be looked at with each move.
  if (!scene.frameAt(drop.at) || !scene.frameAt(drop.at, new Set(scene.withMembers(drop.ids)))) return undefined
  const frame = adoptions(scene, drop).find(({ parent }) => parent !== undefined)?.parent
  return frame === undefined ? undefined : scene.get(frame)
}

/** The ops that make what is dropped a member of the frame under the pointer, or of none, above all that is there. */
export function adoptionOps(scene: Scene, drop: Drop): Op[] {
  return placementOps(scene, adoptions(scene, drop))
}

/**
 * Only what has its middle in a frame goes in: the frame would hide the rest of it. Likewise nothing leaves a frame that its middle is
 * still in. Members of a group stay in their group.
 */
function adoptions(scene: Scene, { ids, dx, dy, at }: Drop): Move[] {
  const frame = scene.frameAt(at, new Set(scene.withMembers(ids)))
  return roots(scene, ids).flatMap((element): Move[] => {
    const parent = parentOf(element, scene.get)
    if (parent?.type === 'group' || parent?.id === frame?.id) return []
    const bounds = scene.bounds([element.id])
    const middle = bounds && { x: middleOf(bounds, 'X') + dx, y: middleOf(bounds, 'Y') + dy }
    if (middle && frame && boxHolds(frameBox(frame), middle)) return [{ element, parent: frame.id, above: undefined }]
    if (!parent || (middle && parent.type === 'frame' && boxHolds(frameBox(parent), middle))) return []
    return [{ element, parent: undefined, above: undefined }]
  })
}

function middleOf(box: Box, axis: 'X' | 'Y'): number {
  return (box[`min${axis}`] + box[`max${axis}`]) / 2
}
