import { type DocumentView, Overlay } from './document.ts'
import { type Element, isTextProperty, TEXT_PROPERTIES } from './element.ts'
import { createdCharacters, fold } from './fold.ts'
import type { ElementId } from './ids.ts'
import {
  livingRanges,
  type Rename,
  renamedDifference,
  renamedSequence,
  type TextDifference,
  textDifference,
  textSplices,
  withoutDifference,
} from './inverse-text.ts'
import type { Batch, NewElement, Op } from './op.ts'
import { opProblem } from './properties.ts'
import { type CharacterRange, compacted, isTextSequence, plainText, type TextSequence } from './text.ts'
import { equalValues, own, type Props, type Value } from './value.ts'

/**
 * What a batch did to one element, or to the board's meta, as far as undo needs it. Plain data: it can be stored.
 * `orphan`: it had a parent that was gone already, so it comes back with that one.
 */
export type Change =
  | { readonly kind: 'created'; readonly element: Element }
  | { readonly kind: 'removed'; readonly element: Element; readonly orphan: boolean }
  | {
      readonly kind: 'changed'
      readonly id: ElementId
      readonly orphan: boolean
      readonly props: readonly PropertyChange[]
      readonly texts: readonly TextChange[]
    }
  | { readonly kind: 'meta'; readonly props: readonly PropertyChange[] }

/** undefined: the property was not there. */
export interface PropertyChange {
  readonly name: string
  readonly before: Value | undefined
  readonly after: Value | undefined
}

export interface TextChange {
  readonly name: string
  /** Whether the element had this text at all before. */
  readonly wasThere: boolean
  readonly difference: TextDifference
}

/** Characters that an op brings back: in the order in which it creates them, under the ids that they had. */
export interface Revived {
  /** Index in `ops`. */
  readonly op: number
  readonly ranges: readonly CharacterRange[]
}

export interface Inverse {
  readonly ops: readonly Op[]
  /** Elements that were created but are left, because others changed them since. */
  readonly kept: number
  readonly revived: readonly Revived[]
}

type Before = Pick<DocumentView, 'get' | 'meta'>

/** What a batch would do to a document: to be asked before it is folded. */
export function changesOf(before: Before, batch: Pick<Batch, 'actor' | 'number' | 'ops'>): Change[] {
  const after = new Overlay(before)
  fold(after, batch)
  const changes: Change[] = []
  for (const [id, element] of after.changed) {
    const old = before.get(id)
    if (old && element) {
      const change = elementChange(old, element, isOrphan(before, old))
      if (change) changes.push(change)
    } else if (element) changes.push({ kind: 'created', element })
    else if (old) changes.push({ kind: 'removed', element: old, orphan: isOrphan(before, old) })
  }
  const meta = propertyChanges(before.meta, after.meta)
  if (meta.length > 0) changes.push({ kind: 'meta', props: meta })
  return changes
}

const isOrphan = (document: Before, { parent }: Element): boolean => parent !== undefined && !document.get(parent)

function elementChange(before: Element, after: Element, orphan: boolean): Change | undefined {
  const texts: TextChange[] = []
  const props: PropertyChange[] = []
  for (const change of propertyChanges(before, after)) {
    const { name, before: old, after: now } = change
    if (isTextProperty(name) && isTextSequence(now) && (old === undefined || isTextSequence(old))) {
      const difference = textDifference(old ?? [], now)
      texts.push({ name, wasThere: old !== undefined, difference })
    } else props.push(change)
  }
  return props.length + texts.length > 0 ? { kind: 'changed', id: before.id, orphan, props, texts } : undefined
}

function propertyChanges(before: Props, after: Props): PropertyChange[] {
  if (before === after) return []
  const changes: PropertyChange[] = []
  const compare = (name: string) => {
    const [old, now] = [own(before, name), own(after, name)]
    if (!equalValues(old, now)) changes.push({ name, before: old, after: now })
  }
  // Most are the very same value: a thousand moved elements need not be looked at in depth.
  for (const name of Object.keys(before)) if (before[name] !== after[name]) compare(name)
  for (const name of Object.keys(after)) if (!Object.hasOwn(before, name)) compare(name)
  return changes
}

/**
 * The ops that take back what the batches of one gesture did, against a document that others may have changed since.
 *
 * @param parts the changes of each batch, oldest first
 */
