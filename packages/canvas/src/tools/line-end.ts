import { bindingAt, type ElementId, type LineEnd, type Point } from '@inkwire/board'
import type { Scene } from '../scene/scene.ts'

/** With shift a line points in steps of so many radians: 15°. */
const STEP = Math.PI / 12
/** Between an arrow's tip and the outline that it is bound to, px. */
const BINDING_DISTANCE = 4

/** The end of a line or an arrow at a point, bound to what is there. `except`: an arrow from a shape to itself has nowhere to go. */
export function endAt(scene: Scene, type: string, { x, y }: Point, except?: ElementId): LineEnd {
  if (type !== 'arrow') return { x, y }
  const target = scene.bindableAt({ x, y })
  if (!target || target.id === except) return { x, y }
  const binding = bindingAt(target, { x, y }, BINDING_DISTANCE, scene.context)
  return binding ? { x, y, binding } : { x, y }
}

/** The point as far away as `to`, in the nearest direction of a step. */
export function stepped(from: Point, to: Point): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y)
  const angle = Math.round(Math.atan2(to.y - from.y, to.x - from.x) / STEP) * STEP
  return { x: from.x + length * Math.cos(angle), y: from.y + length * Math.sin(angle) }
}
