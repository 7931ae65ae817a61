import { type Element, type ElementId, type Op, parentOf } from '@inkwire/board'
import type { Scene } from '../scene/scene.ts'
import { roots } from '../selection/picking.ts'
import { placementOps } from './ordering.ts'

/**
 * The ops that make a group of elements: it takes the place of the upmost, whose parent it gets; its members keep their order.
 * None for less than two.
 */
export function groupOps(scene: Scene, ids: Iterable<ElementId>, group: ElementId): Op[] {
  const members = roots(scene, ids)
  const top = members.at(-1)
  if (!top || members.length < 2) return []
  const parent = parentOf(top, scene.get)?.id
  return [
    { op: 'put', element: { id: group, type: 'group', order: top.order, ...(parent === undefined ? {} : { parent }) } },
    ...placementOps(scene, members.map((element) => ({ element, parent: group, above: undefined }))), // biome-ignore format: one row
    ...emptiedOps(scene, members),
  ]
}

/** The ops that dissolve groups: their members take their place. Answers with the members too. */
export function ungroupOps(
  scene: Scene,
  ids: Iterable<ElementId>,
): { readonly ops: Op[]; readonly members: ElementId[] } {
  const groups = roots(scene, ids).filter(({ type }) => type === 'group')
  const members: ElementId[] = []
  const ops: Op[] = []
  for (const group of groups) {
    const inside = scene.membersOf(group.id)
    const parent = parentOf(group, scene.get)?.id
    members.push(...inside.map(({ id }) => id))
    ops.push(...placementOps(scene, inside.map((element) => ({ element, parent, above: group.id })))) // biome-ignore format: one row
  }
  for (const { id } of groups) ops.push({ op: 'remove', id })
  return { ops, members }
}

/** The ops that remove the groups whose last members these were. */
export function emptiedOps(scene: Scene, leaving: readonly Element[]): Op[] {
  const gone = new Set(leaving.map(({ id }) => id))
  const ops: Op[] = []
  for (const id of gone) {
    const element = scene.get(id)
    const parent = element && parentOf(element, scene.get)
    if (parent?.type !== 'group' || gone.has(parent.id)) continue
    if (!scene.membersOf(parent.id).every((member) => gone.has(member.id))) continue
    gone.add(parent.id)
    ops.push({ op: 'remove', id: parent.id })
  }
  return ops
}
