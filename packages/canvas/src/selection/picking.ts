import { ancestorsOf, type Element, type ElementId } from '@inkwire/board'
import type { Scene } from '../scene/scene.ts'

/** The groups that an element is in, the outermost first. */
function groupsAround(scene: Scene, element: Element): Element[] {
  return ancestorsOf(element, scene.get)
    .filter(({ type }) => type === 'group')
    .reverse()
}

/** What a press on an element picks: the outermost group around it, or what lies one deeper in the group that was entered. */
export function picked(scene: Scene, element: Element, entered: ElementId | null): Element {
  const groups = groupsAround(scene, element)
  const depth = groups.findIndex(({ id }) => id === entered) + 1
  return groups[depth] ?? element
}

/** Whether an element is in a group, however deep. */
export function isWithin(scene: Scene, element: Element, group: ElementId): boolean {
  return ancestorsOf(element, scene.get).some(({ id }) => id === group)
}

/** The group around a group; null at the outermost. */
export function groupAround(scene: Scene, id: ElementId): ElementId | null {
  const element = scene.get(id)
  return (element && groupsAround(scene, element).at(-1)?.id) ?? null
}

/** Those of the elements that are in none of the others, back to front. */
export function roots(scene: Scene, ids: Iterable<ElementId>): Element[] {
  const chosen = new Set(ids)
  return scene
    .paintOrdered(chosen)
    .filter((element) => !ancestorsOf(element, scene.get).some(({ id }) => chosen.has(id)))
}
