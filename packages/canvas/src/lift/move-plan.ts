import {
  type Box,
  boxUnion,
  type Element,
  type ElementId,
  endOf,
  geometryContext,
  isLine,
  type Op,
  standing,
} from '@inkwire/board'
import type { Draft } from '../draft.ts'
import { movedProps } from '../edits/movement.ts'
import type { Scene } from '../scene/scene.ts'

/** Arrows that are routed anew while a drag goes on; further ones follow at its end. */
const MAX_LIVE_ARROWS = 200
/** Up to so many elements are measured exactly: of more a few px don't count. */
const EXACT = 100

/** What a drag of elements does to the document, looked up once: a frame of it costs what the routed arrows cost. */
export class MovePlan {
  /** The elements and what they hold. */
  readonly moved: ReadonlySet<ElementId>
  /** Those of them that are painted as they are, elsewhere. */
  readonly shifted: readonly ElementId[]
  /** Lines that get another way: what is bound to what moves, and what moves but is bound to what stays. */
  private readonly routed: readonly ElementId[]
  private around: { readonly box: Box | undefined } | undefined
  private last: { readonly dx: number; readonly dy: number; readonly draft: Draft } | undefined

  constructor(
    private readonly scene: Scene,
    ids: Iterable<ElementId>,
    /** What it takes the place of: what shifts stays the same list where it is the same. */
    before?: MovePlan,
  ) {
    const members = scene.withMembers(ids)
    const moved = new Set(members)
    this.moved = moved
    const routed = new Set<ElementId>()
    for (const id of members) {
      const element = scene.get(id)
      if (element && isLine(element) && isHeld(element, moved)) routed.add(id)
      for (const arrow of scene.arrowsOf(id)) if (!moved.has(arrow)) routed.add(arrow)
    }
    this.routed = [...routed].slice(0, MAX_LIVE_ARROWS)
    const live = new Set(this.routed)
    const shifted = members.filter((id) => !live.has(id) && scene.get(id))
    this.shifted = before ? sameList(before.shifted, shifted) : shifted
  }

  /** Around all of it, world px; of a crowd some px more. */
  get bounds(): Box | undefined {
    this.around ??= aroundOf(this.scene, [...this.moved])
    return this.around.box
  }

  /** Whether a change of the document is one of what moves, or of what is bound to it. */
  isTouchedBy(ids: ReadonlySet<ElementId>): boolean {
    for (const id of ids) {
      if (this.moved.has(id) || this.routed.includes(id)) return true
      const line = this.scene.get(id)
      if (line && isLine(line) && isBoundTo(line, this.moved)) return true
      if (line?.parent !== undefined && this.moved.has(line.parent)) return true
    }
    return false
  }

  /** How it looks, moved by so many world px. */
  draft(dx: number, dy: number): Draft {
    const { last } = this
    if (last && last.dx === dx && last.dy === dy) return last.draft
    const draft = { elements: this.lines(dx, dy), shifted: { ids: this.shifted, dx, dy } }
    this.last = { dx, dy, draft }
    return draft
  }

  /** What others have to be told besides what shifts: lines that let go of what stays. */
  lettingGo(dx: number, dy: number): Op[] {
    return this.routed.flatMap((id): Op[] => {
      const element = this.moved.has(id) ? this.scene.get(id) : undefined
      return element ? [{ op: 'set', id, props: movedProps(this.scene, element, this.moved, dx, dy) }] : []
    })
  }

  private lines(dx: number, dy: number): ReadonlyMap<ElementId, Element> {
    const { scene, moved } = this
    const lines = new Map<ElementId, Element>()
    if (this.routed.length === 0) return lines
    const known = new Map<ElementId, Element | undefined>()
    const at = (id: ElementId): Element | undefined => {
      const element = scene.get(id)
      return element && moved.has(id)
        ? ({ ...element, ...movedProps(scene, element, moved, dx, dy) } as Element)
        : element
    }
    const view = geometryContext((id) => {
      if (!known.has(id)) known.set(id, at(id))
      return known.get(id)
    }, scene.context.measure)
    for (const id of this.routed) {
      const line = view.get(id)
      if (line) lines.set(id, standing(line, view))
    }
    return lines
  }
}

/** Around elements, world px: looked up quickly where they are many. */
export function aroundOf(scene: Scene, ids: readonly ElementId[]): { readonly box: Box | undefined } {
  return { box: ids.length > EXACT ? boxUnion(ids.map((id) => scene.around(id))) : scene.bounds(ids) }
}

/** The list that was there before, where the new one is the same. */
export function sameList(before: readonly ElementId[], ids: readonly ElementId[]): readonly ElementId[] {
  return before.length === ids.length && before.every((id, i) => id === ids[i]) ? before : ids
}

function isBoundTo(line: Element, moved: ReadonlySet<ElementId>): boolean {
  return (['start', 'end'] as const).some((name) => {
    const binding = endOf(line, name)?.binding
    return binding !== undefined && moved.has(binding.id)
  })
}

/** Whether an end of a line is bound to what is not moved with it. */
function isHeld(line: Element, moved: ReadonlySet<ElementId>): boolean {
  return (['start', 'end'] as const).some((name) => {
    const binding = endOf(line, name)?.binding
    return binding !== undefined && !moved.has(binding.id)
  })
}
