import {
  type DocumentView,
  type Element,
  type ElementId,
  isTextSequence,
  type Op,
  plainText,
  spliceTo,
} from '@inkwire/board'
import type { Seeded } from './seeded.ts'

const COLORS = ['ink', 'red', 'blue', 'green'] as const
const WORDS = ['ink', 'wire', 'a', '', 'paper ', '𝒳'] as const

/** Something that a person may do on a board as they see it: the ops of one gesture; sometimes none. */
export function intent(document: DocumentView, random: Seeded, newId: () => ElementId): Op[] {
  const elements = [...document.elements()]
  const some = random.pick(elements)
  const kind = random.between(0, 9)
  if (!some || kind < 3) return [put(random, newId(), random.pick(elements))]
  if (kind < 6)
    return [{ op: 'set', id: some.id, props: { x: random.between(-500, 500), y: random.between(-500, 500) } }]
  if (kind < 7) return [{ op: 'set', id: some.id, props: { color: random.pick(COLORS) ?? 'ink' } }]
  if (kind < 8) return written(some, random)
  if (kind < 9 && elements.length > 5) return [{ op: 'remove', id: some.id }]
  return [put(random, newId(), undefined), { op: 'set', id: some.id, props: { width: random.between(1, 9) } }]
}

function put(random: Seeded, id: ElementId, near: Element | undefined): Op {
  const [x, y] = [random.between(-500, 500), random.between(-500, 500)]
  const base = { id, order: `a${random.between(0, 9)}`, x, y }
  if (random.chance(0.4)) return { op: 'put', element: { ...base, type: 'text', text: random.pick(WORDS) ?? '' } }
  const parent = near && random.chance(0.3) ? { parent: near.id } : {}
  return {
    op: 'put',
    element: { ...base, ...parent, type: random.pick(['rectangle', 'frame']) ?? 'frame', w: 9, h: 9 },
  }
}

function written(element: Element, random: Seeded): Op[] {
  const { text } = element
  if (!isTextSequence(text)) return []
  const before = Array.from(plainText(text))
  const at = random.between(0, before.length)
  const next = [...before.slice(0, at), random.pick(WORDS) ?? '', ...before.slice(at + random.between(0, 2))].join('')
  const splice = spliceTo(text, next)
  return splice ? [{ op: 'splice', id: element.id, prop: 'text', ...splice }] : []
}
