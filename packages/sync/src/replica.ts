import { BoardDocument, type Epoch, FOLD_VERSION, type Op, unpackOps } from '@inkwire/board'
import type { BatchRecord } from '@inkwire/protocol'
import type { Clock } from './clock.ts'

/** A hole in the seqs that is older is asked for, in ms: ticks of several instances may overtake each other by less. */
const HOLE_MS = 200
/** A batch of ours that is acknowledged comes with a tick soon; what has not come after so many ms was lost. */
const ACKNOWLEDGED_MS = 1_000
/** After a tail that could not be had, in ms. */
const ASK_AGAIN_MS = 1_000

export interface ReplicaOptions {
  readonly clock: Clock
  /** Folds a batch into `document`. */
  readonly fold: (record: BatchRecord, ops: readonly Op[]) => void
  /** Asks the server for the records after a seq; `answered` or `unanswered` is called in turn. */
  readonly askTail: (after: number) => void
}

/** The log needs a newer version of this code. */
export class TooOldError extends Error {
  override name = 'TooOldError'
}

/** The base document: the fold of the log up to a seq. Takes records in whatever order they come, folds them in that of the log. */
export class Replica {
  document = new BoardDocument()
  epoch: Epoch | null = null
  seq = 0
  private readonly waiting = new Map<number, BatchRecord>()
  /** The log is known to go at least to here. */
  private expected = 0
  private following = false
  private asking = false
  private timer: { readonly at: number; readonly cancel: () => void } | undefined

  constructor(private readonly options: ReplicaOptions) {}

  /** Starts from a document that stands for `seq` of a log. */
  load(document: BoardDocument, epoch: Epoch, seq: number): void {
    this.document = document
    this.epoch = epoch
    this.seq = seq
    this.expected = seq
    for (const waiting of this.waiting.keys()) if (waiting <= seq) this.waiting.delete(waiting)
  }

  /** Forgets what waits, and folds and asks nothing until `follow`: the connection is gone, or a document is being loaded. */
  pause(): void {
    this.following = false
    this.asking = false
    this.waiting.clear()
    this.stopTimer()
  }

  /** Folds what came since `pause`, and goes on; asks for the tail where the log goes further than that. */
  follow(head: number): void {
    this.following = true
    this.foldWaiting()
    this.expected = Math.max(this.expected, head)
    if (this.seq < this.expected) this.ask()
    else this.check()
  }

  /** Records from a tick or a tail: in any order, doubled or known already. Throws TooOldError, and PackError for damaged bytes. */
  receive(records: readonly BatchRecord[]): void {
    for (const record of records) if (record.seq > this.seq) this.waiting.set(record.seq, record)
    if (!this.following) return
    this.foldWaiting()
    this.check()
  }

  /** The log is known to hold this seq: it was acknowledged. */
  expect(seq: number): void {
    this.expected = Math.max(this.expected, seq)
    if (this.following) this.check()
  }

  /** The answer to `askTail`. */
  answered(records: readonly BatchRecord[], head: number): void {
    this.asking = false
    const before = this.seq
    this.expected = Math.max(this.expected, head)
    this.receive(records)
    if (!this.following || this.seq >= this.expected) return
    // Long tails come in parts; but a server that has nothing new for us is not asked in a circle.
    if (this.seq > before) this.ask()
    else this.schedule(ASK_AGAIN_MS)
  }

  /** `askTail` failed. */
  unanswered(): void {
    this.asking = false
    if (this.following && this.behind) this.schedule(ASK_AGAIN_MS)
  }

  private get behind(): boolean {
    return this.waiting.size > 0 || this.expected > this.seq
  }

  private foldWaiting(): void {
    for (let record = this.waiting.get(this.seq + 1); record; record = this.waiting.get(this.seq + 1)) {
      if (record.foldVersion > FOLD_VERSION) {
        throw new TooOldError(`batch ${record.seq} needs fold version ${record.foldVersion}`)
      }
      const ops = unpackOps(record.ops)
      this.waiting.delete(record.seq)
      this.options.fold(record, ops)
      this.seq = record.seq
    }
  }

  private check(): void {
    if (!this.behind) this.stopTimer()
    else if (!this.asking) this.schedule(this.waiting.size > 0 ? HOLE_MS : ACKNOWLEDGED_MS)
  }

  private schedule(ms: number): void {
    const at = this.options.clock.now() + ms
    // The one that is due first stands: each new record must not put off the question.
    if (this.timer && this.timer.at <= at) return
    this.timer?.cancel()
    this.timer = { at, cancel: this.options.clock.after(ms, () => this.ask()) }
  }

  private ask(): void {
    this.stopTimer()
    if (this.asking) return
    this.asking = true
    this.options.askTail(this.seq)
  }

  private stopTimer(): void {
    this.timer?.cancel()
    this.timer = undefined
  }
}
