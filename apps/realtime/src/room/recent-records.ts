import type { BatchRecord } from '@inkwire/protocol'

/** What a record takes in memory beside its ops, measured. */
const RECORD_BYTES = 500

/**
 * The newest records of a board, without a hole, so that joins and rejoins need no read of the database: all after the newest
 * snapshot, and those between the two newest ones, for clients that were away for a moment.
 */
export class RecentRecords {
  private records: BatchRecord[] = []
  private first: number
  private bytes = 0
  private keptBytes = 0
  /** What was packed last: a thousand who join at once get the same. */
  private packed: { readonly after: number; readonly bytes: Uint8Array } | undefined

  constructor(
    /** The newest snapshot's; 0: there is none. */
    public snapshotSeq: number,
  ) {
    this.first = snapshotSeq
  }

  /** Seq before the first record that is kept. */
  get start(): number {
    return this.first
  }

  /** Of the newest record. */
  get seq(): number {
    return this.start + this.records.length
  }

  /** Undefined: none is kept. */
  get newest(): BatchRecord | undefined {
    return this.records.at(-1)
  }

  /** Bytes that all of it takes in memory, about. */
  get memory(): number {
    return this.records.length * RECORD_BYTES + this.keptBytes
  }

  /** What piled up since the newest snapshot. */
  get sinceSnapshot(): { readonly batches: number; readonly bytes: number } {
    return { batches: this.seq - this.snapshotSeq, bytes: this.bytes }
  }

  /** The record after `seq`. */
  add(record: BatchRecord): void {
    this.packed = undefined
    this.records.push(record)
    this.bytes += record.ops.length
    this.keptBytes += record.ops.length
  }

  /** All after a seq; undefined when some of them are no longer here. */
  after(seq: number): readonly BatchRecord[] | undefined {
    return seq < this.start ? undefined : this.records.slice(seq - this.start)
  }

  /** The same, packed; always in the same way. */
  packedAfter(after: number, pack: (records: readonly BatchRecord[]) => Uint8Array): Uint8Array | undefined {
    const { packed } = this
    if (packed?.after === after) return packed.bytes
    const records = this.after(after)
    if (!records) return undefined
    const bytes = pack(records)
    this.packed = { after, bytes }
    return bytes
  }

  /** A snapshot of `seq` was written: what lies before the one before it is forgotten. */
  snapshotAt(seq: number): void {
    if (seq <= this.snapshotSeq) return
    const keepAfter = this.snapshotSeq
    this.packed = undefined
    this.records = this.records.slice(keepAfter - this.start)
    this.keptBytes = this.records.reduce((sum, { ops }) => sum + ops.length, 0)
    this.first = keepAfter
    this.snapshotSeq = seq
    this.bytes = this.records.reduce((sum, record) => sum + (record.seq > seq ? record.ops.length : 0), 0)
  }
}
