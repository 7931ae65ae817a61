import type { DocumentView } from './document.ts'
import { type Element, isTextProperty, REQUIRED_PROPERTIES, TEXT_PROPERTIES } from './element.ts'
import { DOCUMENT_LIMITS } from './limits.ts'
import type { NewElement, Op } from './op.ts'
import { PackWriter } from './pack.ts'
import { opToValue } from './packed-ops.ts'
import { opProblem } from './properties.ts'
import { characterBefore, characterCount, isTextSequence, plainText, type TextSequence, unitIndex } from './text.ts'
import { equalValues, own, type Props, type Value } from './value.ts'

/** What the head of a list of ops takes besides one op, in bytes. */
const LIST_BYTES = 8

/**
 * The ops that make a document show what another one shows, as few as sensible; none where it does already. Texts come as plain
 * strings: they say the same, by other characters. They may be more than one batch can hold.
 */
export function difference(from: DocumentView, to: DocumentView): Op[] {
  const writer = new DifferenceWriter()
  for (const { id } of from.elements()) if (!to.get(id)) writer.ops.push({ op: 'remove', id })
  // Out of the old parents before into the new ones: in between there must be no circle either, which the fold would refuse.
  const later: (readonly [now: Element | undefined, next: Element])[] = []
  for (const next of to.elements()) {
    const now = from.get(next.id)
    if (now === next) continue
    if (now?.parent === undefined || now.parent === next.parent) later.push([now, next])
    else if (next.parent === undefined && now.type === next.type) writer.change(now, next)
    else {
      writer.ops.push({ op: 'set', id: next.id, props: { parent: null } })
      const { parent: _, ...orphan } = now
      later.push([orphan as Element, next])
    }
  }
  for (const [now, next] of later) {
    if (now) writer.change(now, next)
    else writer.put(next)
  }
  const meta = changedProps(from.meta, to.meta)
  if (meta) writer.ops.push({ op: 'meta', props: meta })
  return writer.ops
}

class DifferenceWriter {
  readonly ops: Op[] = []
  private readonly packer = new PackWriter()

  change(now: Element, next: Element): void {
    const props = changedProps(now, next)
    if (!props) return
    const set: Op = { op: 'set', id: next.id, props }
    // What a put changed (the type, a property that can't be taken away) only a put can change back.
    if (opProblem(set) || !this.fits(set)) this.put(next)
    else {
      this.ops.push(set)
      for (const name of TEXT_PROPERTIES) if (Object.hasOwn(props, name)) this.restOfText(next, name)
    }
  }

  /** An element in one op where that fits, else in several: what grew by many changes can be larger than one of them may be. */
  put(element: Element): void {
    const props = plainProps(element)
    const whole: Op = { op: 'put', element: props as NewElement }
    if (this.fits(whole)) this.ops.push(whole)
    else {
      const needed = new Set(['id', 'type', 'order', 'parent', ...requiredOf(element.type)])
      const [some, others] = [Object.entries(props), Object.entries(props)]
      this.ops.push({ op: 'put', element: Object.fromEntries(some.filter(([name]) => needed.has(name))) as NewElement })
      for (const [name, value] of others) {
        if (!needed.has(name)) this.ops.push({ op: 'set', id: element.id, props: Object.fromEntries([[name, value]]) })
      }
    }
    for (const name of TEXT_PROPERTIES) this.restOfText(element, name)
  }

  /** What of a text was too long for the op that began it: it goes where the anchor, which is not there, falls back to. */
  private restOfText(element: Element, prop: 'label' | 'text'): void {
    const sequence = own(element, prop)
    if (!isTextSequence(sequence)) return
    const text = plainText(sequence)
    const length = text.length > DOCUMENT_LIMITS.textCharacters ? characterCount(text) : 0
    for (let done: number = DOCUMENT_LIMITS.textCharacters; done < length; done += DOCUMENT_LIMITS.textCharacters) {
      const insert = text.slice(unitIndex(text, done), unitIndex(text, done + DOCUMENT_LIMITS.textCharacters))
      const after = characterBefore(sequence, done)
      this.ops.push({ op: 'splice', id: element.id, prop, after, fallback: done, insert, delete: [] })
    }
  }

  private fits(op: Op): boolean {
    this.packer.clear()
    this.packer.value(opToValue(op))
    return this.packer.peek().length + LIST_BYTES <= DOCUMENT_LIMITS.batchBytes
  }
}

/** The properties that differ, null for those that are to be taken away; undefined: none do. */
function changedProps(now: Props, next: Props): Props | undefined {
  const changes: [name: string, value: Value][] = []
  for (const name of new Set([...Object.keys(now), ...Object.keys(next)])) {
    const [before, after] = [own(now, name), own(next, name)]
    if (before === after) continue
    const [old, wanted] = [plain(name, before), plain(name, after)]
    if (!equalValues(old, wanted)) changes.push([name, begun(name, wanted) ?? null])
  }
  // fromEntries defines keys, so that one called __proto__ is just a key.
  return changes.length > 0 ? Object.fromEntries(changes) : undefined
}

function plainProps(element: Element): Props {
  return Object.fromEntries(Object.keys(element).map((name) => [name, begun(name, plain(name, own(element, name)))]))
}

/** A value as an op gives it. */
const plain = (name: string, value: Value | TextSequence | undefined): Value | undefined =>
  isTextProperty(name) && isTextSequence(value) ? plainText(value) : (value as Value | undefined)

/** As much of a text as one op may bring. */
const begun = (name: string, value: Value | undefined): Value | undefined =>
  isTextProperty(name) && typeof value === 'string' && value.length > DOCUMENT_LIMITS.textCharacters
    ? value.slice(0, unitIndex(value, DOCUMENT_LIMITS.textCharacters))
    : value

function requiredOf(type: string): readonly string[] {
  const table: { readonly [type: string]: readonly string[] } = REQUIRED_PROPERTIES
  return Object.hasOwn(table, type) ? (table[type] ?? []) : []
}
