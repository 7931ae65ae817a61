import type { ActorId, BoardId, PersonId } from '@inkwire/board'
import { type BrowserDatabase, BrowserStore, rangeOf } from './browser-database.ts'
import { type Keeper, keptFor } from './keeper.ts'
import { LastWords } from './last-words.ts'
import {
  byActor,
  memoryOutbox,
  type Orphans,
  type OutboxStorage,
  type StoredBatch,
  type StoredRefused,
  type StoredUndo,
} from './outbox-storage.ts'
import { tabId } from './tab.ts'
import { onLeave } from './wake.ts'

/** Undo stacks of tabs that are long gone are cleared away after so many ms: 30 days. */
const UNDO_KEPT_MS = 30 * 24 * 60 * 60 * 1_000
/** A page that is reloaded lets go of its actor a little late, in ms. */
const UNLOAD_MS = 1_000

/**
 * Keeps outboxes, refused changes and undo stacks in the browser's IndexedDB, and in memory only where that is missing or fails.
 *
 * @param keeper whose they are: what others left in this browser is left alone; without one everything is everybody's
 */
export function indexedDbOutbox(keeper?: Keeper): OutboxStorage {
  return new IndexedDbOutbox(keeper)
}

type BatchName = Pick<StoredBatch, 'actor' | 'number'>
type StoreName = 'batches' | 'refused' | 'undo'
type Transaction = ReturnType<typeof transactionOn>

const transactionOn = (database: BrowserDatabase, names: StoreName[]) =>
  // Strict: on disk when it says so, as the page may be the only place that has the change.
  database.transaction<StoreName[], 'readwrite'>(names, 'readwrite', { durability: 'strict' })

class IndexedDbOutbox implements OutboxStorage {
  /** Everything of this page load, too: what to go on with when the database fails. */
  private readonly memory = memoryOutbox()
  private readonly store = new BrowserStore()
  private readonly words = new LastWords()
  /** What is not on the disk, by key. */
  private readonly unwritten = new Map<string, { readonly board: BoardId; readonly batch: StoredBatch }>()
  private leaving = false
  private readonly stopLeaving: () => void
  private askedToPersist = false
  private clearedAway = false
  /** Actors that this page holds. */
  private readonly own = new Set<ActorId>()
  private letGo = () => {}
  private readonly released = new Promise<void>((resolve) => {
    this.letGo = resolve
  })
  private tab: Promise<string> | undefined

  constructor(private readonly keeper: Keeper | undefined) {
    this.stopLeaving = onLeave(
      () => {
        this.leaving = true
        for (const { board, batch } of this.unwritten.values()) this.words.write(board, batch)
      },
      () => {
        this.leaving = false
      },
    )
  }

  hold(actor: ActorId): void {
    this.own.add(actor)
    // What is drawn first must not wait for it.
    this.store.open().catch(() => {})
    globalThis.navigator?.locks?.request(lockName(actor), () => this.released).catch(() => {})
  }

  async orphans(board: BoardId): Promise<readonly Orphans[]> {
    const others = [...byActor(await this.batches(board))].filter(([actor]) => !this.own.has(actor))
    const taken = await Promise.all(others.map(([actor]) => this.take(actor)))
    const orphans = others.flatMap(([actor, batches], i) => {
      if (!taken[i]) return []
      this.own.add(actor)
      return [batches]
    })
    // What was said last goes where the rest is.
    const spoken = new Set(this.words.read(board).map(({ actor, number }) => `${actor}/${number}`))
    for (const batch of orphans.flat()) {
      if (spoken.has(`${batch.actor}/${batch.number}`)) void this.putBatch(board, batch)
    }
    return orphans
  }

  /** Takes the lock of an actor whose page is gone; true where there are no locks (plain HTTP from another machine). */
  private take(actor: ActorId): Promise<boolean> {
    const locks = globalThis.navigator?.locks
    if (!locks) return Promise.resolve(true)
    return new Promise((resolve) => {
      const held = () => {
        resolve(true)
        return this.released
      }
      locks.request(lockName(actor), { signal: AbortSignal.timeout(UNLOAD_MS) }, held).catch(() => resolve(false))
    })
  }

  release(): void {
    this.stopLeaving()
    this.letGo()
    this.store.close()
  }

  async putBatch(board: BoardId, batch: StoredBatch): Promise<boolean> {
    return await this.replaceBatches(board, [], [batch])
  }

  async replaceBatches(board: BoardId, gone: readonly BatchName[], batches: readonly StoredBatch[]): Promise<boolean> {
    if (batches.length > 0) this.persist()
    void this.memory.replaceBatches(board, gone, batches)
    for (const { actor, number } of gone) this.forget(board, actor, number)
    const kept = batches.map((batch) => this.named(batch))
    for (const batch of kept) {
      this.unwritten.set(keyOf(board, batch), { board, batch })
      // Whoever heard of the leaving before us may still have had something to say.
      if (this.leaving) this.words.write(board, batch)
    }
    const written = await this.write(['batches'], (transaction) => {
      const store = transaction.objectStore('batches')
      return [
        ...gone.map(({ actor, number }) => store.delete([board, actor, number])),
        ...kept.map((batch) => store.put({ ...batch, board })),
      ]
    })
    if (written) for (const { actor, number } of batches) this.forget(board, actor, number)
    return written
  }

