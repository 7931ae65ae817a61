import type { BoardId } from '@inkwire/board'
import { type BrowserDatabase, rangeOf } from './browser-database.ts'

/** What may be kept. */
export interface CopyBounds {
  readonly boards: number
  readonly bytes: number
}

/** Over all that copies are made of. What is lost of them when the machine dies can be had again. */
export const transactionOf = (database: BrowserDatabase) =>
  database.transaction(['copies', 'bases', 'tails'], 'readwrite', { durability: 'relaxed' })
export type CopyTransaction = ReturnType<typeof transactionOf>

/** Lets go of a copy. */
export async function erase(transaction: CopyTransaction, board: BoardId): Promise<void> {
  await Promise.all([
    transaction.objectStore('copies').delete(board),
    transaction.objectStore('bases').delete(board),
    transaction.objectStore('tails').delete(rangeOf(board)),
  ])
}