export function inverseOps(parts: readonly (readonly Change[])[], current: Before): Inverse {
  // First where undo wants to get to, step by step backwards; then the ops that lead there.
  const goal: Goal = { current, wanted: new Overlay(current), kept: new Set(), orphans: new Set() }
  for (const changes of parts.toReversed()) {
    for (const change of changes.toReversed()) takeBack(goal, change)
  }
  const { wanted, kept } = goal
  const ops = new OpList()
  for (const [id, element] of wanted.changed) if (!element && current.get(id)) ops.add({ op: 'remove', id })
  // Out of the old parents before into the new ones: in between there must be no circle either, which the fold would refuse.
  for (const [id, element] of wanted.changed) {
    const parent = current.get(id)?.parent
    if (parent && element && element.parent !== parent) ops.add({ op: 'set', id, props: { parent: null } })
  }
  for (const element of wanted.changed.values()) if (element) difference(ops, goal, current.get(element.id), element)
  const meta = nulledProps(propertyChanges(current.meta, wanted.meta))
  if (meta) ops.add({ op: 'meta', props: meta })
  return { ops: ops.ops, kept: [...kept].filter((id) => wanted.get(id)).length, revived: ops.revived }
}

/** Where undo wants to get to. */
interface Goal {
  readonly current: Before
  readonly wanted: Overlay
  readonly kept: Set<ElementId>
  /** Elements that come back with a parent that was gone before. */
  readonly orphans: Set<ElementId>
}

function takeBack({ wanted, kept, orphans }: Goal, change: Change): void {
  switch (change.kind) {
    case 'created': {
      const now = wanted.get(change.element.id)
      if (!now) return
      if (sameContent(wanted, now, change.element)) wanted.remove(now.id)
      else kept.add(now.id)
      return
    }
    case 'removed':
      if (wanted.get(change.element.id)) return
      wanted.put(change.element)
      if (change.orphan) orphans.add(change.element.id)
      return
    case 'changed': {
      const now = wanted.get(change.id)
      if (!now) return
      const next = withTextsTakenBack(withPropsTakenBack(now, change.props), change.texts)
      if (next === now) return
      wanted.put(next as Element)
      if (change.orphan) orphans.add(change.id)
      return
    }
    case 'meta':
      wanted.setMeta(withPropsTakenBack(wanted.meta, change.props))
  }
}

/** Whether nobody changed an element since: a text has to consist of the same characters, not only to say the same. */
function sameContent(wanted: Overlay, a: Element, b: Element): boolean {
  const there = (id: ElementId | undefined) => (id && wanted.get(id) ? id : undefined)
  return propertyChanges(a, b).every(({ name, before, after }) => {
    if (name === 'parent') return there(a.parent) === there(b.parent)
    if (!isTextProperty(name) || !isTextSequence(before) || !isTextSequence(after)) return false
    return equalValues(compacted(before), compacted(after))
  })
}

function withPropsTakenBack(props: Props, changes: readonly PropertyChange[]): Props {
  const valid = changes.filter(({ name, after }) => equalValues(own(props, name), after))
  if (valid.length === 0) return props
  const next = new Map(Object.entries(props))
  for (const { name, before } of valid) next.set(name, before)
  // fromEntries defines keys, so that one called __proto__ is just a key.
  return Object.fromEntries([...next].filter(([, value]) => value !== undefined))
}

function withTextsTakenBack(props: Props, changes: readonly TextChange[]): Props {
  let next = props
  for (const { name, wasThere, difference } of changes) {
    const sequence = own(next, name)
    if (!isTextSequence(sequence)) continue
    const taken = withoutDifference(sequence, difference)
    const gone = !wasThere && plainText(taken) === ''
    if (!gone && equalValues(taken, sequence)) continue
    next = { ...next, [name]: gone ? undefined : taken }
  }
  return next
}

class OpList {
  readonly ops: Op[] = []
  readonly revived: Revived[] = []

  add(op: Op, ranges: readonly CharacterRange[] = []): void {
    if (ranges.length > 0) this.revived.push({ op: this.ops.length, ranges })
    this.ops.push(op)
  }
}

