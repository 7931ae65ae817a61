import { cropOf, type Element, type ElementId, placementAt } from '@inkwire/board'

/** Whether an image is still where it was, and shows the same; what else is changed in it doesn't matter here. */
export function sameImage(before: Element, now: Element | undefined): boolean {
  if (now?.type !== 'image' || now.asset !== before.asset) return false
  const look = (element: Element) => JSON.stringify([placementAt(element), cropOf(element)])
  return now === before || look(now) === look(before)
}

/** The images that show an asset. */
export function imagesOf(elements: Iterable<Element>, asset: string): ElementId[] {
  const ids: ElementId[] = []
  for (const element of elements) if (element.type === 'image' && element.asset === asset) ids.push(element.id)
  return ids
}
