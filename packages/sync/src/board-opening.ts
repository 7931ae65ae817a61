import { type BoardId, PackError } from '@inkwire/board'
import type { BoardCopies, BoardCopy } from './board-copies.ts'
import type { Clock } from './clock.ts'
import { type CopyDocument, copyDocument } from './copy-document.ts'
import { TooOldError } from './replica.ts'
import type { Link } from './transport.ts'

/** A disk that takes longer to answer is not waited for, in ms. */
const DISK_MS = 2_000

export interface BoardOpeningOptions {
  readonly board: BoardId
  readonly copies: BoardCopies | undefined
  readonly clock: Clock
  /** A snapshot was kept; it is read next. */
  readonly came: (bytes: Uint8Array<ArrayBuffer>) => void
  readonly opened: (document: CopyDocument, copy: BoardCopy) => void
  /** What was kept can't be read. */
  readonly damaged: () => void
  /** The server may be asked. */
  readonly enter: (link: Link) => void
}

/** The first moments of a page: the copy that this browser has is shown, and only then the server asked for what is newer. */
export class BoardOpening {
  private waiting: Link | undefined
  private done = false
  private cancelTimer = () => {}

  constructor(private readonly options: BoardOpeningOptions) {
    const { copies, board, clock } = options
    if (!copies) {
      this.done = true
      return
    }
    this.cancelTimer = clock.after(DISK_MS, () => this.open(undefined))
    void copies.open(board).then((copy) => this.open(copy))
  }

  /** A link is up, or down. */
  link(link: Link | undefined): void {
    if (!this.done) this.waiting = link
    else if (link) this.options.enter(link)
  }

  close(): void {
    this.done = true
    this.cancelTimer()
  }

  private open(copy: BoardCopy | undefined): void {
    if (this.done) return
    this.close()
    if (copy) this.show(copy)
    if (this.waiting) this.options.enter(this.waiting)
    this.waiting = undefined
  }

  private show(copy: BoardCopy): void {
    const { came, opened, damaged } = this.options
    if (copy.base.bytes) came(copy.base.bytes)
    let document: CopyDocument
    try {
      document = copyDocument(copy)
    } catch (error) {
      if (!(error instanceof PackError || error instanceof TooOldError)) throw error
      damaged()
      return
    }
    opened(document, copy)
  }
}
