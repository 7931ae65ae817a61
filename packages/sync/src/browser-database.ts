import type { ActorId, BoardId, Epoch } from '@inkwire/board'
import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { CopyStanding, CopyTail } from './board-copies.ts'
import type { StoredBatch, StoredRefused, StoredUndo } from './outbox-storage.ts'

const NAME = 'inkwire'
const VERSION = 2

/** A board of which a copy is kept. */
export interface CopyRow extends CopyStanding {
  readonly board: BoardId
  readonly epoch: Epoch
  /** What the base stands for, and the hash of its document. */
  readonly seq: number
  readonly hash: string
  readonly openedAt: number
  /** Of base and tails, about. */
  readonly bytes: number
}

export interface BrowserSchema extends DBSchema {
  batches: { key: [BoardId, ActorId, number]; value: StoredBatch & { readonly board: BoardId } }
  refused: { key: [BoardId, string]; value: StoredRefused & { readonly board: BoardId } }
  undo: {
    key: [BoardId, string]
    value: StoredUndo & { readonly board: BoardId; readonly tab: string; readonly at: number }
    indexes: { at: number }
  }
  copies: { key: BoardId; value: CopyRow }
  /** Snapshots, apart from their rows: those are written often. */
  bases: { key: BoardId; value: Uint8Array<ArrayBuffer> }
  /** By their last seq: what two tabs write then covers all that either wrote. */
  tails: { key: [BoardId, number]; value: CopyTail & { readonly board: BoardId } }
}

export type BrowserDatabase = IDBPDatabase<BrowserSchema>

/** All keys that begin with a board: an empty list sorts after every string and number. */
export const rangeOf = (board: BoardId) => IDBKeyRange.bound([board], [board, []])

/** A connection to what Inkwire keeps in this browser: opened when it is first used, and again after another page made it close. */
export class BrowserStore {
  private database: Promise<BrowserDatabase> | undefined

  /** Rejects where there is no IndexedDB, or it can't be opened. */
  open(): Promise<BrowserDatabase> {
    if (this.database) return this.database
    const opening = opened(() => {
      if (this.database === opening) this.database = undefined
    })
    this.database = opening
    return opening
  }

  /** Closes after the transactions that are under way. */
  close(): void {
    this.database?.then((database) => database.close()).catch(() => {})
    this.database = undefined
  }
}

async function opened(gone: () => void): Promise<BrowserDatabase> {
  try {
    return await openDB<BrowserSchema>(NAME, VERSION, {
      upgrade: (database, from) => {
        if (from < 1) {
          database.createObjectStore('batches', { keyPath: ['board', 'actor', 'number'] })
          database.createObjectStore('undo', { keyPath: ['board', 'tab'] }).createIndex('at', 'at')
        }
        database.createObjectStore('refused', { keyPath: ['board', 'id'] })
        database.createObjectStore('copies', { keyPath: 'board' })
        database.createObjectStore('bases')
        database.createObjectStore('tails', { keyPath: ['board', 'to'] })
      },
      blocking: (_current, _blocked, event) => {
        // A newer version of the page wants to upgrade: it must not wait for this tab.
        if (event.target instanceof IDBDatabase) event.target.close()
        gone()
      },
      terminated: gone,
    })
  } catch (error) {
    // A newer version of the page has been here: what it changed in the stores that are ours, we can live with.
    if (!(error instanceof DOMException) || error.name !== 'VersionError') throw error
    return await openDB<BrowserSchema>(NAME, undefined, {
      blocking: (_current, _blocked, event) => {
        if (event.target instanceof IDBDatabase) event.target.close()
        gone()
      },
      terminated: gone,
    })
  }
}
