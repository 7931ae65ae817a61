import { type Element, type Op, own } from '@inkwire/board'
import type { Desk } from '../desk.ts'
import type { Direction } from '../edits/alignment.ts'
import { duplicateOps } from '../edits/duplication.ts'
import { flipOps } from '../edits/flipping.ts'
import { groupOps, ungroupOps } from '../edits/grouping.ts'
import { allowedMove } from '../edits/movement.ts'
import { type OrderStep, orderOps } from '../edits/ordering.ts'
import { picked } from './picking.ts'
import { transformBox } from './selection-box.ts'

/** What commands do with a selection as a whole. */

/** Copies lie so far beside their originals, px. */
const DUPLICATE_OFFSET = 16

export function duplicateSelection(desk: Desk): void {
  const bounds = desk.scene.bounds(desk.selection)
  const { dx, dy } = allowedMove(bounds, DUPLICATE_OFFSET, DUPLICATE_OFFSET)
  const { ops, copies } = duplicateOps(desk.scene, desk.selection, {
    dx,
    dy,
    newId: () => desk.newId(),
    random: Math.random,
  })
  if (ops.length > 0) desk.commit(desk.newGesture(), ops)
  desk.select(copies)
}

export function groupSelection(desk: Desk): void {
  const id = desk.newId()
  const ops = groupOps(desk.scene, desk.unlocked(), id)
  if (ops.length === 0) return
  desk.commit(desk.newGesture(), ops)
  desk.select([id])
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

/** Mirrors the selection in its middle. */
export function flipSelection(desk: Desk, direction: Direction): void {
  const ids = desk.unlocked()
  const box = transformBox(desk.scene, ids)
  if (box) desk.commit(desk.newGesture(), flipOps(desk.scene, ids, box, direction))
}

/** Selects all that is of the same kinds as what is selected; in a group that was entered, only there, else what is in no group. */
export function selectKind(desk: Desk): void {
  const { scene, selection, entered } = desk
  const kinds = new Set(selection.flatMap((id) => kindIn(scene.get(id))))
  const alike = [...scene.document.elements()].filter(
    (element) =>
      kindIn(element).some((kind) => kinds.has(kind)) &&
      !scene.isLocked(element) &&
      picked(scene, element, entered) === element,
  )
  const ids = alike.map(({ id }) => id)
  desk.setTool('select')
  desk.select([...new Set([...selection, ...ids])])
}

/** A pen and a highlighter draw the same type. */
function kindIn(element: Element | undefined): string[] {
  return element ? [`${element.type} ${own(element, 'pen') === 'highlighter'}`] : []
}
