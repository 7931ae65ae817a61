import type { BoardSession } from '@inkwire/board'

/** Ink of others on a board that has no elements yet: it is seen before any of it is in the document. */
export class OthersInk {
  /** As of the newest frame. */
  seen = false

  constructor(
    private readonly board: Pick<BoardSession, 'size' | 'peers'>,
    /** It came, or went. */
    private readonly turned: () => void,
  ) {}

  /** Looks, once a frame: what others do comes far more often than that, and is listed for the frame anyway. */
  frame(): void {
    const { board } = this
    const seen = board.size === 0 && board.peers().some(({ preview, inks }) => preview.size > 0 || inks !== undefined)
    if (seen === this.seen) return
    this.seen = seen
    this.turned()
  }
}
