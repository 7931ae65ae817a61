import type { Desk } from '../desk.ts'
import { groupAround } from './picking.ts'

export function canGroup({ canEdit, selection }: Desk): boolean {
  return canEdit && selection.length > 1
}

export function canUngroup({ canEdit, selection, scene }: Desk): boolean {
  return canEdit && selection.some((id) => scene.get(id)?.type === 'group' && !scene.isLockedId(id))
}

/** Out of the group that was entered, which is selected then. Answers whether there was one. */
export function leaveGroup(desk: Desk): boolean {
  const { entered, scene } = desk
  if (entered === null) return false
  desk.enter(groupAround(scene, entered))
  desk.select([entered])
  return true
}
