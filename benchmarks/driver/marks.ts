import { PackError, unpack, type Value } from '@inkwire/board'
import { unpackTick } from '@inkwire/protocol'
import type { Mark } from './update.ts'

/** Ticks whose marks are remembered: each comes to everybody in the room, and the last ones to all within a moment. */
const KEPT = 8

/**
 * Reads from ticks which updates they bring. All in a room get the same bytes, so each tick is read once for all of them; and only
 * the two cursors at the beginning of each live message are, not all of it as in a browser: else a thousand receivers in one process would measure that process.
 */
export class TickMarks {
  private readonly read: { readonly tick: Buffer; readonly marks: readonly Mark[] }[] = []

  of(tick: Buffer): readonly Mark[] {
    const known = this.read.findLast((each) => each.tick.equals(tick))
    if (known) return known.marks
    const marks = unpackTick(tick).live.flatMap(({ bytes }) => marksOf(bytes))
    this.read.push({ tick: Buffer.from(tick), marks })
    if (this.read.length > KEPT) this.read.shift()
    return marks
  }
}

/** Those that a live message of a benchmark's page stands for. */
function marksOf(message: Uint8Array): Mark[] {
  const [[s, first], [, last]] = cursors(message)
  return Array.from({ length: last - first + 1 }, (_, i) => ({ s, n: first + i }))
}

type Cursor = readonly [x: number, y: number]

/** Packed cursors are in sixteenths of a px. */
const UNITS_PER_PX = 16

function cursors(bytes: Uint8Array): readonly [Cursor, Cursor] {
  const message = unpack(bytes)
  const parts = Array.isArray(message) ? message[1] : undefined
  if (!Array.isArray(parts)) throw new PackError('a live message has no parts')
  return [cursor(parts[0]), cursor(parts[1])]
}

function cursor(part: Value | undefined): Cursor {
  if (!Array.isArray(part)) throw new PackError('a live message tells no updates')
  const [, x, y] = part
  return [Number(x) / UNITS_PER_PX, Number(y) / UNITS_PER_PX]
}
