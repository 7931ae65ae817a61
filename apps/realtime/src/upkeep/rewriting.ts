import type { BoardId, ElementId, Epoch } from '@inkwire/board'
import { type BatchRecord, packRecords } from '@inkwire/protocol'
import type { Database } from '../database/database.ts'
import type { DocumentThread } from '../documents/document-thread.ts'
import type { ChangedBatch, Erasure } from '../documents/erasure.ts'
import type { Head, Log } from '../log/log.ts'
import type { Refolded } from '../log/refold.ts'

/** Records read at a time, and bytes of ops and records that are folded in one go. */
const PAGE = 500
const STEP_BYTES = 8 * 1024 * 1024
const STEP_RECORDS = 20_000

/** The log is another one by now, or was pruned: what was written of it so far is worth nothing. */
export class OvertakenError extends Error {
  override name = 'OvertakenError'
}

export interface RewritingParts {
  readonly database: Database
  readonly log: Log
  readonly thread: Pick<DocumentThread, 'run'>
}

/**
 * Writes a board's log anew without some elements, under another epoch, beside the one that is in use: in steps, each from the
 * document at the end of the one before. Of batches only those that change are kept, in memory; documents are written as
 * snapshots of the epoch to come, which nobody reads before it is the board's.
 */
export class Rewriting {
  readonly changed: ChangedBatch[] = []
  readonly erasedAssets = new Set<string>()
  readonly keptAssets = new Set<string>()
  private snapshot: Refolded | undefined
  private at: number

  constructor(
    private readonly board: BoardId,
    private readonly from: Head,
    /** The one to come. */
    private readonly epoch: Epoch,
    private readonly elements: readonly ElementId[],
    private readonly parts: RewritingParts,
  ) {
    this.at = from.floor
  }

  /** Up to where the log is written anew. */
  get seq(): number {
    return this.at
  }

  /** Snapshots at and below the floor stand for what is pruned: each loses the elements by itself. */
  async begin(): Promise<void> {
    const { board, from } = this
    if (from.floor === 0) return
    const { database, log } = this.parts
    const seqs = await database.snapshot.findMany({
      where: { board, epoch: from.epoch, seq: { lte: from.floor } },
      select: { seq: true },
      orderBy: { seq: 'asc' },
    })
    for (const { seq } of seqs) {
      const stored = await log.snapshot(board, from.epoch, Number(seq))
      if (stored?.seq !== Number(seq)) throw new OvertakenError('a snapshot went while it was read')
      await this.step({ bytes: stored.bytes, seq: stored.seq }, [], stored.seq)
    }
  }

  /** Goes on up to a seq that the log has. */
  async reach(head: number): Promise<void> {
    while (this.at < head) {
      const records = await this.read(head)
      const last = records.at(-1)
      if (!last) throw new OvertakenError('the log was replaced or pruned meanwhile')
      await this.step({ bytes: this.snapshot?.bytes, seq: this.at }, records, last.seq)
    }
  }

  /** Takes in what was found in the batches after `seq`. */
  note({ changed, assets }: Pick<Erasure, 'changed' | 'assets'>): void {
    for (const one of changed) this.changed.push(one)
    for (const asset of assets.erased) this.erasedAssets.add(asset)
    for (const asset of assets.kept) this.keptAssets.add(asset)
  }

  private async read(head: number): Promise<BatchRecord[]> {
    const records: BatchRecord[] = []
    let bytes = 0
    for (let last = this.at; last < head && bytes < STEP_BYTES && records.length < STEP_RECORDS; ) {
      const page = await this.parts.log.records(this.board, this.from.epoch, last, Math.min(PAGE, head - last))
      const newest = page.at(-1)
      if (!newest) break
      for (const record of page) bytes += record.ops.length
      records.push(...page)
      last = newest.seq
    }
    return records
  }

  private async step(
    from: { readonly bytes: Uint8Array | undefined; readonly seq: number },
    records: readonly BatchRecord[],
    seq: number,
  ): Promise<void> {
    const { board, epoch, elements } = this
    const document = { snapshot: from.bytes, snapshotSeq: from.seq, records: packRecords(records) }
    const erasure = await this.parts.thread.run('erase', { document, elements })
    this.note(erasure)
    this.snapshot = erasure.snapshot
    this.at = seq
    const bytes = Buffer.from(erasure.snapshot.bytes)
    await this.parts.database.snapshot.create({ data: { board, epoch, seq, ...erasure.snapshot, bytes } })
  }
}
