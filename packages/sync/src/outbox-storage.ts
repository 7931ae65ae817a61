import type { ActorId, BoardId, Epoch, GestureId, PersonId } from '@inkwire/board'
import type { Refusal } from '@inkwire/protocol'
import type { UndoEntry } from './undo.ts'

/** A batch as it is kept until it is acknowledged: with all that it takes to send it from another page. */
export interface StoredBatch {
  readonly actor: ActorId
  readonly number: number
  /** Proves to the server that the actor is this person's; missing in what was made before the page's first join. */
  readonly token?: string
  /** Of the log that it was made for. */
  readonly epoch: Epoch
  /** When it was stored, ms since 1970; missing in what an earlier version of the page stored. */
  readonly at?: number
  readonly gesture: GestureId
  readonly foldVersion: number
  /** Packed. */
  readonly ops: Uint8Array
  /** Whose it is, where the storage is told. */
  readonly person?: PersonId
}

/** A change that was finally refused, as it is kept until the person has seen it. */
export interface StoredRefused {
  readonly id: string
  /** When it was refused, ms since 1970. */
  readonly at: number
  readonly gesture: GestureId
  readonly refusal: Refusal
  /** Packed. */
  readonly ops: Uint8Array
  /** Whose it is, where the storage is told. */
  readonly person?: PersonId
}

/** What a tab can undo and redo on a board, oldest first. */
export interface StoredUndo {
  /** Of the log that it is about; missing in what an earlier version of the page stored. */
  readonly epoch?: Epoch
  readonly undo: readonly UndoEntry[]
  readonly redo: readonly UndoEntry[]
  /** Whose it is, where the storage is told. */
  readonly person?: PersonId
}

type BatchName = Pick<StoredBatch, 'actor' | 'number'>

/** What an actor left, in order, at least one. */
export type Orphans = readonly [StoredBatch, ...StoredBatch[]]

/**
 * Keeps what must outlive the page. Calls take effect in the order in which they are made. No call rejects: a storage that fails
 * goes on in memory, as a board can be drawn on without it.
 */
export interface OutboxStorage {
  /** Takes an actor for this page until `release`, so that no other tab takes its outbox for an orphan. */
  hold(actor: ActorId): void
  release(): void
  /** True when it outlives the page. */
  putBatch(board: BoardId, batch: StoredBatch): Promise<boolean>
  /** Keeps batches, if any, in the place of others, at once: a page that dies finds the ones or the others, never both. True when they outlive it. */
  replaceBatches(board: BoardId, gone: readonly BatchName[], batches: readonly StoredBatch[]): Promise<boolean>
  /** All batches on a board that are kept, of whatever actor; each actor's in order of their numbers. */
  batches(board: BoardId): Promise<readonly StoredBatch[]>
  /**
   * Takes the outboxes on a board that no page holds any more, for this page until `release`: the one that was begun first comes
   * first. Where the browser has no locks, all of other actors: to send one twice does no harm, as the log knows each by its number.
   */
  orphans(board: BoardId): Promise<readonly Orphans[]>
  /** Takes batches out, and keeps what they were until `dismiss`: at once. */
  refuse(board: BoardId, gone: readonly BatchName[], refused: readonly StoredRefused[]): Promise<void>
  /** In no particular order. */
  refused(board: BoardId): Promise<readonly StoredRefused[]>
  dismiss(board: BoardId, ids: readonly string[]): Promise<void>
  /** Of this tab. */
  putUndo(board: BoardId, undo: StoredUndo): Promise<void>
  /** What this tab's last page load left. */
  undo(board: BoardId): Promise<StoredUndo | undefined>
}

/** Batches by their actor, in the order of their numbers; the actor that began first comes first. */
export function byActor(batches: readonly StoredBatch[]): Map<ActorId, [StoredBatch, ...StoredBatch[]]> {
  const byActor = new Map<ActorId, [StoredBatch, ...StoredBatch[]]>()
  for (const batch of batches.toSorted((a, b) => a.number - b.number)) {
    const before = byActor.get(batch.actor)
    if (before) before.push(batch)
    else byActor.set(batch.actor, [batch])
  }
  const began = ([first]: Orphans) => first.at ?? 0
  return new Map([...byActor].toSorted(([a, one], [b, other]) => began(one) - began(other) || (a < b ? -1 : 1)))
}

/** Keeps everything in memory: for scripts, tests, and browsers without IndexedDB. Nothing outlives the page. */
export function memoryOutbox(): OutboxStorage {
  const boards = new Map<BoardId, Map<string, StoredBatch>>()
  const refusals = new Map<BoardId, Map<string, StoredRefused>>()
  const undos = new Map<BoardId, StoredUndo>()
  const nameOf = ({ actor, number }: BatchName) => `${actor}/${number}`
  return {
    hold() {},
    release() {},
    async putBatch(board, batch) {
      const batches = boards.get(board) ?? new Map<string, StoredBatch>()
      boards.set(board, batches)
      batches.set(nameOf(batch), batch)
      return false
    },
    async replaceBatches(board, gone, batches) {
      for (const one of gone) boards.get(board)?.delete(nameOf(one))
      for (const batch of batches) void this.putBatch(board, batch)
      return false
    },
    async batches(board) {
      return [...byActor([...(boards.get(board)?.values() ?? [])]).values()].flat()
    },
    async orphans() {
      // It lives and dies with one page: nobody else's batches are here.
      return []
    },
    async refuse(board, gone, refused) {
      for (const one of gone) boards.get(board)?.delete(nameOf(one))
      const kept = refusals.get(board) ?? new Map<string, StoredRefused>()
      refusals.set(board, kept)
      for (const one of refused) kept.set(one.id, one)
    },
    async refused(board) {
      return [...(refusals.get(board)?.values() ?? [])]
    },
    async dismiss(board, ids) {
      for (const id of ids) refusals.get(board)?.delete(id)
    },
    async putUndo(board, undo) {
      undos.set(board, undo)
    },
    async undo(board) {
      return undos.get(board)
    },
  }
}
