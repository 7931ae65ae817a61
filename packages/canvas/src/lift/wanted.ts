import { type Element, type ElementId, isLine } from '@inkwire/board'
import type { Desk } from '../desk.ts'
import type { Draft, Ink } from '../draft.ts'
import type { Scene } from '../scene/scene.ts'
import { type Affine, shiftedBy } from './affine.ts'
import { MovePlan } from './move-plan.ts'

/** Up to so many elements that move are painted one by one, each where it lies in the order; of more one picture is moved. */
export const MAX_SINGLES = 60

type Find = (id: ElementId) => Element | undefined

/** An element that lies over the document at rest. */
export interface Single {
  /** undefined: it is not to be seen. */
  readonly element: Element | undefined
  /** It is painted as it is, mapped by this. */
  readonly affine?: Affine
  /** What of the elements around it goes along and clips it; by default all there is. */
  readonly along?: Find
}

/** Elements that lie over the document at rest as one picture. */
export interface Crowd {
  readonly ids: readonly ElementId[]
  readonly affine: Affine
}

/** What is to lie over the document at rest now. */
export interface Wanted {
  readonly singles: ReadonlyMap<ElementId, Single>
  readonly crowds: readonly Crowd[]
  readonly inks: readonly Ink[]
}

interface Filling {
  readonly singles: Map<ElementId, Single>
  readonly crowds: Crowd[]
  readonly inks: Ink[]
}

/** Finds out what is to lie over the document at rest: what I have in hand, and what others have. */
export class Wanting {
  private plans = new WeakMap<readonly ElementId[], MovePlan>()

  constructor(private readonly desk: Desk) {}

  /** The document changed: what was looked up about others' drags is old. */
  changed(): void {
    this.plans = new WeakMap()
  }

  now(): Wanted {
    const filling: Filling = { singles: new Map(), crowds: [], inks: [] }
    this.addOthers(filling)
    addDraft(filling, this.desk.draft, this.desk.scene)
    return filling
  }

  private addOthers(filling: Filling): void {
    const { scene, board } = this.desk
    for (const { preview, inks, shifts } of board.peers()) {
      for (const [id, element] of preview) filling.singles.set(id, { element })
      filling.inks.push(...(inks ?? []))
      for (const { ids, dx, dy } of shifts ?? []) {
        let plan = this.plans.get(ids)
        if (!plan) {
          plan = new MovePlan(scene, ids)
          this.plans.set(ids, plan)
        }
        for (const [id, element] of plan.draft(dx, dy).elements) {
          if (!filling.singles.has(id)) filling.singles.set(id, { element })
        }
        addMoved(filling, scene, ids, shiftedBy(dx, dy))
      }
    }
    for (const [id, { element }] of [...filling.singles]) {
      if (!element || isLine(element)) continue
      for (const follower of scene.arrowsOf(id)) {
        const arrow = filling.singles.has(follower) ? undefined : scene.get(follower)
        if (arrow) filling.singles.set(follower, { element: arrow })
      }
    }
  }
}

/** What I have in hand is shown as I have it, whoever else has it too. */
function addDraft(filling: Filling, { elements, shifted, transformed, ink }: Draft, scene: Scene): void {
  if (shifted) addMoved(filling, scene, shifted.ids, shiftedBy(shifted.dx, shifted.dy))
  if (transformed) filling.crowds.push(transformed)
  for (const [id, element] of elements) filling.singles.set(id, { element })
  if (ink) filling.inks.push(ink)
}

function addMoved({ singles, crowds }: Filling, scene: Scene, ids: readonly ElementId[], affine: Affine): void {
  if (ids.length > MAX_SINGLES) {
    crowds.push({ ids, affine })
    return
  }
  const moved = new Set(ids)
  // Only what moves along clips: what is dragged out of a frame is seen whole.
  const along: Find = (id) => (moved.has(id) ? scene.get(id) : undefined)
  for (const id of ids) {
    const element = scene.get(id)
    if (element) singles.set(id, { element, affine, along })
  }
}
