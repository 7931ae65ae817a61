import type { ActorId } from '@inkwire/board'
import { unpackTick } from '@inkwire/protocol'
import type { Mark } from './update.ts'

/** Ticks whose marks are remembered: each comes to everybody in the room, and the last ones to all within a moment. */
const KEPT_TICKS = 8
/** Live messages of a page that can be on their way, or in ticks of several instances. */
const KEPT_MESSAGES = 256

interface SentMessage {
  readonly bytes: Uint8Array
  readonly marks: readonly Mark[]
}

/**
 * Tells which updates a tick brings, by the live messages that pages of this process have sent. All in a room get the same bytes, so each tick is read once
 * for all of them, and no message is unpacked as in a browser: else a thousand receivers in one process would measure that process.
 */
export class TickMarks {
  private readonly read: { readonly tick: Buffer; readonly marks: readonly Mark[] }[] = []
  private readonly sent = new Map<ActorId, SentMessage[]>()

  /** A page sends this, which stands for these updates. */
  sends(actor: ActorId, bytes: Uint8Array, marks: readonly Mark[]): void {
    const messages = this.sent.get(actor) ?? []
    this.sent.set(actor, messages)
    messages.push({ bytes, marks })
    if (messages.length > KEPT_MESSAGES) messages.shift()
  }

  of(tick: Buffer): readonly Mark[] {
    const known = this.read.findLast((each) => each.tick.equals(tick))
    if (known) return known.marks
    const marks = unpackTick(tick).live.flatMap(({ actor, bytes }) => this.marksOf(actor, bytes))
    this.read.push({ tick: Buffer.from(tick), marks })
    if (this.read.length > KEPT_TICKS) this.read.shift()
    return marks
  }

  /** @param name the beginning of an actor's id, or all of it */
  private marksOf(name: string, bytes: Uint8Array): readonly Mark[] {
    for (const [actor, messages] of this.sent) {
      if (!actor.startsWith(name)) continue
      const message = messages.findLast((each) => Buffer.compare(each.bytes, bytes) === 0)
      if (message) return message.marks
    }
    throw new Error('A tick brought a live message that no page of this process has sent')
  }
}
