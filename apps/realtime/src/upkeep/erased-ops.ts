import { createdCharacters, type ElementId, type Op } from '@inkwire/board'

/**
 * Ops without those that make, change or remove one of these elements; the same list where there are none. Characters are known
 * by their place in the batch: where others follow, blanks take the place of what goes, on an element that is not there.
 */
export function withoutErased(ops: readonly Op[], erased: ReadonlySet<ElementId>): readonly Op[] {
  if (erased.size === 0 || !ops.some((op) => isAbout(op, erased))) return ops
  const lastText = ops.findLastIndex((op) => createdCharacters(op) > 0 && !isAbout(op, erased))
  return ops.flatMap((op, i) => {
    const id = isAbout(op, erased)
    if (id === undefined) return [op]
    const characters = createdCharacters(op)
    return i < lastText && characters > 0 ? [blanks(id, characters)] : []
  })
}

/** Which of these elements an op is about. One that only names an element (a child its frame, an arrow its end) is not about it. */
export function isAbout(op: Op, erased: ReadonlySet<ElementId>): ElementId | undefined {
  if (op.op === 'meta') return undefined
  const id = op.op === 'put' ? op.element.id : op.id
  return erased.has(id) ? id : undefined
}

const blanks = (id: ElementId, characters: number): Op => ({
  op: 'splice',
  id,
  prop: 'text',
  after: null,
  fallback: 0,
  insert: ' '.repeat(characters),
  delete: [],
})