  async batches(board: BoardId): Promise<readonly StoredBatch[]> {
    const stored = await this.attempt((database) => database.getAll('batches', rangeOf(board)))
    const rows: readonly StoredBatch[] =
      stored?.map(({ board: _, ...batch }) => batch) ?? (await this.memory.batches(board))
    const mine = (batch: StoredBatch) => keptFor(this.keeper, batch)
    const known = new Set(rows.map((batch) => keyOf(board, batch)))
    const words = this.words.read(board).filter((batch) => !known.has(keyOf(board, batch)))
    return [...byActor([...rows, ...words].filter(mine)).values()].flat()
  }

  async refuse(board: BoardId, gone: readonly BatchName[], refused: readonly StoredRefused[]): Promise<void> {
    void this.memory.refuse(board, gone, refused)
    for (const { actor, number } of gone) this.forget(board, actor, number)
    await this.write(['batches', 'refused'], (transaction) => [
      ...gone.map(({ actor, number }) => transaction.objectStore('batches').delete([board, actor, number])),
      ...refused.map((one) => transaction.objectStore('refused').put({ ...this.named(one), board })),
    ])
  }

  async refused(board: BoardId): Promise<readonly StoredRefused[]> {
    const rows = await this.attempt((database) => database.getAll('refused', rangeOf(board)))
    const mine = rows?.filter((row) => keptFor(this.keeper, row))
    return mine?.map(({ board: _, ...refused }) => refused) ?? (await this.memory.refused(board))
  }

  async dismiss(board: BoardId, ids: readonly string[]): Promise<void> {
    void this.memory.dismiss(board, ids)
    await this.write(['refused'], (transaction) =>
      ids.map((id) => transaction.objectStore('refused').delete([board, id])),
    )
  }

  async putUndo(board: BoardId, undo: StoredUndo): Promise<void> {
    void this.memory.putUndo(board, undo)
    const tab = await this.ownTab()
    await this.write(['undo'], (transaction) => [
      transaction.objectStore('undo').put({ ...this.named(undo), board, tab, at: Date.now() }),
    ])
  }

  async undo(board: BoardId): Promise<StoredUndo | undefined> {
    const tab = await this.ownTab()
    const row = await this.attempt((database) => database.get('undo', [board, tab]))
    if (!row || !keptFor(this.keeper, row)) return await this.memory.undo(board)
    const { epoch, undo, redo } = row
    return { ...(epoch === undefined ? {} : { epoch }), undo, redo }
  }

  /** Says whose it is, unless that is known already. */
  private named<Row extends { readonly person?: PersonId }>(row: Row): Row {
    const person = this.keeper?.now()
    return person === undefined || row.person !== undefined ? row : { ...row, person }
  }

  private forget(board: BoardId, actor: ActorId, number: number): void {
    this.unwritten.delete(keyOf(board, { actor, number }))
    this.words.remove(board, actor, number)
  }

  private ownTab(): Promise<string> {
    this.tab ??= tabId(this.released)
    return this.tab
  }

  /** Whether it is on the disk. */
  private async write(
    names: StoreName[],
    work: (transaction: Transaction) => readonly Promise<unknown>[],
  ): Promise<boolean> {
    const once = async (database: BrowserDatabase) => {
      const transaction = transactionOn(database, names)
      const requests = work(transaction)
      // Told now, the browser finishes it even when this page dies the next moment: by itself it would ask the page once more.
      transaction.commit()
      await Promise.all([...requests, transaction.done])
      return true
    }
    const done = await this.attempt(once, async (database) => {
      await clearCopies(database)
      return once(database)
    })
    return done ?? false
  }

  /** undefined when the database is missing or fails: private browsing, a full disk. The memory goes on. */
  private async attempt<Result>(
    work: (database: BrowserDatabase) => Promise<Result>,
    whenFull: (database: BrowserDatabase) => Promise<Result> = work,
  ): Promise<Result | undefined> {
    try {
      const database = await this.store.open()
      this.clearAway(database)
      try {
        return await work(database)
      } catch (error) {
        if (!(error instanceof DOMException) || error.name !== 'QuotaExceededError') throw error
        return await whenFull(database)
      }
    } catch {
      return undefined
    }
  }

  /** Asks the browser not to clear this away when space gets short; some ask the person in turn, so only once there is something to keep. */
  private persist(): void {
    if (this.askedToPersist) return
    this.askedToPersist = true
    globalThis.navigator?.storage?.persist?.().catch(() => {})
  }

  /** Once per page: undo stacks of tabs that are long gone. */
  private clearAway(database: BrowserDatabase): void {
    if (this.clearedAway) return
    this.clearedAway = true
    const old = IDBKeyRange.upperBound(Date.now() - UNDO_KEPT_MS)
    const clear = async () => {
      const { store, done } = database.transaction('undo', 'readwrite')
      const keys = await store.index('at').getAllKeys(old)
      await Promise.all([...keys.map((key) => store.delete(key)), done])
    }
    clear().catch(() => {})
  }
}

/** Copies of boards can be had again; what waits can't. */
async function clearCopies(database: BrowserDatabase): Promise<void> {
  const names = ['copies', 'bases', 'tails'] as const
  const transaction = database.transaction([...names], 'readwrite')
  await Promise.all([...names.map((name) => transaction.objectStore(name).clear()), transaction.done])
}

const keyOf = (board: BoardId, { actor, number }: BatchName): string => `${board}/${actor}/${number}`

const lockName = (actor: ActorId): string => `inkwire.actor.${actor}`
