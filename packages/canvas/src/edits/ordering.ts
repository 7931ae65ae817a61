import {
  type Box,
  boxesMeet,
  type Element,
  type ElementId,
  isOrderKey,
  type Op,
  orderKeys,
  parentOf,
  type Random,
} from '@inkwire/board'
import type { Scene } from '../scene/scene.ts'

export type OrderStep = 'front' | 'forward' | 'backward' | 'back'

/** An element that goes to another place among others. */
export interface Move {
  readonly element: Element
  /** undefined: the root */
  readonly parent: ElementId | undefined
  /** The sibling right above which it goes; undefined: above all. */
  readonly above: ElementId | undefined
}

/** Keys grow with each insertion between the same two; the fold takes 100 characters. Beyond this, neighbours get new ones too. */
const LONG_KEY = 60

/** The ops that change which siblings elements lie above. A step forward or backward goes past the next sibling that they touch. */
export function orderOps(scene: Scene, ids: Iterable<ElementId>, step: OrderStep): Op[] {
  const chosen = new Set(ids)
  const parents = new Set<ElementId | undefined>()
  for (const id of chosen) {
    const element = scene.get(id)
    if (element) parents.add(parentOf(element, scene.get)?.id)
  }
  return [...parents].flatMap((parent) => {
    const before = scene.membersOf(parent)
    const after = stepped(scene, before, chosen, step)
    if (after.every((element, i) => element === before[i])) return []
    const moved = new Set(before.filter(({ id }) => chosen.has(id)).map(({ id }) => id))
    return keyOps(after, moved, Math.random)
  })
}

/** The ops that bring elements to other places among others; several to one place keep the order that they are given in. */
export function placementOps(scene: Scene, moves: readonly Move[], random: Random = Math.random): Op[] {
  const ids = new Set(moves.map(({ element }) => element.id))
  const parents = new Map(moves.map(({ element, parent }) => [element.id, parent] as const))
  const keys = new Map<ElementId, string>()
  for (const parent of new Set(parents.values())) {
    const siblings = scene.membersOf(parent).filter(({ id }) => !ids.has(id))
    const here = moves.filter((move) => move.parent === parent)
    const after = siblings.flatMap((sibling) => [
      sibling,
      ...here.filter(({ above }) => above === sibling.id).map(({ element }) => element),
    ])
    const there = new Set(siblings.map(({ id }) => id))
    after.push(...here.filter(({ above }) => above === undefined || !there.has(above)).map(({ element }) => element))
    for (const [id, key] of newKeys(after, ids, random)) keys.set(id, key)
  }
  return [...keys].map(([id, order]): Op => {
    if (!ids.has(id)) return { op: 'set', id, props: { order } }
    return { op: 'set', id, props: { order, parent: parents.get(id) ?? null } }
  })
}

function keyOps(siblings: readonly Element[], moved: ReadonlySet<ElementId>, random: Random): Op[] {
  return [...newKeys(siblings, moved, random)].map(([id, order]) => ({ op: 'set', id, props: { order } }))
}

/**
 * The keys that bring siblings into this order: new ones for those that move, and for neighbours where there is no room
 * between (equal keys can exist).
 */
function newKeys(siblings: readonly Element[], moved: ReadonlySet<ElementId>, random: Random): Map<ElementId, string> {
  const keys = new Map<ElementId, string>()
  let i = 0
  while (i < siblings.length) {
    const element = siblings[i]
    if (!element || !moved.has(element.id)) {
      i++
      continue
    }
    let [from, to] = [i, i + 1]
    for (;;) {
      while (to < siblings.length && !(fixed(to) && roomBetween(from, to))) to++
      const run = siblings.slice(from, to)
      const made = orderKeys(keyAt(from - 1), keyAt(to), run.length, random)
      if (made.every((key) => key.length <= LONG_KEY) || (from === 0 && to === siblings.length)) {
        for (const [at, { id }] of run.entries()) keys.set(id, made[at] ?? '')
        break
      }
      const wider = to - from
      from = Math.max(0, from - wider)
      to = Math.min(siblings.length, to + wider)
      while (from > 0 && keyAt(from - 1) === null) from--
    }
    i = to
  }
  return keys

  function fixed(at: number): boolean {
    const element = siblings[at]
    return element !== undefined && !moved.has(element.id) && isOrderKey(element.order)
  }
  function roomBetween(from: number, to: number): boolean {
    const [below, above] = [keyAt(from - 1), keyAt(to)]
    return below === null || above === null || below < above
  }
  /** null: below or above all. */
  function keyAt(at: number): string | null {
    const element = siblings[at]
    if (!element) return null
    const key = keys.get(element.id) ?? element.order
    return isOrderKey(key) ? key : null
  }
}

function stepped(
  scene: Scene,
  siblings: readonly Element[],
  chosen: ReadonlySet<ElementId>,
  step: OrderStep,
): Element[] {
  const mine = siblings.filter(({ id }) => chosen.has(id))
  const others = siblings.filter(({ id }) => !chosen.has(id))
  switch (step) {
    case 'front':
      return [...others, ...mine]
    case 'back':
      return [...mine, ...others]
    case 'forward': {
      const top = siblings.findLastIndex(({ id }) => chosen.has(id))
      const above = siblings.slice(top + 1)
      const next = above.find((element) => touches(scene, element, mine)) ?? above[0]
      return next ? inserted(others, mine, others.indexOf(next) + 1) : [...siblings]
    }
    case 'backward': {
      const bottom = siblings.findIndex(({ id }) => chosen.has(id))
      const below = siblings.slice(0, bottom)
      const next = below.findLast((element) => touches(scene, element, mine)) ?? below.at(-1)
      return next ? inserted(others, mine, others.indexOf(next)) : [...siblings]
    }
  }
}

function inserted(others: readonly Element[], mine: readonly Element[], at: number): Element[] {
  return [...others.slice(0, at), ...mine, ...others.slice(at)]
}

function touches(scene: Scene, element: Element, mine: readonly Element[]): boolean {
  const box: Box | undefined = scene.bounds([element.id])
  return mine.some(({ id }) => {
    const own = scene.bounds([id])
    return box !== undefined && own !== undefined && boxesMeet(box, own)
  })
}
