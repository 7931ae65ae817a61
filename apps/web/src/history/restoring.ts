import { difference, type GestureId } from '@inkwire/board'
import { type BoardClient, newGestureId } from '@inkwire/sync'
import type { PastDocument } from './past-document.ts'

/**
 * Makes a board show again what it showed then, as one gesture of mine: a new batch in the log, which can be undone. What is equal is
 * left alone, and whatever others do from now on stays.
 *
 * @returns the gesture; undefined when there was nothing to change
 */
export function restore(client: BoardClient, then: PastDocument): GestureId | undefined {
  const ops = difference(client, then)
  if (ops.length === 0) return undefined
  const gesture = newGestureId()
  client.commit(gesture, ops)
  return gesture
}
