import type { BoardId, Epoch } from '@inkwire/board'
import type { Log } from './log.ts'
import type { Refolded } from './refold.ts'
import { type StoredDocument, storedDocument } from './stored-document.ts'

/** A snapshot is due so many batches, or so many bytes of ops, after the last one. */
export const SNAPSHOT_BATCHES = 500
export const SNAPSHOT_BYTES = 256 * 1024

/**
 * Writes snapshots off the hot path, in a thread of its own, and only where an independent refold from the snapshot before gives
 * the hash that the room has: so a fault of one replica never becomes everybody's document.
 */
export class SnapshotWriter {
  constructor(
    private readonly log: Log,
    /** Folds a stored document anew, off this thread. */
    private readonly refold: (document: StoredDocument) => Promise<Refolded>,
    private readonly report: (message: string, details: object) => void,
    private readonly mismatched: () => void = () => {},
  ) {}

  /**
   * Writes the snapshot of a board at a seq, at which the room had `hash`.
   *
   * @returns the snapshot's seq; undefined when the hashes differ (reported; nothing is written)
   */
  async write(board: BoardId, epoch: Epoch, seq: number, hash: string): Promise<number | undefined> {
    const stored = await storedDocument(this.log, board, epoch, seq)
    if (stored.snapshotSeq === seq) return seq
    const refolded = await this.refold(stored)
    if (refolded.hash !== hash) {
      this.mismatched()
      this.report('a snapshot was not written: the room and a refold of the log differ', {
        board,
        seq,
        hash,
        refold: refolded.hash,
      })
      return undefined
    }
    await this.log.keepSnapshot(board, { epoch, seq, ...refolded })
    return seq
  }
}
