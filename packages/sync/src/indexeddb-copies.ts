import type { BoardId } from '@inkwire/board'
import type { BoardCopies, BoardCopy, CopyPart, KnownBoard } from './board-copies.ts'
import { type BrowserDatabase, BrowserStore, rangeOf } from './browser-database.ts'
import { type CopyBounds, erase, transactionOf } from './copy-transaction.ts'

/** Copies of so many boards are kept; those that were opened longest ago go first. */
const MOST_BOARDS = 100
/** All copies together may have so many bytes: what browsers give a site is a share of the disk, and the outbox needs room, too. */
const MOST_BYTES = 256 * 1024 * 1024

/** Keeps copies of boards in the browser's IndexedDB; none where that is missing or fails. */
export function indexedDbCopies(bounds: CopyBounds = { boards: MOST_BOARDS, bytes: MOST_BYTES }): BoardCopies {
  return new IndexedDbCopies(bounds)
}

class IndexedDbCopies implements BoardCopies {
  private readonly store = new BrowserStore()
  private writing: Promise<unknown> = Promise.resolve()

  constructor(private readonly bounds: CopyBounds) {}

  async has(board: BoardId): Promise<boolean> {
    return (await this.attempt((database) => database.getKey('copies', board))) !== undefined
  }

  async list(): Promise<readonly KnownBoard[]> {
    const rows = (await this.attempt((database) => database.getAll('copies'))) ?? []
    return rows.sort((a, b) => b.openedAt - a.openedAt).map(({ board, name, openedAt }) => ({ board, name, openedAt }))
  }

  async open(board: BoardId): Promise<BoardCopy | undefined> {
    return await this.attempt(async (database) => {
      const transaction = database.transaction(['copies', 'bases', 'tails'])
      const [row, bytes, tails] = await Promise.all([
        transaction.objectStore('copies').get(board),
        transaction.objectStore('bases').get(board),
        transaction.objectStore('tails').getAll(rangeOf(board)),
        transaction.done,
      ])
      if (!row) return undefined
      void this.attempt((open) => touch(open, board))
      const { name, role, person, epoch, seq, hash } = row
      return { name, role, person, epoch, base: { seq, hash, bytes: bytes ?? null }, tails }
    })
  }

  async keep(board: BoardId, part: CopyPart): Promise<boolean> {
    const kept = await this.inOrder(async (database) => {
      // Nobody waits for it: a page is open, and drawn on, before there is something to keep.
      const { keep } = await import('./copy-writing.ts')
      return keep(database, board, part, this.bounds)
    })
    return kept ?? false
  }

  async forget(board: BoardId): Promise<void> {
    await this.inOrder(async (database) => {
      const transaction = transactionOf(database)
      await Promise.all([erase(transaction, board), transaction.done])
    })
  }

  release(): void {
    void this.writing.then(() => this.store.close())
  }

  /** What is forgotten must not be written back by what was begun before. */
  private inOrder<Result>(work: (database: BrowserDatabase) => Promise<Result>): Promise<Result | undefined> {
    const done = this.writing.then(() => this.attempt(work))
    this.writing = done
    return done
  }

  /** undefined where the database is missing or fails: private browsing, a full disk. */
  private async attempt<Result>(work: (database: BrowserDatabase) => Promise<Result>): Promise<Result | undefined> {
    try {
      return await work(await this.store.open())
    } catch {
      return undefined
    }
  }
}

async function touch(database: BrowserDatabase, board: BoardId): Promise<void> {
  const transaction = database.transaction('copies', 'readwrite', { durability: 'relaxed' })
  const row = await transaction.store.get(board)
  await Promise.all([row && transaction.store.put({ ...row, openedAt: Date.now() }), transaction.done])
}
