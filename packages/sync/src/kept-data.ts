import type { ActorId, BoardId } from '@inkwire/board'
import { unpackRecords } from '@inkwire/protocol'
import type { BoardCopy } from './board-copies.ts'
import { BrowserStore } from './browser-database.ts'
import { erase, transactionOf } from './copy-transaction.ts'
import { indexedDbCopies } from './indexeddb-copies.ts'
import { indexedDbOutbox } from './indexeddb-outbox.ts'
import type { Keeper } from './keeper.ts'
import { LastWords } from './last-words.ts'

/** What is only in this browser, of one board. */
export interface UnsentWork {
  readonly board: BoardId
  /** As it was last called here; undefined: there is no copy of it. */
  readonly name: string | undefined
  /** Batches that wait, and refused ones that nobody has discarded. */
  readonly changes: number
}

/** What somebody did that would be lost with what this browser keeps of them. Never rejects. */
export async function unsentWork(keeper: Keeper): Promise<readonly UnsentWork[]> {
  const [outbox, copies] = [indexedDbOutbox(keeper), indexedDbCopies()]
  const names = new Map((await copies.list()).map(({ board, name }) => [board, name]))
  const all = await Promise.all(
    (await boardsWithWork()).map(async (board): Promise<UnsentWork> => {
      const [batches, refused, copy] = [
        await outbox.batches(board),
        await outbox.refused(board),
        await copies.open(board),
      ]
      const logged = lastNumbers(copy)
      const waiting = batches.filter(({ actor, number }) => number > (logged.get(actor) ?? 0))
      return { board, name: names.get(board), changes: waiting.length + refused.length }
    }),
  )
  outbox.release()
  copies.release()
  return all.filter(({ changes }) => changes > 0)
}

/** Lets go of everything that is kept of whoever is here now, what waits too. Never rejects. */
export async function forgetMine(keeper: Keeper): Promise<void> {
  const outbox = indexedDbOutbox(keeper)
  for (const board of await boardsWithWork()) {
    await outbox.replaceBatches(board, await outbox.batches(board), [])
    const refused = await outbox.refused(board)
    await outbox.dismiss(
      board,
      refused.map(({ id }) => id),
    )
  }
  outbox.release()
  await forgetOthers({ now: () => undefined, is: () => false })
}

/**
 * Lets go of the copies of boards, and of what could be undone, of everybody but who is here now. What waits to be sent stays for whoever
 * did it. Never rejects.
 */
export async function forgetOthers(keeper: Keeper): Promise<void> {
  await withDatabase(async (database) => {
    const copies = transactionOf(database)
    const rows = await copies.objectStore('copies').getAll()
    const others = rows.filter(({ person }) => !keeper.is(person.id))
    await Promise.all([...others.map(({ board }) => erase(copies, board)), copies.done])
    const undo = database.transaction('undo', 'readwrite')
    const stacks = (await undo.store.getAll()).filter((row) => !row.person || !keeper.is(row.person))
    await Promise.all([...stacks.map(({ board, tab }) => undo.store.delete([board, tab])), undo.done])
  })
}

/** Boards on which something waits, or was refused, of whomever. */
async function boardsWithWork(): Promise<readonly BoardId[]> {
  const keys = await withDatabase(async (database) => [
    ...(await database.getAllKeys('batches')),
    ...(await database.getAllKeys('refused')),
  ])
  return [...new Set([...(keys ?? []).map(([board]) => board), ...new LastWords().boards()])]
}

async function withDatabase<Result>(
  work: (database: Awaited<ReturnType<BrowserStore['open']>>) => Promise<Result>,
): Promise<Result | undefined> {
  const store = new BrowserStore()
  try {
    return await work(await store.open())
  } catch {
    // No database: then nothing is kept in one.
    return undefined
  } finally {
    store.close()
  }
}

/** The last number of each actor that a copy holds: batches up to there have arrived. */
function lastNumbers(copy: BoardCopy | undefined): ReadonlyMap<ActorId, number> {
  const last = new Map<ActorId, number>()
  try {
    for (const { actor, number } of copy?.tails.flatMap(({ records }) => unpackRecords(records)) ?? []) {
      last.set(actor, Math.max(number, last.get(actor) ?? 0))
    }
  } catch {
    // Damaged: too many changes are named then, none too few.
  }
  return last
}
