import { difference } from '@inkwire/board'
import { type BoardClient, newGestureId } from '@inkwire/sync'
import type { PastDocument } from './past-document.ts'

/**
 * Makes a board show again what it showed then, as one gesture of mine: a new batch in the log, which can be undone. What is equal is
 * left alone, and whatever others do from now on stays.
 *
 * @returns whether there was anything to change
 */
export function restore(client: BoardClient, then: PastDocument): boolean {
  const ops = difference(client, then)
  client.commit(newGestureId(), ops)
  return ops.length > 0
}
