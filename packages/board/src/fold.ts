import type { DocumentLayer } from './document.ts'
import { type Element, isTextProperty } from './element.ts'
import type { ElementId } from './ids.ts'
import type { Batch, NewElement, Op } from './op.ts'
import { type CharacterId, characterCount, compacted, isTextSequence, spliced, textSequence } from './text.ts'
import { own, type Props, type Value } from './value.ts'

/**
 * Applies a batch to a document: the one place where a document changes, the same in the browser and on the server. An op that
 * no longer applies does nothing, the others still do.
 *
 * @returns the ids of the elements that are now another object, or gone
 */
export function fold(layer: DocumentLayer, batch: Pick<Batch, 'actor' | 'number' | 'ops'>): Set<ElementId> {
  const touched = new Set<ElementId>()
  // Characters get their ids by their place in the batch, whether or not their op still applies: so all replicas agree on them.
  let offset = 0
  for (const op of batch.ops) {
    const changed = foldOp(layer, op, [batch.actor, batch.number, offset])
    if (changed) touched.add(changed)
    offset += createdCharacters(op)
  }
  return touched
}

/** How many characters an op creates ids for. */
export function createdCharacters(op: Op): number {
  switch (op.op) {
    case 'put':
      return countTexts(op.element)
    case 'set':
      return countTexts(op.props)
    case 'splice':
      return characterCount(op.insert)
    default:
      return 0
  }
}

function countTexts(props: Props): number {
  let count = 0
  for (const name of Object.keys(props)) {
    const value = props[name]
    if (isTextProperty(name) && typeof value === 'string') count += characterCount(value)
  }
  return count
}

function foldOp(layer: DocumentLayer, op: Op, characters: CharacterId): ElementId | undefined {
  switch (op.op) {
    case 'put': {
      if (closesCycle(layer, op.element.id, own(op.element, 'parent'))) return undefined
      const element = withTexts(op.element, characters) as NewElement & Element
      layer.put(element)
      return element.id
    }
    case 'set': {
      const element = layer.get(op.id)
      if (!element || closesCycle(layer, op.id, own(op.props, 'parent'))) return undefined
      layer.put(changed(element, withTexts(op.props, characters)) as Element)
      return op.id
    }
    case 'remove': {
      if (!layer.get(op.id)) return undefined
      layer.remove(op.id)
      return op.id
    }
    case 'splice': {
      const element = layer.get(op.id)
      if (!element) return undefined
      const sequence = own(element, op.prop)
      const next = spliced(isTextSequence(sequence) ? sequence : [], op, characters)
      layer.put({ ...element, [op.prop]: next })
      return op.id
    }
    case 'compact': {
      const element = layer.get(op.id)
      const sequence = element && own(element, op.prop)
      if (!element || !isTextSequence(sequence)) return undefined
      layer.put({ ...element, [op.prop]: compacted(sequence) })
      return op.id
    }
    case 'meta':
      layer.setMeta(changed(layer.meta, op.props))
      return undefined
  }
}

/** `props` with plain texts turned into sequences; names in sorted order, so that ids don't depend on who built the object. */
function withTexts(props: Props, [actor, number, from]: CharacterId): Props {
  let result: { [name: string]: Value | undefined } | undefined
  let offset = from
  for (const name of Object.keys(props).sort()) {
    const value = props[name]
    if (!isTextProperty(name) || typeof value !== 'string') continue
    result ??= { ...props }
    result[name] = textSequence(value, [actor, number, offset])
    offset += characterCount(value)
  }
  return result ?? props
}

function changed(before: Props, props: Props): Props {
  const next: { [name: string]: Value | undefined } = { ...before }
  for (const name of Object.keys(props)) {
    const value = props[name]
    if (value === null) delete next[name]
    else if (name === '__proto__')
      Object.defineProperty(next, name, { value, enumerable: true, configurable: true, writable: true })
    else next[name] = value
  }
  return next
}

/** Whether making `parent` the parent of `id` would make `id` its own ancestor; two concurrent moves can ask for that. */
function closesCycle(layer: DocumentLayer, id: ElementId, parent: Value | undefined): boolean {
  let ancestor = parent
  // The document holds no cycle, so this walk ends.
  while (typeof ancestor === 'string') {
    if (ancestor === id) return true
    const element = layer.get(ancestor as ElementId)
    ancestor = element && own(element, 'parent')
  }
  return false
}
