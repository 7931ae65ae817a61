import { type BoardId, type Epoch, packingSnapshot } from '@inkwire/board'
import { type BatchRecord, packRecords } from '@inkwire/protocol'
import type { BoardCopies, CopyBase, CopyStanding } from './board-copies.ts'
import type { Clock } from './clock.ts'
import type { CopyDocument } from './copy-document.ts'
import type { Replica } from './replica.ts'
import { onLeave } from './wake.ts'

/** What came is written so many ms after the first of it, in one go: a busy board must not keep the disk busy. */
const WRITE_MS = 300
/** With more records, or more bytes of them, after its snapshot a copy gets a new one: else it would open slower and slower. */
const MOST_RECORDS = 1_000
const MOST_BYTES = 512 * 1024
/** A new snapshot is packed bit by bit, while drawing goes on: so many elements at a time (some ms), with so many ms in between. */
const ELEMENTS_AT_A_TIME = 250
const PAUSE_MS = 20

export interface CopyKeeperOptions {
  readonly board: BoardId
  readonly copies: BoardCopies
  readonly clock: Clock
  readonly replica: Replica
  /** undefined: not known yet. */
  readonly standing: () => CopyStanding | undefined
  /** `keptTo` is another one. */
  readonly kept: (seq: number) => void
}

/** Keeps the copy of a board up with its base document. */
export class CopyKeeper {
  private base: CopyBase | undefined
  /** Not written yet; they follow each other, up to where the replica stands. */
  private records: BatchRecord[] = []
  /** Written, or to be written, after the snapshot. */
  private tail = { records: 0, bytes: 0 }
  /** Another document stands, or it can't be kept: what was begun before is for nothing. */
  private generation = 0
  private keeps = false
  /** The copy has all up to this seq; infinite: none is kept. */
  keptTo = Number.POSITIVE_INFINITY
  private packs = false
  private cancelWrite: (() => void) | undefined
  private cancelPack = () => {}
  private readonly stopLeaving: () => void

  constructor(private readonly options: CopyKeeperOptions) {
    this.stopLeaving = onLeave(() => void this.write())
  }

  /** The replica stands on a document that came from the server; `bytes`: it packed, null where it is the empty one. They are copied. */
  loaded(bytes: Uint8Array<ArrayBuffer> | null): void {
    const { seq, document } = this.options.replica
    this.begin(-1, { records: 0, bytes: 0 })
    this.base = { seq, hash: document.hash, bytes: bytes?.slice() ?? null }
    this.writeSoon()
  }

  /** The replica stands on what was kept. */
  resumed({ seq, records, bytes }: CopyDocument): void {
    this.begin(seq, { records: records.length, bytes })
  }

  /** The replica has folded a record. */
  folded(record: BatchRecord): void {
    if (!this.keeps) return
    this.records.push(record)
    this.writeSoon()
  }

  /** There is something to be written, if only what the board is called, and who I am there. */
  writeSoon(): void {
    if (this.keeps) this.cancelWrite ??= this.options.clock.after(WRITE_MS, () => void this.write())
  }

  /** The board may not be seen any more, or what was kept is damaged. */
  async forget(): Promise<void> {
    this.stop()
    await this.options.copies.forget(this.options.board)
  }

  async close(): Promise<void> {
    this.stopLeaving()
    await this.write()
    this.stop()
    this.options.copies.release()
  }

  private begin(keptTo: number, tail: { records: number; bytes: number }): void {
    this.reset()
    this.keeps = true
    this.keptTo = keptTo
    this.tail = tail
  }

  private stop(): void {
    this.reset()
    this.note(Number.POSITIVE_INFINITY)
  }

  private note(keptTo: number): void {
    this.keptTo = keptTo
    this.options.kept(keptTo)
  }

  private reset(): void {
    this.generation++
    this.keeps = false
    this.base = undefined
    this.records = []
    this.packs = false
    this.cancelPack()
    this.cancelWrite?.()
    this.cancelWrite = undefined
  }

  private async write(): Promise<void> {
    this.cancelWrite?.()
    this.cancelWrite = undefined
    const { base, records, generation } = this
    const { copies, board, replica } = this.options
    const standing = this.options.standing()
    const { seq } = replica
    if (!standing || !this.keeps || replica.epoch === null) return
    this.base = undefined
    this.records = []
    const [first] = records
    const part = first && {
      from: first.seq,
      to: seq,
      records: packRecords(records),
      hash: replica.document.hash,
    }
    this.tail.records += records.length
    this.tail.bytes += part?.records.length ?? 0
    if (this.tail.records > MOST_RECORDS || this.tail.bytes > MOST_BYTES) this.pack(replica.epoch)
    const kept = await copies.keep(board, {
      ...standing,
      epoch: replica.epoch,
      ...(base ? { base } : {}),
      ...(part ? { tail: part } : {}),
    })
    // Full, or another tab has erased it: the next document that the server sends begins anew.
    if (generation !== this.generation) return
    if (kept) this.note(seq)
    else this.stop()
  }

  /** Makes a new snapshot of the document as it is now, in the time that is left. All records up to it are being written. */
  private pack(epoch: Epoch): void {
    if (this.packs) return
    this.packs = true
    this.tail = { records: 0, bytes: 0 }
    const { replica, clock, copies, board } = this.options
    const { document, seq } = replica
    const { hash } = document
    const packing = packingSnapshot(document, ELEMENTS_AT_A_TIME)
    const step = () => {
      const { done, value } = packing.next()
      if (!done) {
        this.cancelPack = clock.after(PAUSE_MS, step)
        return
      }
      this.packs = false
      const standing = this.options.standing()
      if (standing) void copies.keep(board, { ...standing, epoch, base: { seq, hash, bytes: value } })
    }
    step()
  }
}
