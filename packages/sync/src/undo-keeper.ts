import type { BoardId, Epoch } from '@inkwire/board'
import type { Clock } from './clock.ts'
import type { OutboxStorage, StoredUndo } from './outbox-storage.ts'
import type { Undo, UndoEntry } from './undo.ts'
import { onLeave } from './wake.ts'

/** A stack that changed is stored at once, as the page may be gone the next moment; one that goes on changing, every so many ms. */
const STORE_MS = 500

/** Keeps a tab's undo stack in the storage, and gives it what its last page load left: both only for the log that they are about. */
export class UndoKeeper {
  private readonly earlier: Promise<StoredUndo | undefined>
  private epoch: Epoch | null = null
  private kept: readonly [readonly UndoEntry[], readonly UndoEntry[]]
  private cancelTimer: (() => void) | undefined
  private storedAt = Number.NEGATIVE_INFINITY
  private readonly stopLeaving: () => void
  private closed = false

  constructor(
    private readonly board: BoardId,
    private readonly storage: OutboxStorage,
    private readonly clock: Clock,
    private readonly undo: Undo,
    /** An earlier stack was taken over. */
    private readonly adopted: () => void,
  ) {
    this.kept = [undo.undoable, undo.redoable]
    this.stopLeaving = onLeave(() => void this.store())
    this.earlier = storage.undo(board)
  }

  /** The document stands, for this log: what was done in another one must not come back, as it may have been erased there. */
  stands(epoch: Epoch): void {
    const before = this.epoch
    if (before === epoch) return
    this.epoch = epoch
    if (before !== null) {
      this.undo.clear()
      return
    }
    void this.earlier.then((earlier) => {
      if (!earlier || this.closed || earlier.epoch !== this.epoch) return
      this.undo.adopt(earlier)
      this.adopted()
    })
  }

  /** The stacks may have changed. */
  update(): void {
    const [undo, redo] = this.kept
    if (this.cancelTimer || (undo === this.undo.undoable && redo === this.undo.redoable)) return
    const wait = Math.max(0, this.storedAt + STORE_MS - this.clock.now())
    // Never in the same turn: what is drawn shows first.
    this.cancelTimer = this.clock.after(wait, () => void this.store())
  }

  async close(): Promise<void> {
    this.closed = true
    this.stopLeaving()
    await this.store()
  }

  private async store(): Promise<void> {
    this.cancelTimer?.()
    this.cancelTimer = undefined
    const { undoable, redoable } = this.undo
    if (this.epoch === null || (this.kept[0] === undoable && this.kept[1] === redoable)) return
    this.kept = [undoable, redoable]
    this.storedAt = this.clock.now()
    await this.storage.putUndo(this.board, { epoch: this.epoch, undo: undoable, redo: redoable })
  }
}
