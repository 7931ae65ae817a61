import type { ActorId, BoardId } from '@inkwire/board'
import type { OutboxStorage } from './outbox-storage.ts'

interface LoggedBatch {
  readonly actor: ActorId
  readonly number: number
  readonly seq: number
}

/**
 * Batches of mine that the log has. They leave the outbox's storage when the copy of the board holds them, too: whenever this page
 * ends, what I did is in the one or the other, and shown when the board is opened without a network.
 */
export class LoggedBatches {
  private waiting: LoggedBatch[] = []

  constructor(
    private readonly board: BoardId,
    private readonly storage: OutboxStorage,
    /** The seq up to which the copy goes; infinite: none is kept. */
    private readonly keptTo: () => number,
  ) {}

  add(batch: LoggedBatch): void {
    this.waiting.push(batch)
    this.copied(this.keptTo())
  }

  /** The copy has all up to a seq, or there is none. */
  copied(seq: number): void {
    const gone = this.waiting.filter((batch) => batch.seq <= seq)
    if (gone.length === 0) return
    this.waiting = this.waiting.filter((batch) => batch.seq > seq)
    void this.storage.replaceBatches(this.board, gone, [])
  }
}
