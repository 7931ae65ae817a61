import type { Revision } from '../tiles/revision.ts'

/**
 * How long something lies on the overlay: from the frame in which its hole shows in the tiles, to that in which the tiles show it
 * again. So it is never seen twice, and never not at all.
 */
export class Stay {
  private hole: Revision | undefined
  private end: Revision | undefined
  private open: boolean

  constructor(
    /** The tiles show nothing of it, so that there is no hole to wait for. */
    isNew: boolean,
  ) {
    this.open = isNew
  }

  /** Its hole is asked for. */
  begin(revision: Revision): void {
    this.hole ??= revision
  }

  /** It is at rest again: from a revision on the tiles show it. */
  leave(revision: Revision): void {
    this.end ??= revision
  }

  /** It was taken up again before it came to rest. */
  comeBack(): void {
    this.end = undefined
  }

  get isLeaving(): boolean {
    return this.end !== undefined
  }

  /** Waits for the tiles. */
  get waits(): boolean {
    return !this.open || this.isLeaving
  }

  /** Looks at what the tiles show in this frame. */
  look(reached: (revision: Revision) => boolean): 'below' | 'over' | 'gone' {
    if (this.end !== undefined && reached(this.end)) return 'gone'
    this.open ||= this.hole !== undefined && reached(this.hole)
    return this.open ? 'over' : 'below'
  }
}
