import { FOLD_VERSION } from '@inkwire/board'
import type { BatchRecord } from '@inkwire/protocol'
import { PastDocument } from './past-document.ts'

/** A step forward of more records than this is asked for as a document. */
const MOST_FOLDED = 2_000
/** A document is asked for so many batches before the one that is wanted: steps back need no further request. */
const BACK = 30
/** Records that come with it, for the steps forward. */
const FORWARD = 100
/** Of a page of records, when many are wanted. */
const PAGE = 1_000
/** While records are folded a document is kept every so many. */
const KEEP_EVERY = 100
/** Elements of all documents that are kept; most of them are shared. */
const KEPT_ELEMENTS = 500_000
/** Records that are kept: a page that played a long history lets go of them. */
const KEPT_RECORDS = 100_000

/** Where the past is read from. Rejects when it can't be reached. */
export interface PastSource {
  /** The document at a seq, as a snapshot's bytes. */
  document(seq: number): Promise<Uint8Array>
  /** Records after a seq, `limit` at most, one at least where there is one. */
  records(after: number, limit: number): Promise<readonly BatchRecord[]>
}

/** What is known here of a board's past: some documents, some records. The rest is asked for when it is wanted. */
export class Past {
  private readonly records = new Map<number, BatchRecord>()
  private readonly kept = new Map<number, PastDocument>()
  private keptElements = 0

  constructor(
    private readonly source: PastSource,
    readonly floor: number,
    readonly head: number,
    /** Seqs below the floor whose documents are kept by themselves: of versions. */
    private readonly islands: ReadonlySet<number> = new Set(),
  ) {
    // Nothing was drawn yet.
    if (floor === 0) this.keep(PastDocument.empty())
  }

  /** The nearest seq that can be shown. */
  nearestTo(seq: number): number {
    const whole = Math.round(seq)
    return this.islands.has(whole) ? whole : Math.max(this.floor, Math.min(this.head, whole))
  }

  /** The batch that made the document of this seq what it is. */
  record(seq: number): BatchRecord | undefined {
    return this.records.get(seq)
  }

  /** The records after `from`, up to `to`; undefined unless all of them are here. */
  between(from: number, to: number): readonly BatchRecord[] | undefined {
    const found: BatchRecord[] = []
    for (let seq = from + 1; seq <= to; seq++) {
      const record = this.records.get(seq)
      if (!record) return undefined
      found.push(record)
    }
    return found
  }

  /** The last seq up to which all records after `from` are here, looking so far ahead at most. */
  knownUpTo(from: number, most = PAGE): number {
    let seq = from
    while (seq < from + most && this.records.has(seq + 1)) seq++
    return seq
  }

  /** The document at a seq, where what is here is enough for it. It is the caller's. */
  at(seq: number): PastDocument | undefined {
    const base = this.nearest(seq)
    if (!base) return undefined
    const document = base.copy()
    for (let next = base.seq + 1; next <= seq; next++) {
      const record = this.records.get(next)
      if (!record) return undefined
      document.fold(record)
      if (next % KEEP_EVERY === 0 || next === seq) this.keep(document.copy())
    }
    return document
  }

  /** Brings what `at` and `record` need for a seq, and some steps from there either way. Rejects when the source does. */
  async load(seq: number): Promise<void> {
    if (seq < this.floor) {
      this.keep(PastDocument.read(await this.source.document(seq), seq))
      return
    }
    const base = Math.max(this.floor, seq - BACK)
    const known = this.nearest(base) !== undefined
    const [bytes, records] = await Promise.all([
      known ? undefined : this.source.document(base),
      this.between(base, seq) ? [] : this.source.records(base, FORWARD),
    ])
    if (bytes) this.keep(PastDocument.read(bytes, base))
    this.take(records)
    // Records are cut by size: those of a large restore may not reach as far.
    if (!this.between(base, seq)) {
      this.keep(PastDocument.read(await this.source.document(seq), seq))
      if (seq > this.floor) this.take(await this.source.records(seq - 1, 1))
    }
  }

  /** Brings the records that follow a seq, as many as come at once. Rejects when the source does. */
  async loadAfter(seq: number): Promise<void> {
    if (seq < this.head) this.take(await this.source.records(seq, PAGE))
  }

  /** The nearest document up to a seq from which all records are here. */
  private nearest(seq: number): PastDocument | undefined {
    for (let at = seq; at >= Math.min(seq, Math.max(this.floor, seq - MOST_FOLDED)); at--) {
      const document = this.kept.get(at)
      if (document) return document
      if (!this.records.has(at)) return undefined
    }
    return undefined
  }

  private take(records: readonly BatchRecord[]): void {
    if (this.records.size > KEPT_RECORDS) this.records.clear()
    for (const record of records) {
      if (record.foldVersion > FOLD_VERSION) throw new Error('This page is older than the server. Reload it.')
      this.records.set(record.seq, record)
    }
  }

  private keep(document: PastDocument): void {
    if (this.kept.has(document.seq)) return
    this.kept.set(document.seq, document)
    this.keptElements += document.size + 1
    for (const [seq, { size }] of this.kept) {
      if (this.keptElements <= KEPT_ELEMENTS || seq === document.seq) break
      this.kept.delete(seq)
      this.keptElements -= size + 1
    }
  }
}
