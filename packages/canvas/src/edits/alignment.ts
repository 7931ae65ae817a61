import { type Box, boxUnion, type Element, type ElementId, endOf, isLine, type Op } from '@inkwire/board'
import type { Scene } from '../scene/scene.ts'
import { roots } from '../selection/picking.ts'
import { shapeBox } from '../snapping/neighbours.ts'
import { moveOps } from './movement.ts'

export type Alignment = 'left' | 'center' | 'right' | 'top' | 'middle' | 'bottom'
export type Direction = 'horizontally' | 'vertically'

/** Shorter ways than this, px, are none: sums of coordinates are not exact. */
const SAME = 1e-6

/** What is moved as one: an element, or a group with all in it. */
interface Unit {
  readonly id: ElementId
  readonly box: Box
}

/** The ops that bring elements to one edge, or to the middle, of the box around all of them. None for less than two. */
export function alignOps(scene: Scene, ids: Iterable<ElementId>, to: Alignment): Op[] {
  const units = unitsOf(scene, ids)
  const whole = boxUnion(units.map(({ box }) => box))
  if (!whole || units.length < 2) return []
  return units.flatMap(({ id, box }) => {
    const { dx, dy } = wayTo(to, box, whole)
    return shifted(scene, id, dx, dy)
  })
}

/**
 * The ops that make the gaps between elements alike, the first and the last staying where they are; where there is no room for gaps,
 * the distances of their middles. None for less than three.
 */
export function distributeOps(scene: Scene, ids: Iterable<ElementId>, direction: Direction): Op[] {
  const across = direction === 'horizontally'
  const units = unitsOf(scene, ids).map(({ id, box }) => {
    const [min, max] = across ? [box.minX, box.maxX] : [box.minY, box.maxY]
    return { id, min, max, size: max - min, middle: (min + max) / 2 }
  })
  units.sort((a, b) => a.middle - b.middle || (a.id < b.id ? -1 : 1))
  const [first, last] = [units[0], units.at(-1)]
  if (!first || !last || units.length < 3) return []
  const room = last.min - first.max - units.slice(1, -1).reduce((sum, { size }) => sum + size, 0)
  const gap = room / (units.length - 1)
  const step = (last.middle - first.middle) / (units.length - 1)
  let at = first.max
  return units.slice(1, -1).flatMap(({ id, min, size }, i) => {
    const to = gap >= 0 ? at + gap : first.middle + step * (i + 1) - size / 2
    at = to + size
    return across ? shifted(scene, id, to - min, 0) : shifted(scene, id, 0, to - min)
  })
}

/** How many things can be aligned. */
export function countUnits(scene: Scene, ids: Iterable<ElementId>): number {
  return unitsOf(scene, ids).length
}

/** Lines that are bound to something are not among them: they follow it. */
function unitsOf(scene: Scene, ids: Iterable<ElementId>): Unit[] {
  return roots(scene, ids).flatMap((element) => {
    const box = isBound(scene, element) ? undefined : shapeBox(scene, element.id)
    return box ? [{ id: element.id, box }] : []
  })
}

function isBound(scene: Scene, element: Element): boolean {
  if (!isLine(element)) return false
  return (['start', 'end'] as const).some((name) => {
    const binding = endOf(element, name)?.binding
    return binding !== undefined && scene.get(binding.id) !== undefined
  })
}

function wayTo(to: Alignment, box: Box, whole: Box): { readonly dx: number; readonly dy: number } {
  switch (to) {
    case 'left':
      return { dx: whole.minX - box.minX, dy: 0 }
    case 'center':
      return { dx: (whole.minX + whole.maxX - box.minX - box.maxX) / 2, dy: 0 }
    case 'right':
      return { dx: whole.maxX - box.maxX, dy: 0 }
    case 'top':
      return { dx: 0, dy: whole.minY - box.minY }
    case 'middle':
      return { dx: 0, dy: (whole.minY + whole.maxY - box.minY - box.maxY) / 2 }
    case 'bottom':
      return { dx: 0, dy: whole.maxY - box.maxY }
  }
}

function shifted(scene: Scene, id: ElementId, dx: number, dy: number): Op[] {
  return Math.max(Math.abs(dx), Math.abs(dy)) > SAME ? moveOps(scene, [id], dx, dy) : []
}
