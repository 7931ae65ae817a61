import type { ActorId, BoardId } from '@inkwire/board'
import type { OutboxStorage, StoredBatch, StoredUndo } from '@inkwire/sync'
import type { Seeded } from './seeded.ts'
import type { Owner, VirtualTime } from './virtual-time.ts'

/** ms that a write needs until it is on disk, at most. */
const WRITE_MS = 20

interface Row {
  readonly board: BoardId
  readonly batch: StoredBatch
}

/** What one person's browser keeps on disk, and which tab holds which actor: it outlives every tab. */
export class Disk {
  readonly rows = new Map<string, Row>()
  readonly undos = new Map<string, StoredUndo>()
  private readonly holders = new Map<ActorId, Owner>()

  holder(actor: ActorId): Owner | undefined {
    const owner = this.holders.get(actor)
    return owner?.alive ? owner : undefined
  }

  hold(actor: ActorId, tab: Owner): void {
    this.holders.set(actor, tab)
  }

  letGo(tab: Owner): void {
    for (const [actor, owner] of this.holders) if (owner === tab) this.holders.delete(actor)
  }
}

const keyOf = (board: BoardId, actor: ActorId, number: number) => `${board}/${actor}/${number}`

/** The outbox storage of one tab: writes take their time, in order; what a tab that dies has not finished is not there. */
export class SimulatedStorage implements OutboxStorage {
  private busyUntil = 0

  constructor(
    private readonly disk: Disk,
    private readonly tab: Owner,
    private readonly time: VirtualTime,
    private readonly random: Seeded,
    /** A batch is on disk. */
    private readonly kept: (batch: StoredBatch) => void,
  ) {}

  hold(actor: ActorId): void {
    this.disk.hold(actor, this.tab)
  }

  release(): void {
    this.disk.letGo(this.tab)
  }

  putBatch(board: BoardId, batch: StoredBatch): Promise<void> {
    return this.write(() => {
      this.disk.rows.set(keyOf(board, batch.actor, batch.number), { board, batch })
      this.kept(batch)
    })
  }

  removeBatch(board: BoardId, actor: ActorId, number: number): Promise<void> {
    return this.write(() => void this.disk.rows.delete(keyOf(board, actor, number)))
  }

  replaceBatches(
    board: BoardId,
    gone: readonly Pick<StoredBatch, 'actor' | 'number'>[],
    batches: readonly StoredBatch[],
  ): Promise<void> {
    return this.write(() => {
      for (const { actor, number } of gone) this.disk.rows.delete(keyOf(board, actor, number))
      for (const batch of batches) {
        this.disk.rows.set(keyOf(board, batch.actor, batch.number), { board, batch })
        this.kept(batch)
      }
    })
  }

  batches(board: BoardId): Promise<readonly StoredBatch[]> {
    return this.write(() => this.stored(board))
  }

  orphans(board: BoardId): Promise<readonly (readonly [StoredBatch, ...StoredBatch[]])[]> {
    return this.write(() => {
      const free = new Map<ActorId, [StoredBatch, ...StoredBatch[]]>()
      for (const batch of this.stored(board)) {
        if (this.disk.holder(batch.actor)) continue
        const before = free.get(batch.actor)
        if (before) before.push(batch)
        else free.set(batch.actor, [batch])
      }
      for (const actor of free.keys()) this.disk.hold(actor, this.tab)
      return [...free.values()]
    })
  }

  putUndo(board: BoardId, undo: StoredUndo): Promise<void> {
    return this.write(() => void this.disk.undos.set(board, undo))
  }

  undo(board: BoardId): Promise<StoredUndo | undefined> {
    return this.write(() => this.disk.undos.get(board))
  }

  private stored(board: BoardId): StoredBatch[] {
    return [...this.disk.rows.values()]
      .filter((row) => row.board === board)
      .map(({ batch }) => batch)
      .sort((a, b) => (a.actor < b.actor ? -1 : a.actor > b.actor ? 1 : 0) || a.number - b.number)
  }

  private write<Result>(work: () => Result): Promise<Result> {
    this.busyUntil = Math.max(this.busyUntil, this.time.now) + this.random.next() * WRITE_MS
    return this.time.answer(this.tab, this.busyUntil - this.time.now, work)
  }
}
