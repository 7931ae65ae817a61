import type { Element, ElementId, Op } from '@inkwire/board'
import type { Scene } from '../scene/scene.ts'
import { letGoOps } from './movement.ts'
import { type Move, placementOps } from './ordering.ts'

/**
 * The ops that remove elements with all that groups hold; arrows bound to them stay and end where they end now. What a frame holds
 * stays, where the frame was, unless it is among `ids` itself. A group that nothing is left of goes too.
 */
export function removeOps(scene: Scene, ids: Iterable<ElementId>): Op[] {
  const chosen = new Set(ids)
  const gone = new Set<ElementId>()
  const freed: Element[] = []
  const visit = (element: Element, direct: boolean): void => {
    if (gone.has(element.id)) return
    gone.add(element.id)
    for (const member of scene.membersOf(element.id)) {
      if (element.type !== 'frame' || !direct || chosen.has(member.id)) visit(member, direct && chosen.has(member.id))
      else freed.push(member)
    }
  }
  for (const id of chosen) {
    const element = scene.get(id)
    if (element) visit(element, true)
  }
  addEmptied(scene, gone, new Set(freed.map(({ id }) => id)))
  const ops: Op[] = [...letGoOps(scene, gone), ...freeingOps(scene, freed, gone)]
  for (const id of gone) ops.push({ op: 'remove', id })
  return ops
}

/** Groups that lose their last member. */
function addEmptied(scene: Scene, gone: Set<ElementId>, freed: ReadonlySet<ElementId>): void {
  for (const id of gone) {
    const parent = scene.get(id)?.parent
    const group = parent === undefined || gone.has(parent) ? undefined : scene.get(parent)
    if (group?.type !== 'group' || freed.size > 0) continue
    if (scene.membersOf(group.id).every((member) => gone.has(member.id))) gone.add(group.id)
  }
}

function freeingOps(scene: Scene, freed: readonly Element[], gone: ReadonlySet<ElementId>): Op[] {
  const moves = freed.map((element): Move => {
    let frame = scene.get(element.parent as ElementId)
    let above = frame
    while (frame && gone.has(frame.id)) {
      above = frame
      frame = frame.parent === undefined ? undefined : scene.get(frame.parent)
    }
    return { element, parent: frame?.id, above: above?.id }
  })
  return placementOps(scene, moves)
}