function difference(ops: OpList, goal: Goal, now: Element | undefined, next: Element): void {
  const { id } = next
  if (!now) {
    put(ops, goal, next)
    return
  }
  const props: { [name: string]: Value } = {}
  const revived: CharacterRange[] = []
  const splices: [name: string, from: TextSequence, to: TextSequence][] = []
  for (const { name, before, after } of propertyChanges(now, next)) {
    if (isTextProperty(name) && isTextSequence(after)) {
      if (isTextSequence(before)) splices.push([name, before, after])
      else props[name] = plainText(after)
    } else if (name !== 'parent') defineProperty(props, name, after ?? null)
  }
  const set: Op = { op: 'set', id, props }
  // What a put changed (the type, a property that can't be taken away) only a put can change back.
  if (opProblem(set)) {
    put(ops, goal, next)
    return
  }
  for (const name of TEXT_PROPERTIES) {
    const text = own(next, name)
    if (Object.hasOwn(props, name) && isTextSequence(text)) revived.push(...livingRanges(text))
  }
  if (Object.keys(props).length > 0) ops.add(set, revived)
  // Alone: where it would close a cycle the fold leaves out the whole op.
  const parent = parentOf(goal, next)
  if (parent && now.parent !== parent) ops.add({ op: 'set', id, props: { parent } })
  for (const [name, from, to] of splices) {
    for (const { splice, revived: ranges } of textSplices(from, to)) {
      if (isTextProperty(name)) ops.add({ op: 'splice', id, prop: name, ...splice }, ranges)
    }
  }
}

function put(ops: OpList, goal: Goal, element: Element): void {
  const props: { [name: string]: Value } = {}
  const revived: CharacterRange[] = []
  // Sorted, as the fold hands out ids to the characters of an element's texts in this order.
  for (const name of Object.keys(element).sort()) {
    const value = element[name]
    if (value === undefined || name === 'parent') continue
    if (isTextProperty(name) && isTextSequence(value)) {
      props[name] = plainText(value)
      revived.push(...livingRanges(value))
    } else defineProperty(props, name, value)
  }
  const parent = parentOf(goal, element)
  if (parent) props.parent = parent
  const op: Op = { op: 'put', element: props as NewElement }
  if (!opProblem(op)) ops.add(op, revived)
}

/** The parent that an element can come back to: none where it is gone, or has become a member of the element itself. */
function parentOf({ current, wanted, orphans }: Goal, element: Element): ElementId | undefined {
  // What undo does not move stays where it is: of a cycle, the other elements give way.
  const now = current.get(element.id)
  if (now && now.parent === element.parent) return element.parent
  const seen = new Set<ElementId>([element.id])
  for (let id = element.parent; id; id = wanted.get(id)?.parent) {
    if (seen.has(id)) return undefined
    seen.add(id)
  }
  const { parent } = element
  if (!parent || wanted.get(parent)) return parent
  // Before the gesture that made its parent, or before the parent went, it was an orphan as well: then it is again.
  return orphans.has(element.id) || wanted.changed.has(parent) ? parent : undefined
}

function nulledProps(changes: readonly PropertyChange[]): Props | undefined {
  if (changes.length === 0) return undefined
  const props: { [name: string]: Value } = {}
  for (const { name, after } of changes) defineProperty(props, name, after ?? null)
  return props
}

/** A plain assignment to `__proto__` would set the prototype. */
function defineProperty(props: { [name: string]: Value }, name: string, value: Value): void {
  Object.defineProperty(props, name, { value, enumerable: true, configurable: true, writable: true })
}

/** Which characters live on under which ids, once the ops of an inverse were committed as these batches, in order. */
export function renamesOf(
  revived: readonly Revived[],
  batches: readonly Pick<Batch, 'actor' | 'number' | 'ops'>[],
): Rename[] {
  const renames: Rename[] = []
  const byOp = new Map(revived.map(({ op, ranges }) => [op, ranges]))
  let index = 0
  for (const { actor, number, ops } of batches) {
    let offset = 0
    for (const op of ops) {
      let at = offset
      for (const range of byOp.get(index) ?? []) {
        renames.push({ from: range, to: [actor, number, at] })
        at += range[3]
      }
      offset += createdCharacters(op)
      index++
    }
  }
  return renames
}

/** Changes under the present ids of their characters. */
export function renamedChanges(changes: readonly Change[], renames: readonly Rename[]): readonly Change[] {
  return changes.map((change) => renamedChange(change, renames))
}

function renamedChange(change: Change, renames: readonly Rename[]): Change {
  switch (change.kind) {
    case 'created':
    case 'removed':
      return { ...change, element: renamedTexts(change.element, renames) as Element }
    case 'changed':
      return {
        ...change,
        props: change.props.map(({ name, before, after }) => ({
          name,
          before: isTextProperty(name) && isTextSequence(before) ? renamedSequence(before, renames) : before,
          after,
        })),
        texts: change.texts.map((text) => ({ ...text, difference: renamedDifference(text.difference, renames) })),
      }
    case 'meta':
      return change
  }
}

function renamedTexts(props: Props, renames: readonly Rename[]): Props {
  let next = props
  for (const name of TEXT_PROPERTIES) {
    const sequence = own(next, name)
    if (isTextSequence(sequence)) next = { ...next, [name]: renamedSequence(sequence, renames) }
  }
  return next
}
