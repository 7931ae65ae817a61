import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { BoardDocument, type BoardId, type Epoch, packSnapshot } from '@inkwire/board'
import { type BatchRecord, packRecords } from '@inkwire/protocol'
import type { DocumentThread } from '../documents/document-thread.ts'
import { Turns } from '../documents/turns.ts'
import type { Log } from '../log/log.ts'

const compress = promisify(gzip)
/** The lowest: a document is read a few times, not by a thousand joins. */
const COMPRESSION = { level: 1 } as const

/** Documents that stay in memory: those that people who slide through a history look at now. */
const KEPT_BYTES = 64 * 1024 * 1024
/** Documents that are folded at once: whoever slides must not take all connections to the database. */
const AT_ONCE = 2
/** More wait for their turn only in an attack. */
const MOST_WAITING = 100
/** Records that are read from the log at a time; of large ones fewer, as 1,000 can have 250 MB. */
const PAGE = 1_000
const PAGE_OF_LARGE = 50
/** A record of more bytes, on the average of a page, is large. */
const LARGE_BYTES = 4_000
/** Bytes of ops that are folded in one go. */
const FOLD_BYTES = 8 * 1024 * 1024
/** A document in memory that lies so many batches before what is wanted is as good as any snapshot. */
const NEAR = 500

export interface PastDocument {
  readonly board: BoardId
  readonly epoch: Epoch
  readonly seq: number
  /** A snapshot's bytes. */
  readonly plain: Uint8Array
  readonly gzipped: Uint8Array
}

/** A document without its later records. */
interface Base {
  readonly seq: number
  /** A snapshot's; undefined: the empty document. */
  readonly bytes: Uint8Array | undefined
}

/** The documents of boards as they were: the nearest snapshot before a seq, and the records from there. No room is opened for one. */
export class PastDocuments {
  private readonly kept = new Map<string, PastDocument>()
  private readonly folding = new Map<string, Promise<PastDocument | undefined>>()
  private readonly turns = new Turns(AT_ONCE)
  private bytes = 0

  constructor(
    private readonly log: Pick<Log, 'snapshot' | 'records'>,
    private readonly thread: Pick<DocumentThread, 'run'>,
    private readonly keptBytes = KEPT_BYTES,
  ) {}

  /**
   * The document of a board at a seq of its log. Who asks for one that is being folded gets the same.
   *
   * @returns undefined when the log does not reach from a snapshot to there (any more); 'busy' when too many wait
   */
  async get(board: BoardId, epoch: Epoch, seq: number): Promise<PastDocument | undefined | 'busy'> {
    const key = `${board} ${epoch} ${seq}`
    const kept = this.kept.get(key)
    if (kept) {
      this.kept.delete(key)
      this.kept.set(key, kept)
      return kept
    }
    const before = this.folding.get(key)
    if (before) return before
    if (this.turns.waiting >= MOST_WAITING) return 'busy'
    const folding = this.turns.run(() => this.fold(board, epoch, seq)).finally(() => this.folding.delete(key))
    this.folding.set(key, folding)
    const document = await folding
    if (document && !this.kept.has(key)) this.keep(key, document)
    return document
  }

  private async fold(board: BoardId, epoch: Epoch, seq: number): Promise<PastDocument | undefined> {
    const plain = await this.documentAt(board, epoch, seq)
    return plain && { board, epoch, seq, plain, gzipped: await compress(plain, COMPRESSION) }
  }

  /** Folds a document in pages, so that memory holds one of them however far the nearest snapshot is. */
  private async documentAt(board: BoardId, epoch: Epoch, seq: number): Promise<Uint8Array | undefined> {
    let document = await this.nearest(board, epoch, seq)
    let records: BatchRecord[] = []
    let bytes = 0
    let page = PAGE_OF_LARGE
    for (let last = document.seq; last < seq; ) {
      const some = await this.log.records(board, epoch, last, Math.min(page, seq - last))
      const size = some.reduce((sum, { ops }) => sum + ops.length, 0)
      page = size < some.length * LARGE_BYTES ? PAGE : PAGE_OF_LARGE
      // Pruned, or replaced by another log, since the snapshot was read.
      if (some.length === 0 || some.some((record, i) => record.seq !== last + i + 1)) return undefined
      records.push(...some)
      bytes += size
      last += some.length
      if (bytes < FOLD_BYTES && last < seq) continue
      const stored = { snapshot: document.bytes, snapshotSeq: document.seq, records: packRecords(records) }
      document = { seq: last, bytes: (await this.thread.run('refold', stored)).bytes }
      records = []
      bytes = 0
    }
    return document.bytes ?? packSnapshot(new BoardDocument())
  }

  /** What a document is folded from: old snapshots lie far apart, but whoever plays a history was just before it. */
  private async nearest(board: BoardId, epoch: Epoch, seq: number): Promise<Base> {
    let base: Base = { seq: 0, bytes: undefined }
    for (const document of this.kept.values()) {
      if (document.board !== board || document.epoch !== epoch) continue
      if (document.seq <= seq && document.seq > base.seq) base = { seq: document.seq, bytes: document.plain }
    }
    if (base.bytes && seq - base.seq <= NEAR) return base
    const snapshot = await this.log.snapshot(board, epoch, seq)
    return snapshot && snapshot.seq > base.seq ? snapshot : base
  }

  private keep(key: string, document: PastDocument): void {
    this.kept.set(key, document)
    this.bytes += sizeOf(document)
    for (const [oldest, value] of this.kept) {
      if (this.bytes <= this.keptBytes) break
      this.kept.delete(oldest)
      this.bytes -= sizeOf(value)
    }
  }
}

const sizeOf = ({ plain, gzipped }: PastDocument): number => plain.length + gzipped.length
