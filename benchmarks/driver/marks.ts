import { type ActorId, PackError, unpack, type Value } from '@inkwire/board'
import { unpackTick } from '@inkwire/protocol'
import type { Mark } from './update.ts'

/**
 * Calls back for each update that a tick's live messages stand for, but for those of `self`. Takes the two cursors at the beginning
 * of a message as they are packed: checking all of it, as a browser does, for each of a thousand receivers in one process would
 * measure that process.
 */
export function marksOf(tick: Uint8Array, self: ActorId, listener: (mark: Mark) => void): void {
  for (const { actor, bytes } of unpackTick(tick).live) {
    if (actor === self) continue
    const [[s, first], [, last]] = cursors(bytes)
    for (let n = first; n <= last; n++) listener({ s, n })
  }
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
