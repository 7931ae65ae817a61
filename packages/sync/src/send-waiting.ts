import type { BoardId } from '@inkwire/board'
import { BoardClient } from './client.ts'
import { indexedDbCopies } from './indexeddb-copies.ts'
import { indexedDbOutbox } from './indexeddb-outbox.ts'
import type { Keeper } from './keeper.ts'

/** What the server has not taken by then waits on, in ms. */
const PATIENCE_MS = 5_000
/** So often it is looked whether all is sent, in ms. */
const LOOK_MS = 100
/** Boards that are opened at once: each takes two connections and its document. */
const MOST_BOARDS = 5

/** Sends what waits on some boards, as opening each of them would. Never rejects. */
export async function sendWaiting(boards: readonly BoardId[], keeper: Keeper): Promise<void> {
  await Promise.all(boards.slice(0, MOST_BOARDS).map((board) => sendWaitingOn(board, keeper)))
}

async function sendWaitingOn(board: BoardId, keeper: Keeper): Promise<void> {
  const client = new BoardClient({ board, outbox: indexedDbOutbox(keeper), copies: indexedDbCopies() })
  const outbox = indexedDbOutbox(keeper)
  const until = Date.now() + PATIENCE_MS
  while (Date.now() < until && client.getState().phase !== 'refused' && (await outbox.batches(board)).length > 0) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
  outbox.release()
  await client.close()
}
