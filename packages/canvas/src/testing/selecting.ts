import type { Element, ElementId, GestureId } from '@inkwire/board'
import { type HandleId, handlesOf } from '../selection/handles.ts'
import type { Trial } from './trial.ts'

/** What tests of selections do by handles and look up. */

export const id = (name: string) => name.padEnd(21, '_') as ElementId

export const someGesture = 'g'.repeat(21) as GestureId

/** Where a handle of the selection is on screen. */
export function handle(trial: Trial, name: HandleId): [number, number] {
  const { scene, selection, camera } = trial.desk
  const found = handlesOf(scene, selection, camera).find((one) => one.id === name)
  if (!found) throw new Error(`there is no handle ${name}`)
  return [found.at.x, found.at.y]
}

export function handleNames({ desk }: Trial): HandleId[] {
  return handlesOf(desk.scene, desk.selection, desk.camera).map((one) => one.id)
}

/** Drags a handle by so many px. */
export function pull(
  trial: Trial,
  name: HandleId,
  dx: number,
  dy: number,
  options: { shift?: boolean; alt?: boolean } = {},
): void {
  const [x, y] = handle(trial, name)
  trial.drag([x, y], [x + dx, y + dy], options)
}

export function element(trial: Trial, key: ElementId): Element {
  const found = trial.desk.scene.get(key)
  if (!found) throw new Error(`${key} is gone`)
  return found
}

export function put(trial: Trial, ...elements: readonly object[]): void {
  trial.mine.commit(
    someGesture,
    elements.map((one) => ({ op: 'put', element: one as never })),
  )
}
