import type { BoardId } from '@inkwire/board'
import type { Clock } from './clock.ts'
import type { OutboxStorage } from './outbox-storage.ts'
import type { Undo, UndoEntry } from './undo.ts'
import { onLeave } from './wake.ts'

/** A stack that changed is stored so many ms later: drawing must not wait for it, and the page may be gone soon. */
const STORE_MS = 500

/** Keeps a tab's undo stack in the storage, and gives it what its last page load left. */
export class UndoKeeper {
  private kept: readonly [readonly UndoEntry[], readonly UndoEntry[]]
  private cancelTimer: (() => void) | undefined
  private readonly stopLeaving: () => void
  private closed = false

  constructor(
    private readonly board: BoardId,
    private readonly storage: OutboxStorage,
    private readonly clock: Clock,
    private readonly undo: Undo,
    /** An earlier stack was taken over. */
    adopted: () => void,
  ) {
    this.kept = [undo.undoable, undo.redoable]
    this.stopLeaving = onLeave(() => void this.store())
    void storage.undo(board).then((earlier) => {
      if (!earlier || this.closed) return
      undo.adopt(earlier)
      adopted()
    })
  }

  /** The stacks may have changed. */
  update(): void {
    const [undo, redo] = this.kept
    if (this.cancelTimer || (undo === this.undo.undoable && redo === this.undo.redoable)) return
    this.cancelTimer = this.clock.after(STORE_MS, () => void this.store())
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
    if (this.kept[0] === undoable && this.kept[1] === redoable) return
    this.kept = [undoable, redoable]
    await this.storage.putUndo(this.board, { undo: undoable, redo: redoable })
  }
}
