import {
  type Element,
  type ElementId,
  endOf,
  endValue,
  isLine,
  isTextProperty,
  type NewElement,
  type Op,
  orderKeys,
  type Random,
  resolvedEnds,
  textOf,
  translated,
  type Value,
} from '@inkwire/board'
import type { Scene } from '../scene/scene.ts'

/**
 * The ops that put copies of elements and of what they hold, moved by (dx, dy), on top of everything. Copies of arrows are bound to the
 * copies of their targets, and let go of what isn't copied.
 *
 * @returns the ops, and the copies of `ids`
 */
export function duplicateOps(
  scene: Scene,
  ids: readonly ElementId[],
  { dx, dy, newId, random }: { dx: number; dy: number; newId: () => ElementId; random: Random },
): { ops: Op[]; copies: ElementId[] } {
  const originals = scene.paintOrdered(scene.withMembers(ids))
  const copyOf = new Map(originals.map(({ id }) => [id, newId()] as const))
  const keys = orderKeys(scene.topOrder(), null, originals.length, random)
  const ops = originals.flatMap((element, i): Op[] => {
    const id = copyOf.get(element.id)
    const order = keys[i]
    if (id === undefined || order === undefined) return []
    return [{ op: 'put', element: copied(scene, element, { id, order, copyOf, dx, dy }) }]
  })
  return { ops, copies: ids.flatMap((id) => copyOf.get(id) ?? []) }
}

function copied(
  scene: Scene,
  element: Element,
  copy: { id: ElementId; order: string; copyOf: ReadonlyMap<ElementId, ElementId>; dx: number; dy: number },
): NewElement {
  const placed = isLine(element) ? { ...element, ...endValues(scene, element, copy.copyOf) } : element
  const props: { [name: string]: Value | undefined } = { ...placed, ...translated(placed, copy.dx, copy.dy) }
  for (const name of Object.keys(props)) if (isTextProperty(name)) props[name] = textOf(element, name)
  const parent = element.parent === undefined ? undefined : copy.copyOf.get(element.parent)
  if (parent === undefined) delete props.parent
  else props.parent = parent
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
