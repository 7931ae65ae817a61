import type { ActorId, BoardId, Epoch, GestureId } from '@inkwire/board'
import type { UndoEntry } from './undo.ts'

/** A batch as it is kept until it is acknowledged: with all that it takes to send it from another page. */
export interface StoredBatch {
  readonly actor: ActorId
  readonly number: number
  /** Proves to the server that the actor is this person's. */
  readonly token: string
  /** Of the log that it was made for. */
  readonly epoch: Epoch
  readonly gesture: GestureId
  readonly foldVersion: number
  /** Packed. */
  readonly ops: Uint8Array
}

/** What a tab can undo and redo on a board, oldest first. */
export interface StoredUndo {
  readonly undo: readonly UndoEntry[]
  readonly redo: readonly UndoEntry[]
}

/**
 * Keeps what must outlive the page. Calls take effect in the order in which they are made. No call rejects: a storage that fails
 * goes on in memory, as a board can be drawn on without it.
 */
export interface OutboxStorage {
  /** Takes an actor for this page until `release`, so that no other tab takes its outbox for an orphan. */
  hold(actor: ActorId): void
  release(): void
  putBatch(board: BoardId, batch: StoredBatch): Promise<void>
  removeBatch(board: BoardId, actor: ActorId, number: number): Promise<void>
  /** Keeps batches in the place of others, at once: a page that dies finds the ones or the others, never both. */
  replaceBatches(
    board: BoardId,
    gone: readonly Pick<StoredBatch, 'actor' | 'number'>[],
    batches: readonly StoredBatch[],
  ): Promise<void>
  /** All batches on a board that are kept, of whatever actor; each actor's in order of their numbers. */
  batches(board: BoardId): Promise<readonly StoredBatch[]>
  /**
   * Takes the outboxes on a board that no page holds any more, for this page until `release`: of each actor its batches, in order.
   * Where the browser has no locks, all of other actors: to send one twice does no harm, as the log knows each by its number.
   */
  orphans(board: BoardId): Promise<readonly (readonly [StoredBatch, ...StoredBatch[]])[]>
  /** Of this tab. */
  putUndo(board: BoardId, undo: StoredUndo): Promise<void>
  /** What this tab's last page load left. */
  undo(board: BoardId): Promise<StoredUndo | undefined>
}

/** Batches by their actor; each actor's stay in their order. */
export function byActor(
  batches: readonly StoredBatch[],
): ReadonlyMap<ActorId, readonly [StoredBatch, ...StoredBatch[]]> {
  const actors = new Map<ActorId, [StoredBatch, ...StoredBatch[]]>()
  for (const batch of batches) {
    const before = actors.get(batch.actor)
    if (before) before.push(batch)
    else actors.set(batch.actor, [batch])
  }
  return actors
}

/** Keeps everything for as long as the page lives: for scripts, and where IndexedDB is missing or fails. */
export function memoryOutbox(): OutboxStorage {
  const boards = new Map<BoardId, Map<string, StoredBatch>>()
  const undos = new Map<BoardId, StoredUndo>()
  return {
    hold() {},
    release() {},
    async putBatch(board, batch) {
      const kept = boards.get(board) ?? new Map<string, StoredBatch>()
      boards.set(board, kept.set(`${batch.actor}/${batch.number}`, batch))
    },
    async removeBatch(board, actor, number) {
      boards.get(board)?.delete(`${actor}/${number}`)
    },
    async replaceBatches(board, gone, batches) {
      for (const { actor, number } of gone) boards.get(board)?.delete(`${actor}/${number}`)
      for (const batch of batches) await this.putBatch(board, batch)
    },
    async batches(board) {
      return [...(boards.get(board)?.values() ?? [])].sort(
        (a, b) => (a.actor < b.actor ? -1 : a.actor > b.actor ? 1 : 0) || a.number - b.number,
      )
    },
    async orphans() {
      // It lives and dies with one page: nobody else's batches are here.
      return []
    },
    async putUndo(board, undo) {
      undos.set(board, undo)
    },
    async undo(board) {
      return undos.get(board)
    },
  }
}
