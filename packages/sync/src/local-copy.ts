import type { BoardId } from '@inkwire/board'
import type { BatchRecord } from '@inkwire/protocol'
import type { BoardCopies, BoardCopy, CopyStanding } from './board-copies.ts'
import { BoardOpening } from './board-opening.ts'
import type { Clock } from './clock.ts'
import type { CopyDocument } from './copy-document.ts'
import { CopyKeeper } from './copy-keeper.ts'
import { LoggedBatches } from './logged-batches.ts'
import type { OutboxStorage } from './outbox-storage.ts'
import type { Replica } from './replica.ts'
import type { Link } from './transport.ts'

export interface LocalCopyOptions {
  readonly board: BoardId
  /** undefined: no copy is kept. */
  readonly copies: BoardCopies | undefined
  readonly storage: OutboxStorage
  readonly clock: Clock
  readonly replica: Replica
  /** undefined: not known yet. */
  readonly standing: () => CopyStanding | undefined
  readonly listener: {
    /** A snapshot was kept; it is read next. */
    came(bytes: Uint8Array<ArrayBuffer>): void
    opened(document: CopyDocument, copy: BoardCopy): void
    /** The server may be asked. */
    enter(link: Link): void
  }
}

/** This browser's copy of the board: what the page begins with, and what it leaves. */
export class LocalCopy {
  /** My batches that the log has, and the copy perhaps not yet. */
  readonly logged: LoggedBatches
  private readonly keeper: CopyKeeper | undefined
  private readonly opening: BoardOpening

  constructor({ board, copies, storage, clock, replica, standing, listener }: LocalCopyOptions) {
    this.logged = new LoggedBatches(board, storage, () => this.keeper?.keptTo ?? Number.POSITIVE_INFINITY)
    this.keeper =
      copies && new CopyKeeper({ board, copies, clock, replica, standing, kept: (seq) => this.logged.copied(seq) })
    this.opening = new BoardOpening({
      board,
      copies,
      clock,
      came: (bytes) => listener.came(bytes),
      opened: (document, copy) => {
        this.keeper?.resumed(document)
        listener.opened(document, copy)
      },
      damaged: () => this.forget(),
      enter: (link) => listener.enter(link),
    })
  }

  /** A link to the server is up, or down: it is not used before the copy is shown. */
  link(link: Link | undefined): void {
    this.opening.link(link)
  }

  /** The page shows nothing of it any more. */
  stopOpening(): void {
    this.opening.close()
  }

  /** The replica stands on a document that came from the server; `bytes`: it packed, where it is not empty. They are copied. */
  loaded(bytes: Uint8Array<ArrayBuffer> | undefined): void {
    this.keeper?.loaded(bytes ?? null)
  }

  folded(record: BatchRecord): void {
    this.keeper?.folded(record)
  }

  /** What the board is called, or who I am there, may have changed. */
  standingChanged(): void {
    this.keeper?.writeSoon()
  }

  /** The board may not be seen any more, or what was kept is not what the server has. */
  forget(): void {
    void this.keeper?.forget()
  }

  async close(): Promise<void> {
    this.opening.close()
    await this.keeper?.close()
  }
}
