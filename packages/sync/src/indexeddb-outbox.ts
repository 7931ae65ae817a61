import type { ActorId, BoardId } from '@inkwire/board'
import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import { byActor, memoryOutbox, type OutboxStorage, type StoredBatch, type StoredUndo } from './outbox-storage.ts'
import { tabId } from './tab.ts'

const DATABASE = 'inkwire'
const VERSION = 1
/** Undo stacks of tabs that are long gone are cleared away after so many ms: 30 days. */
const UNDO_KEPT_MS = 30 * 24 * 60 * 60 * 1_000

interface Schema extends DBSchema {
  batches: { key: [BoardId, ActorId, number]; value: StoredBatch & { readonly board: BoardId } }
  undo: {
    key: [BoardId, string]
    value: StoredUndo & { readonly board: BoardId; readonly tab: string; readonly at: number }
    indexes: { at: number }
  }
}

type Database = IDBPDatabase<Schema>

/** Keeps outboxes and undo stacks in the browser's IndexedDB, and in memory only where that is missing or fails. */
export function indexedDbOutbox(): OutboxStorage {
  return new IndexedDbOutbox()
}

class IndexedDbOutbox implements OutboxStorage {
  /** Everything of this page load, too: what to go on with when the database fails. */
  private readonly memory = memoryOutbox()
  private database: Promise<Database> | undefined
  private failed = false
  private askedToPersist = false
  /** Actors that this page holds. */
  private readonly own = new Set<ActorId>()
  private letGo = () => {}
  private readonly released = new Promise<void>((resolve) => {
    this.letGo = resolve
  })
  private tab: Promise<string> | undefined

  hold(actor: ActorId): void {
    this.own.add(actor)
    globalThis.navigator?.locks?.request(lockName(actor), () => this.released).catch(() => {})
  }

  async orphans(board: BoardId): Promise<readonly (readonly [StoredBatch, ...StoredBatch[]])[]> {
    const orphans: (readonly [StoredBatch, ...StoredBatch[]])[] = []
    for (const [actor, batches] of byActor(await this.batches(board))) {
      if (this.own.has(actor) || !(await this.take(actor))) continue
      this.own.add(actor)
      orphans.push(batches)
    }
    return orphans
  }

  /** Takes the lock of an actor whose page is gone; true where there are no locks (plain HTTP from another machine). */
  private take(actor: ActorId): Promise<boolean> {
    const locks = globalThis.navigator?.locks
    if (!locks) return Promise.resolve(true)
    return new Promise((resolve) => {
      locks
        .request(lockName(actor), { ifAvailable: true }, (lock) => {
          resolve(lock !== null)
          return lock ? this.released : undefined
        })
        .catch(() => resolve(false))
    })
  }

  release(): void {
    this.letGo()
    const { database } = this
    this.database = undefined
    // Closes after the transactions that are under way.
    database?.then((open) => open.close()).catch(() => {})
  }

  async putBatch(board: BoardId, batch: StoredBatch): Promise<void> {
    this.persist()
    void this.memory.putBatch(board, batch)
    await this.write('batches', (store) => store.put({ ...batch, board }))
  }

  async removeBatch(board: BoardId, actor: ActorId, number: number): Promise<void> {
    void this.memory.removeBatch(board, actor, number)
    await this.write('batches', (store) => store.delete([board, actor, number]))
  }

  async replaceBatches(
    board: BoardId,
    gone: readonly Pick<StoredBatch, 'actor' | 'number'>[],
    batches: readonly StoredBatch[],
  ): Promise<void> {
    void this.memory.replaceBatches(board, gone, batches)
    await this.write('batches', (store) =>
      Promise.all([
        ...gone.map(({ actor, number }) => store.delete([board, actor, number])),
        ...batches.map((batch) => store.put({ ...batch, board })),
      ]),
    )
  }

  async batches(board: BoardId): Promise<readonly StoredBatch[]> {
    const stored = await this.attempt(async (database) => {
      const rows = await database.getAll('batches', rangeOf(board))
      return rows.map(({ board: _, ...batch }) => batch)
    })
    return stored ?? this.memory.batches(board)
  }

  async putUndo(board: BoardId, undo: StoredUndo): Promise<void> {
    void this.memory.putUndo(board, undo)
    const tab = await this.ownTab()
    await this.write('undo', (store) => store.put({ ...undo, board, tab, at: Date.now() }))
  }

  async undo(board: BoardId): Promise<StoredUndo | undefined> {
    const tab = await this.ownTab()
    const row = await this.attempt((database) => database.get('undo', [board, tab]))
    return row ? { undo: row.undo, redo: row.redo } : this.memory.undo(board)
  }

  private ownTab(): Promise<string> {
    this.tab ??= tabId(this.released)
    return this.tab
  }

  private async write<Name extends 'batches' | 'undo'>(
    name: Name,
    work: (store: Store<Name>) => Promise<unknown>,
  ): Promise<void> {
    await this.attempt(async (database) => {
      // Strict: on disk when it says so, as the page may be the only place that has the change.
      const transaction = database.transaction(name, 'readwrite', { durability: 'strict' })
      await Promise.all([work(transaction.store), transaction.done])
    })
  }

  /** undefined when the database is missing or fails. */
  private async attempt<Result>(work: (database: Database) => Promise<Result>): Promise<Result | undefined> {
    if (this.failed) return undefined
    try {
      this.database ??= open()
      return await work(await this.database)
    } catch {
      // Private browsing, a full disk, a database of a newer version: the memory goes on.
      this.failed = true
      return undefined
    }
  }

  /** Asks the browser not to clear this away when space gets short; some ask the person in turn, so only once there is something to keep. */
  private persist(): void {
    if (this.askedToPersist) return
    this.askedToPersist = true
    globalThis.navigator?.storage?.persist?.().catch(() => {})
  }
}

type Store<Name extends 'batches' | 'undo'> = ReturnType<typeof storeOf<Name>>
const storeOf = <Name extends 'batches' | 'undo'>(database: Database, name: Name) =>
  database.transaction(name, 'readwrite').store

const lockName = (actor: ActorId): string => `inkwire.actor.${actor}`

/** All keys that begin with a board: an empty list sorts after every string and number. */
const rangeOf = (board: BoardId) => IDBKeyRange.bound([board], [board, []])

async function open(): Promise<Database> {
  const database = await openDB<Schema>(DATABASE, VERSION, {
    upgrade(fresh) {
      fresh.createObjectStore('batches', { keyPath: ['board', 'actor', 'number'] })
      fresh.createObjectStore('undo', { keyPath: ['board', 'tab'] }).createIndex('at', 'at')
    },
    blocking(_current, _blocked, event) {
      // A newer version of the page wants to upgrade: it must not wait for this tab.
      if (event.target instanceof IDBDatabase) event.target.close()
    },
  })
  const transaction = database.transaction('undo', 'readwrite')
  const old = await transaction.store.index('at').getAllKeys(IDBKeyRange.upperBound(Date.now() - UNDO_KEPT_MS))
  await Promise.all([...old.map((key) => transaction.store.delete(key)), transaction.done])
  return database
}
