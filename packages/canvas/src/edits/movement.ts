import {
  type Box,
  type Element,
  type ElementId,
  endOf,
  endValue,
  isLine,
  type Op,
  type Props,
  resolvedEnds,
  translated,
  type Value,
} from '@inkwire/board'
import type { Scene } from '../scene/scene.ts'

const MAX_COORDINATE = 1_000_000

/** The distance cut so that a box stays where coordinates may be: an op beyond is refused. */
export function allowedMove(bounds: Box | undefined, dx: number, dy: number): { dx: number; dy: number } {
  if (!bounds) return { dx, dy }
  const cut = (by: number, min: number, max: number) =>
    Math.max(Math.min(0, -MAX_COORDINATE - min), Math.min(by, Math.max(0, MAX_COORDINATE - max)))
  return { dx: cut(dx, bounds.minX, bounds.maxX), dy: cut(dy, bounds.minY, bounds.maxY) }
}

/** The ops that move elements and what they hold. Bound ends of lines let go of what isn't moved with them. */
export function moveOps(scene: Scene, ids: Iterable<ElementId>, dx: number, dy: number): Op[] {
  const moved = new Set(scene.withMembers(ids))
  const ops: Op[] = []
  for (const id of moved) {
    const element = scene.get(id)
    const props = element && movedProps(scene, element, moved, dx, dy)
    if (props && Object.keys(props).length > 0) ops.push({ op: 'set', id, props })
  }
  return ops
}

/** The properties that move an element along with others. */
export function movedProps(
  scene: Scene,
  element: Element,
  moved: ReadonlySet<ElementId>,
  dx: number,
  dy: number,
): Props {
  if (!isLine(element)) return translated(element, dx, dy)
  const ends = resolvedEnds(element, scene.context)
  const placed = { ...element, start: endValue(ends.start), end: endValue(ends.end) }
  const props: { [name: string]: Value | undefined } = { ...translated(placed, dx, dy) }
  for (const name of ['start', 'end'] as const) {
    const end = ends[name]
    if (end.binding && !moved.has(end.binding.id)) props[name] = { x: end.x + dx, y: end.y + dy }
  }
  return props
}

/** The ops that write down where the ends of a line are now that are bound to elements which go away. */
export function letGoOps(scene: Scene, gone: ReadonlySet<ElementId>): Op[] {
  const ops: Op[] = []
  const seen = new Set<ElementId>()
  for (const target of gone) {
    for (const id of scene.arrowsOf(target)) {
      const line = scene.get(id)
      if (!line || gone.has(id) || seen.has(id)) continue
      seen.add(id)
      const ends = resolvedEnds(line, scene.context)
      const props: { [name: string]: Value } = {}
      for (const name of ['start', 'end'] as const) {
        const binding = endOf(line, name)?.binding
        if (binding && gone.has(binding.id)) props[name] = { x: ends[name].x, y: ends[name].y }
      }
      ops.push({ op: 'set', id, props })
    }
  }
  return ops
}
