import {
  type Box,
  boxAround,
  boxContains,
  cornersOf,
  DOCUMENT_LIMITS,
  type Element,
  type ElementId,
  isLine,
  type Op,
  own,
  type Placement,
  type Point,
  type Props,
  rotated,
  rotatedPlacement,
  type Stretch,
  stretched,
  stretchedPlacement,
  textOf,
} from '@inkwire/board'
import type { Draft } from '../draft.ts'
import type { Scene } from '../scene/scene.ts'
import { textPropertyOf } from '../typing/placement.ts'
import { layoutProps } from '../typing/typing.ts'

/** What is done to a selection by its handles. */
export type Transformation =
  | { readonly kind: 'stretch'; readonly stretch: Stretch }
  | { readonly kind: 'rotation'; readonly centre: Point; readonly angle: number }

/** Arrows that follow while it goes on; further ones follow at its end. */
const MAX_LIVE_ARROWS = 200

/** Where coordinates may be. */
const WORLD: Box = {
  minX: -DOCUMENT_LIMITS.coordinate,
  minY: -DOCUMENT_LIMITS.coordinate,
  maxX: DOCUMENT_LIMITS.coordinate,
  maxY: DOCUMENT_LIMITS.coordinate,
}

/** Where the box of a selection is after it. */
export function transformedBox(box: Placement, transformation: Transformation): Placement {
  return transformation.kind === 'stretch'
    ? stretchedPlacement(box, transformation.stretch)
    : rotatedPlacement(box, transformation.centre, transformation.angle)
}

/** Whether a box stays where coordinates may be: what is beyond would be squeezed against the limit, out of shape. */
export function staysInWorld(box: Placement): boolean {
  const bounds = boxAround(cornersOf(box))
  return bounds !== undefined && boxContains(WORLD, bounds)
}

/** The ops that transform elements. */
export function transformOps(scene: Scene, ids: readonly ElementId[], transformation: Transformation): Op[] {
  return ids.flatMap((id): Op[] => {
    const element = scene.get(id)
    if (!element) return []
    const props = transformedProps(scene, element, transformation)
    return Object.keys(props).length > 0 ? [{ op: 'set', id, props }] : []
  })
}

function transformedProps(scene: Scene, element: Element, transformation: Transformation): Props {
  if (transformation.kind === 'rotation') {
    return rotated(element, transformation.centre, transformation.angle, scene.context)
  }
  const props = stretched(element, transformation.stretch, scene.context)
  const property = textPropertyOf(element)
  const text = property && textOf(element, property)
  // Lines that were measured for another width or size don't fit any more.
  if (!property || !text || isLine(element)) return props
  const { layout } = layoutProps({ ...element, ...props } as Element, text, scene, property)
  if (layout !== undefined) return { ...props, layout }
  return own(element, 'layout') === undefined ? props : { ...props, layout: null }
}

/** How ops that set properties look while their gesture goes on: what they change, and the arrows that follow it. */
export function draftOf(scene: Scene, ops: readonly Op[]): Draft {
  const elements = new Map<ElementId, Element>()
  for (const op of ops) {
    const element = op.op === 'set' ? (elements.get(op.id) ?? scene.get(op.id)) : undefined
    if (op.op === 'set' && element) elements.set(op.id, { ...element, ...op.props } as Element)
    if (op.op === 'put') elements.set(op.element.id, op.element as Element)
  }
  let arrows = 0
  for (const id of [...elements.keys()]) {
    for (const follower of scene.arrowsOf(id)) {
      const arrow = elements.has(follower) ? undefined : scene.get(follower)
      if (!arrow || arrows++ >= MAX_LIVE_ARROWS) continue
      elements.set(follower, arrow)
    }
  }
  return { elements }
}
