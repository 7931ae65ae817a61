import { type Op, opToValue, pack } from '@inkwire/board'

/** A live message holds 16 KiB, with a cursor and a selection beside; one that is larger would not be shown at all. */
const PREVIEW_BYTES = 12 * 1024
/** Ops that are looked at: more don't fit, however small. */
const PREVIEW_OPS = 400

/** As many ops as others can be shown while a gesture goes on; the rest they see when it is over. */
export function livePreview(ops: readonly Op[]): readonly Op[] {
  const shown: Op[] = []
  let bytes = 0
  for (const op of ops.slice(0, PREVIEW_OPS)) {
    bytes += pack(opToValue(op)).length
    if (bytes > PREVIEW_BYTES) break
    shown.push(op)
  }
  return shown
}
