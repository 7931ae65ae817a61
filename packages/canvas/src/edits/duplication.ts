import {
  type Element,
  type ElementId,
  endOf,
  endValue,
  isLine,
  isTextProperty,
  type NewElement,
  orderKeys,
  parentOf,
  type Random,
  resolvedEnds,
  textOf,
  translated,
  type Value,
} from '@inkwire/board'
import type { Scene } from '../scene/scene.ts'

interface Copying {
  readonly dx: number
  readonly dy: number
  newId(): ElementId
  readonly random: Random
}

/**
 * The ops that put copies of elements and of what they hold, moved by (dx, dy), above everything in the same frame or group. Copies of
 * arrows are bound to the copies of their targets, and let go of what isn't copied.
 *
 * @returns the ops, and the copies of `ids`
 */
export function duplicateOps(
  scene: Scene,
  ids: readonly ElementId[],
  { dx, dy, newId, random }: Copying,
): { ops: { readonly op: 'put'; readonly element: NewElement }[]; copies: ElementId[] } {
  const originals = scene.paintOrdered(scene.withMembers(ids))
  const copyOf = new Map(originals.map(({ id }) => [id, newId()] as const))
  const orders = ordersAbove(scene, originals, copyOf, random)
  const ops = originals.flatMap((element) => {
    const id = copyOf.get(element.id)
    if (id === undefined) return []
    const order = orders.get(element.id) ?? element.order
    return [{ op: 'put' as const, element: copied(scene, element, { id, order, copyOf, dx, dy }) }]
  })
  return { ops, copies: ids.flatMap((id) => copyOf.get(id) ?? []) }
}

/** Keys for the copies whose parents aren't copied: the others are among themselves, as their originals are. */
function ordersAbove(
  scene: Scene,
  originals: readonly Element[],
  copyOf: ReadonlyMap<ElementId, ElementId>,
  random: Random,
): Map<ElementId, string> {
  const byParent = new Map<ElementId | undefined, Element[]>()
  for (const element of originals) {
    const parent = parentOf(element, scene.get)?.id
    if (parent !== undefined && copyOf.has(parent)) continue
    const siblings = byParent.get(parent)
    if (siblings) siblings.push(element)
    else byParent.set(parent, [element])
  }
  const orders = new Map<ElementId, string>()
  for (const [parent, siblings] of byParent) {
    const keys = orderKeys(scene.topOrder(parent), null, siblings.length, random)
    for (const [i, { id }] of siblings.entries()) orders.set(id, keys[i] ?? '')
  }
  return orders
}

function copied(
  scene: Scene,
  element: Element,
  copy: { id: ElementId; order: string; copyOf: ReadonlyMap<ElementId, ElementId>; dx: number; dy: number },
): NewElement {
  const placed = isLine(element) ? { ...element, ...endValues(scene, element, copy.copyOf) } : element
  const props: { [name: string]: Value | undefined } = { ...placed, ...translated(placed, copy.dx, copy.dy) }
  for (const name of Object.keys(props)) if (isTextProperty(name)) props[name] = textOf(element, name)
  const around = parentOf(element, scene.get)?.id
  if (around === undefined) delete props.parent
  else props.parent = copy.copyOf.get(around) ?? around
  // A copy that could not be moved off its original would seem not to be there.
  delete props.locked
  return { ...props, id: copy.id, type: element.type, order: copy.order }
}

function endValues(scene: Scene, line: Element, copyOf: ReadonlyMap<ElementId, ElementId>) {
  const ends = resolvedEnds(line, scene.context)
  const value = (name: 'start' | 'end'): Value => {
    const binding = endOf(line, name)?.binding
    const id = binding && copyOf.get(binding.id)
    const { x, y } = ends[name]
    return binding && id ? endValue({ x, y, binding: { ...binding, id } }) : { x, y }
  }
  return { start: value('start'), end: value('end') }
}
