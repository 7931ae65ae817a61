import type { Op } from '@inkwire/board'

/** What a change did, in a few words: "rectangle, 2 strokes", "change of 3 elements". */
export function whatWasDone(ops: readonly Op[]): string {
  const put = new Map<string, number>()
  const others = new Map<'changed' | 'written' | 'deleted', Set<string>>()
  const count = (kind: 'changed' | 'written' | 'deleted', id: string) =>
    others.set(kind, (others.get(kind) ?? new Set()).add(id))
  let paper = false
  for (const op of ops) {
    switch (op.op) {
      case 'put':
        put.set(op.element.type, (put.get(op.element.type) ?? 0) + 1)
        break
      case 'set':
        count('changed', op.id)
        break
      case 'splice':
      case 'compact':
        count('written', op.id)
        break
      case 'remove':
        count('deleted', op.id)
        break
      case 'meta':
        paper = true
    }
  }
  const parts = [...put].map(([type, many]) => (many === 1 ? type : `${many} × ${type}`))
  for (const [kind, ids] of others)
    parts.push(`${WORDS[kind]} ${ids.size === 1 ? 'an element' : `${ids.size} elements`}`)
  if (paper) parts.push('paper of the board')
  const text = parts.join(', ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}

const WORDS = { changed: 'change of', written: 'writing in', deleted: 'deleting of' } as const
