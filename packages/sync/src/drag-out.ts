import type { ElementId, LiveDrag } from '@inkwire/board'
import { LIMITS } from '@inkwire/protocol'

/** Ids of one message, 22 bytes each. */
const IDS_PER_MESSAGE = 250
/** All ids are told again after so long, ms: a message may get lost, or somebody come. */
const REPEAT_MS = 1_000

/** A drag on its way to others: many ids are told once, over several messages, then only how far they have come. */
export class DragOut {
  private drag: LiveDrag | undefined
  private told = 0
  private toldAt = 0
  private isNew = false
  private going: LiveDrag | undefined

  show(drag: LiveDrag): void {
    const ids = drag.ids.slice(0, LIMITS.dragIds)
    if (!this.drag || !isSame(this.drag.ids, ids)) this.told = 0
    this.drag = { ...drag, ids }
    this.isNew = true
  }

  /** What of it the next message holds; undefined: nothing is new. */
  next(now: number): LiveDrag | undefined {
    const { drag } = this
    if (!drag || !(this.isNew || this.hasMore)) return undefined
    const of = drag.ids.length
    if (of <= IDS_PER_MESSAGE) {
      this.going = drag
      return drag
    }
    if (this.told >= of && now - this.toldAt >= REPEAT_MS) this.told = 0
    const from = this.told
    if (from === 0) this.toldAt = now
    this.going = { ...drag, ids: drag.ids.slice(from, from + IDS_PER_MESSAGE), part: { from, of } }
    return this.going
  }

  /** The message with what was next is out. */
  sent(): void {
    this.told += this.going?.ids.length ?? 0
    this.isNew = false
  }

  get hasMore(): boolean {
    return this.drag !== undefined && this.told < this.drag.ids.length && this.told > 0
  }

  /** Others know nothing of it. */
  restart(): void {
    this.told = 0
  }

  end(): void {
    this.drag = undefined
    this.told = 0
    this.isNew = false
  }
}

const isSame = (a: readonly ElementId[], b: readonly ElementId[]): boolean =>
  a === b || (a.length === b.length && a.every((id, i) => id === b[i]))
