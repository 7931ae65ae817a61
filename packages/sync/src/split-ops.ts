import { checkOps, type Op, opToValue, PackWriter, packedList } from '@inkwire/board'
import { LIMITS } from '@inkwire/protocol'

/** Ops that make one batch, as everybody will read them, with their bytes. */
export interface PackedOps {
  readonly ops: readonly Op[]
  readonly packed: Uint8Array
}

/** Room for the head of the list of ops, in bytes. */
const HEAD_BYTES = 8

/** Cuts ops into as few batches as the limits allow. Throws when one of them is not valid: a fault of the caller. */
export function splitOps(ops: readonly Op[]): PackedOps[] {
  const groups: Uint8Array[][] = []
  const writer = new PackWriter()
  let bytes = 0
  for (const op of ops) {
    writer.clear()
    writer.value(opToValue(op))
    const one = writer.finish()
    const size = one.length
    const last = groups.at(-1)
    if (last && last.length < LIMITS.opsPerBatch && bytes + size <= LIMITS.batchBytes) {
      last.push(one)
      bytes += size
    } else {
      groups.push([one])
      bytes = HEAD_BYTES + size
    }
  }
  // Read back from their bytes, so that what is shown here is to the bit what others will fold.
  return groups.map((group) => {
    const packed = packedList(group)
    const checked = checkOps(packed)
    if (!checked.ok) throw new Error(`a change is not valid: ${checked.problem}`)
    return { ops: checked.ops, packed }
  })
}
