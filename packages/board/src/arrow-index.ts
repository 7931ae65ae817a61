import type { Element } from './element.ts'
import { endOf } from './elements/read.ts'
import { isLine } from './geometry.ts'
import type { ElementId } from './ids.ts'

/** Which lines and arrows are bound to an element: they are painted anew when it moves. */
export class ArrowIndex {
  private readonly arrowsByTarget = new Map<ElementId, Set<ElementId>>()
  private readonly targetsByArrow = new Map<ElementId, readonly ElementId[]>()

  /** Takes in that `id` is this element now, or gone. */
  update(id: ElementId, element: Element | undefined): void {
    for (const target of this.targetsByArrow.get(id) ?? []) {
      const arrows = this.arrowsByTarget.get(target)
      arrows?.delete(id)
      if (arrows?.size === 0) this.arrowsByTarget.delete(target)
    }
    const targets = element && isLine(element) ? targetsOf(element) : []
    if (targets.length === 0) {
      this.targetsByArrow.delete(id)
      return
    }
    this.targetsByArrow.set(id, targets)
    for (const target of targets) {
      const arrows = this.arrowsByTarget.get(target)
      if (arrows) arrows.add(id)
      else this.arrowsByTarget.set(target, new Set([id]))
    }
  }

  /** The lines and arrows that are bound to an element, whether or not it is there. */
  arrowsOf(target: ElementId): Iterable<ElementId> {
    return this.arrowsByTarget.get(target) ?? []
  }
}

function targetsOf(line: Element): ElementId[] {
  const targets = [endOf(line, 'start')?.binding?.id, endOf(line, 'end')?.binding?.id]
  return targets.filter((id) => id !== undefined && id !== line.id) as ElementId[]
}
