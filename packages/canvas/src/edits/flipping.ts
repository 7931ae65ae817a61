import {
  centreOf,
  type Element,
  type ElementId,
  endOf,
  endValue,
  equalValues,
  isLine,
  type LineEnd,
  type Op,
  own,
  type Placement,
  type Stretch,
  stretched,
  textOf,
  type Value,
  wrappedAngle,
} from '@inkwire/board'
import type { Scene } from '../scene/scene.ts'
import type { Direction } from './alignment.ts'

/** Shapes that are mirrored left to right by themselves, but not top to bottom: that is half a turn for them. */
const UPWARD: ReadonlySet<string> = new Set(['triangle', 'star'])

/**
 * The ops that mirror elements and what they hold in the middle of a box. Words stay readable. Lines stay bound to what is mirrored
 * with them, at the mirrored place, and let go of the rest.
 */
export function flipOps(scene: Scene, ids: readonly ElementId[], box: Placement, direction: Direction): Op[] {
  const across = direction === 'horizontally'
  const stretch: Stretch = { origin: centreOf(box), x: across ? -1 : 1, y: across ? 1 : -1, angle: 0 }
  const members = scene.withMembers(ids)
  const flipped = new Set(members)
  return members.flatMap((id): Op[] => {
    const element = scene.get(id)
    if (!element) return []
    const props: { [name: string]: Value | undefined } = { ...stretched(element, stretch, scene.context) }
    if (isLine(element)) mirrorEnds(scene, element, props, flipped, across)
    else if (!across && turnsOver(element)) props.angle = wrappedAngle(angleOf(props.angle) + Math.PI)
    const same = Object.keys(props).every((name) => equalValues(props[name], own(element, name)))
    return same ? [] : [{ op: 'set', id, props }]
  })
}

function mirrorEnds(
  scene: Scene,
  line: Element,
  props: { [name: string]: Value | undefined },
  flipped: ReadonlySet<ElementId>,
  across: boolean,
): void {
  const mirrored = endsOf({ ...line, ...props } as Element)
  for (const name of ['start', 'end'] as const) {
    const end = mirrored[name]
    const target = end?.binding && flipped.has(end.binding.id) ? scene.get(end.binding.id) : undefined
    if (!end?.binding) continue
    const { u, v } = end.binding
    // What is turned over has its left and right changed, too.
    const sideways = across || (target !== undefined && turnsOver(target))
    const upright = !across && !(target !== undefined && turnsOver(target))
    const binding = target && { ...end.binding, u: sideways ? 1 - u : u, v: upright ? 1 - v : v }
    props[name] = endValue(binding ? { x: end.x, y: end.y, binding } : { x: end.x, y: end.y })
  }
}

function endsOf(line: Element): { readonly start: LineEnd | undefined; readonly end: LineEnd | undefined } {
  return { start: endOf(line, 'start'), end: endOf(line, 'end') }
}

/** A word in it would stand on its head. */
const turnsOver = (element: Element): boolean => UPWARD.has(element.type) && textOf(element, 'label') === ''

const angleOf = (value: Value | undefined): number => (typeof value === 'number' ? value : 0)
