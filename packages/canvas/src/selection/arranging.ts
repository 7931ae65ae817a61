import type { Op } from '@inkwire/board'
import type { Desk } from '../desk.ts'
import { groupOps, ungroupOps } from '../edits/grouping.ts'
import { type OrderStep, orderOps } from '../edits/ordering.ts'
import { groupAround } from './picking.ts'

/** What commands do with a selection as a whole. */

export function canGroup({ canEdit, selection }: Desk): boolean {
  return canEdit && selection.length > 1
}

export function groupSelection(desk: Desk): void {
  const id = desk.newId()
  const ops = groupOps(desk.scene, desk.unlocked(), id)
  if (ops.length === 0) return
  desk.commit(desk.newGesture(), ops)
  desk.select([id])
}

export function canUngroup({ canEdit, selection, scene }: Desk): boolean {
  return canEdit && selection.some((id) => scene.get(id)?.type === 'group' && !scene.isLockedId(id))
}

export function ungroupSelection(desk: Desk): void {
  const { ops, members } = ungroupOps(desk.scene, desk.unlocked())
  if (ops.length === 0) return
  const others = desk.selection.filter((id) => desk.scene.get(id)?.type !== 'group')
  desk.commit(desk.newGesture(), ops)
  desk.select([...others, ...members])
}

/** Locks the selection, or unlocks it when all of it is locked. */
export function toggleLock(desk: Desk): void {
  const { scene, selection } = desk
  const locked = selection.every((id) => scene.get(id)?.locked === true)
  const ops = selection.map((id): Op => ({ op: 'set', id, props: { locked: locked ? null : true } }))
  desk.commit(desk.newGesture(), ops)
}

export function orderSelection(desk: Desk, step: OrderStep): void {
  const ops = orderOps(desk.scene, desk.unlocked(), step)
  if (ops.length > 0) desk.commit(desk.newGesture(), ops)
}

/** Out of the group that was entered, which is selected then. Answers whether there was one. */
export function leaveGroup(desk: Desk): boolean {
  const { entered, scene } = desk
  if (entered === null) return false
  desk.enter(groupAround(scene, entered))
  desk.select([entered])
  return true
}
