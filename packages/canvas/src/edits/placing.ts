import {
  ancestorsOf,
  type Box,
  boxContains,
  type ElementId,
  type Op,
  orderKey,
  type Point,
  parentOf,
  type Random,
} from '@inkwire/board'
import type { Scene } from '../scene/scene.ts'

/** Where a new element belongs: in which frame, and above all that is there. */
export interface Place {
  readonly order: string
  readonly parent?: ElementId
}

/** The place of what is drawn at these points: in the frame that all of them are in, else at the root. */
export function placeFor(scene: Scene, points: readonly Point[], random: Random): Place {
  const [first, ...others] = points
  const frame = first && scene.frameAt(first)
  if (!frame || others.some((point) => scene.frameAt(point) !== frame)) {
    return { order: orderKey(scene.topOrder(), null, random) }
  }
  return { parent: frame.id, order: orderKey(scene.topOrder(frame.id), null, random) }
}

/** The ops that put what lies whole in a box, and belongs where the new frame does, into that frame. */
export function captureOps(
  scene: Scene,
  box: Box,
  frame: { readonly id: ElementId; readonly parent?: ElementId },
): Op[] {
  const captured = new Set<ElementId>()
  for (const found of scene.within(box)) {
    const chain = [found, ...ancestorsOf(found, scene.get)]
    const element = chain.find((one) => parentOf(one, scene.get)?.id === frame.parent)
    const bounds = element && scene.bounds([element.id])
    if (element && !scene.isLocked(element) && bounds && boxContains(box, bounds)) captured.add(element.id)
  }
  return [...captured].map((id) => ({ op: 'set', id, props: { parent: frame.id } }))
}
