import { type CharacterId, type Op, type Rename, renamedRange } from '@inkwire/board'

/** Ops under the present ids of the characters that they name. */
export function renamedOps(ops: readonly Op[], renames: readonly Rename[]): Op[] {
  return ops.map((op): Op => {
    if (op.op !== 'splice') return op
    return {
      ...op,
      after: op.after && renamedCharacter(op.after, renames),
      delete: op.delete.flatMap((range) => renamedRange(range, renames)),
    }
  })
}

function renamedCharacter(id: CharacterId, renames: readonly Rename[]): CharacterId {
  const [range] = renamedRange([id[0], id[1], id[2], 1], renames)
  return range ? [range[0], range[1], range[2]] : id
}
