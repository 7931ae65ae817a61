import type { BoardId } from '@inkwire/board'
import type { CopyPart } from './board-copies.ts'
import { type BrowserDatabase, type CopyRow, rangeOf } from './browser-database.ts'
import { type CopyBounds, type CopyTransaction, erase, transactionOf } from './copy-transaction.ts'

/** Writes more of a board. Returns whether it follows what is there. Rejects when it can't be written. */
export async function keep(
  database: BrowserDatabase,
  board: BoardId,
  { base, tail, epoch, name, role, person }: CopyPart,
  bounds: CopyBounds,
): Promise<boolean> {
  const transaction = transactionOf(database)
  const copies = transaction.objectStore('copies')
  const before = await copies.get(board)
  const same = before?.epoch === epoch ? before : undefined
  if (!base && !same) {
    await transaction.done
    return false
  }
  const work: Promise<unknown>[] = [transaction.done]
  let { bytes, seq, hash } = same ?? { bytes: 0, seq: 0, hash: '' }
  // One that another tab wrote may be newer; ours is in it then.
  if (base && !(same && same.seq >= base.seq)) {
    seq = base.seq
    hash = base.hash
    bytes = base.bytes?.length ?? 0
    const bases = transaction.objectStore('bases')
    work.push(base.bytes ? bases.put(base.bytes, board) : bases.delete(board))
    const covered = same ? IDBKeyRange.bound([board], [board, base.seq]) : rangeOf(board)
    work.push(transaction.objectStore('tails').delete(covered))
  }
  if (tail) {
    const tails = transaction.objectStore('tails')
    const there = await tails.get([board, tail.to])
    // Of two tabs that stand at the same seq one may have written more before it.
    if (!there || there.from > tail.from) {
      bytes += tail.records.length - (there?.records.length ?? 0)
      work.push(tails.put({ ...tail, board }))
    }
  }
  const row: CopyRow = { board, name, role, person, epoch, seq, hash, bytes, openedAt: before?.openedAt ?? Date.now() }
  work.push(copies.put(row))
  // Only a base makes it much larger.
  if (base) work.push(makeRoom(transaction, row, bounds))
  await Promise.all(work)
  return true
}

/** Lets go of the copies that were opened longest ago. */
async function makeRoom(transaction: CopyTransaction, kept: CopyRow, bounds: CopyBounds): Promise<void> {
  const others = (await transaction.objectStore('copies').getAll()).filter(({ board }) => board !== kept.board)
  let boards = 1
  let bytes = kept.bytes
  for (const row of others.sort((a, b) => b.openedAt - a.openedAt)) {
    boards++
    bytes += row.bytes
    if (boards > bounds.boards || bytes > bounds.bytes) await erase(transaction, row.board)
  }
}
