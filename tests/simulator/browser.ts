import type { ActorId, BoardId } from '@inkwire/board'
import {
  type BoardCopies,
  type BoardCopy,
  byActor,
  type CopyPart,
  type KnownBoard,
  type Orphans,
  type OutboxStorage,
  type StoredBatch,
  type StoredRefused,
  type StoredUndo,
} from '@inkwire/sync'
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
  readonly refused = new Map<string, { readonly board: BoardId; readonly refused: StoredRefused }>()
  readonly undos = new Map<string, StoredUndo>()
  readonly copies = new Map<BoardId, BoardCopy>()
  private readonly holders = new Map<ActorId, Owner>()
  private readonly busyUntil = new WeakMap<Owner, number>()

  constructor(
    private readonly time: VirtualTime,
    private readonly random: Seeded,
  ) {}

  /** Each tab's work takes its time, in order; what a tab that dies has not finished is not done. */
  write<Result>(tab: Owner, work: () => Result): Promise<Result> {
    const now = this.time.now
    const until = Math.max(this.busyUntil.get(tab) ?? 0, now) + this.random.next() * WRITE_MS
    this.busyUntil.set(tab, until)
    return this.time.answer(tab, until - now, work)
  }

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

/** The outbox storage of one tab. */
export class SimulatedStorage implements OutboxStorage {
  constructor(
    private readonly disk: Disk,
    private readonly tab: Owner,
    /** A batch is on disk. */
    private readonly kept: (batch: StoredBatch) => void,
  ) {}

  hold(actor: ActorId): void {
    this.disk.hold(actor, this.tab)
  }

  release(): void {
    this.disk.letGo(this.tab)
  }

  putBatch(board: BoardId, batch: StoredBatch): Promise<boolean> {
    return this.replaceBatches(board, [], [batch])
  }

  replaceBatches(
    board: BoardId,
    gone: readonly Pick<StoredBatch, 'actor' | 'number'>[],
    batches: readonly StoredBatch[],
  ): Promise<boolean> {
    return this.disk.write(this.tab, () => {
      for (const { actor, number } of gone) this.disk.rows.delete(keyOf(board, actor, number))
      for (const batch of batches) {
        this.disk.rows.set(keyOf(board, batch.actor, batch.number), { board, batch })
        this.kept(batch)
      }
      return true
    })
  }

  batches(board: BoardId): Promise<readonly StoredBatch[]> {
    return this.disk.write(this.tab, () => this.stored(board))
  }

  orphans(board: BoardId): Promise<readonly Orphans[]> {
    return this.disk.write(this.tab, () => {
      const free = [...byActor(this.stored(board)).values()].filter(([{ actor }]) => !this.disk.holder(actor))
      for (const [{ actor }] of free) this.disk.hold(actor, this.tab)
      return free
    })
  }

  refuse(
    board: BoardId,
    gone: readonly Pick<StoredBatch, 'actor' | 'number'>[],
    refused: readonly StoredRefused[],
  ): Promise<void> {
    return this.disk.write(this.tab, () => {
      for (const { actor, number } of gone) this.disk.rows.delete(keyOf(board, actor, number))
      for (const one of refused) this.disk.refused.set(`${board}/${one.id}`, { board, refused: one })
    })
  }

  refused(board: BoardId): Promise<readonly StoredRefused[]> {
    return this.disk.write(this.tab, () =>
      [...this.disk.refused.values()].filter((row) => row.board === board).map((row) => row.refused),
    )
  }

  dismiss(board: BoardId, ids: readonly string[]): Promise<void> {
    return this.disk.write(this.tab, () => {
      for (const id of ids) this.disk.refused.delete(`${board}/${id}`)
    })
  }

  putUndo(board: BoardId, undo: StoredUndo): Promise<void> {
    return this.disk.write(this.tab, () => void this.disk.undos.set(board, undo))
  }

  undo(board: BoardId): Promise<StoredUndo | undefined> {
    return this.disk.write(this.tab, () => this.disk.undos.get(board))
  }

  private stored(board: BoardId): StoredBatch[] {
    return [...this.disk.rows.values()].filter((row) => row.board === board).map(({ batch }) => batch)
  }
}

/** The copies of boards in one person's browser, as one tab sees them. */
export class SimulatedCopies implements BoardCopies {
  constructor(
    private readonly disk: Disk,
    private readonly tab: Owner,
  ) {}

  has(board: BoardId): Promise<boolean> {
    return this.disk.write(this.tab, () => this.disk.copies.has(board))
  }

  async list(): Promise<readonly KnownBoard[]> {
    return []
  }

  open(board: BoardId): Promise<BoardCopy | undefined> {
    return this.disk.write(this.tab, () => this.disk.copies.get(board))
  }

  keep(board: BoardId, { base, tail, epoch, ...standing }: CopyPart): Promise<boolean> {
    return this.disk.write(this.tab, () => {
      const stored = this.disk.copies.get(board)
      const before = stored?.epoch === epoch ? stored : undefined
      if (!base && !before) return false
      const fresh = base && !(before && before.base.seq >= base.seq)
      const kept = fresh ? { epoch, base, tails: before?.tails.filter(({ to }) => to > base.seq) ?? [] } : before
      if (!kept) return false
      const longer = tail && !kept.tails.some(({ from, to }) => to === tail.to && from <= tail.from)
      const tails = longer ? [...kept.tails.filter(({ to }) => to !== tail.to), tail] : kept.tails
      this.disk.copies.set(board, { ...kept, ...standing, tails: tails.toSorted((a, b) => a.to - b.to) })
      return true
    })
  }

  forget(board: BoardId): Promise<void> {
    return this.disk.write(this.tab, () => void this.disk.copies.delete(board))
  }

  release(): void {}
}
