import { Worker } from 'node:worker_threads'
import type { BoardId, Epoch } from '@inkwire/board'
import { type BatchRecord, packRecords } from '@inkwire/protocol'
import type { Log } from './log.ts'
import type { Refolded, RefoldRequest } from './refold.ts'

/** A snapshot is due so many batches, or so many bytes of ops, after the last one. */
export const SNAPSHOT_BATCHES = 500
export const SNAPSHOT_BYTES = 256 * 1024
/** Records read from the log at a time. */
const PAGE = 1_000

/**
 * Writes snapshots off the hot path, in a thread of its own, and only where an independent refold from the snapshot before gives
 * the hash that the room has: so a fault of one replica never becomes everybody's document.
 */
export class SnapshotWriter {
  private worker: Worker | undefined
  private readonly waiting = new Map<
    number,
    { resolve: (refolded: Refolded) => void; reject: (error: Error) => void }
  >()
  private nextId = 1

  constructor(
    private readonly log: Log,
    private readonly workerFile: URL,
    private readonly report: (message: string, details: object) => void,
  ) {}

  /**
   * Writes the snapshot of a board at a seq, at which the room had `hash`.
   *
   * @returns the snapshot's seq; undefined when the hashes differ (reported; nothing is written)
   */
  async write(board: BoardId, epoch: Epoch, seq: number, hash: string): Promise<number | undefined> {
    const before = await this.log.snapshot(board, epoch, seq)
    if (before?.seq === seq) return seq
    const records = await this.recordsBetween(board, before?.seq ?? 0, seq)
    const refolded = await this.refold({ snapshot: before?.bytes, records: packRecords(records) })
    if (refolded.hash !== hash) {
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

  async close(): Promise<void> {
    await this.worker?.terminate()
    this.fail(new Error('the service is closing'))
  }

  private async recordsBetween(board: BoardId, after: number, upTo: number): Promise<BatchRecord[]> {
    const records: BatchRecord[] = []
    let seq = after
    while (seq < upTo) {
      const page = await this.log.records(board, seq, Math.min(PAGE, upTo - seq))
      const last = page.at(-1)
      if (!last) throw new Error(`the log of ${board} ends at ${seq}, before ${upTo}`)
      records.push(...page)
      seq = last.seq
    }
    return records
  }

  private refold(request: RefoldRequest): Promise<Refolded> {
    const worker = this.running()
    const id = this.nextId++
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject })
      worker.postMessage({ id, request })
    })
  }

  private running(): Worker {
    if (this.worker) return this.worker
    const worker = new Worker(this.workerFile)
    worker.unref()
    worker.on('message', ({ id, refolded, error }: { id: number; refolded?: Refolded; error?: string }) => {
      const waiting = this.waiting.get(id)
      this.waiting.delete(id)
      if (refolded) waiting?.resolve(refolded)
      else waiting?.reject(new Error(error))
    })
    worker.on('error', (error) => {
      this.worker = undefined
      this.fail(error)
    })
    this.worker = worker
    return worker
  }

  private fail(error: Error): void {
    for (const { reject } of this.waiting.values()) reject(error)
    this.waiting.clear()
  }
}
