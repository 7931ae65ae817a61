import {
  centreOf,
  DOCUMENT_LIMITS,
  type Element,
  type ElementId,
  isLine,
  kindOf,
  legMiddles,
  type Placement,
  type Point,
  REQUIRED_PROPERTIES,
  turned,
  wayOf,
} from '@inkwire/board'
import { type Camera, toScreen } from '../camera.ts'
import type { Scene } from '../scene/scene.ts'
import { grown, inHand, inkBoxes } from './selection-box.ts'

/** Between ink and the outline around it, css px. */
export const OUTLINE_GAP = 4
/** Side of a handle's square, css px. */
export const HANDLE_SIDE = 8
/** From the outline up to the rotation handle, css px. */
export const ROTATION_DISTANCE = 20
/** How far from a handle's middle a pointer still has it, css px; fingers are thicker. */
const REACH = 8
/** The same of the handles at the sides: the line beside them, by which a thing without a filling is moved, must stay free. */
const SIDE_REACH = 5
const TOUCH_REACH = 18
/** A side shorter than this, css px, has no handle of its own: it would lie on those of the corners. */
const MIN_SIDE = 32
/** A box with both sides shorter than this, css px, has one corner to pull at: else there is no place left to move it by. */
const MIN_BOX = 16

/** Between two points of a line that are nearer than this, css px, no corner can be pulled out: the handle would lie on theirs. */
const MIN_LEG = 48

export type Corner = 'nw' | 'ne' | 'se' | 'sw'
export type Side = 'n' | 'e' | 's' | 'w'
export type LineEndName = 'start' | 'end'
/** A corner of a line, or the middle of the way from one of its points to the next, where a corner can be pulled out; by its number. */
export type LinePointName = `point-${number}` | `between-${number}`
export type HandleId = Corner | Side | LineEndName | LinePointName | 'rotate'

/** Of each handle of a box: which way it pulls, in shares of half the box. */
export const PULLS: { readonly [Id in Corner | Side]: readonly [x: -1 | 0 | 1, y: -1 | 0 | 1] } = {
  nw: [-1, -1],
  n: [0, -1],
  ne: [1, -1],
  e: [1, 0],
  se: [1, 1],
  s: [0, 1],
  sw: [-1, 1],
  w: [-1, 0],
}

export interface Handle {
  readonly id: HandleId
  /** css px from the top left corner of the canvas */
  readonly at: Point
  /** The way that it pulls, radians clockwise from the right. */
  readonly direction: number
}

/** What can be done with a selection by its handles. */
export interface Grip {
  readonly corners: boolean
  readonly sides: readonly Side[]
  readonly turns: boolean
}

/** The handles of a selection, in the order in which they lie above each other, the upmost last. */
export function handlesOf(scene: Scene, ids: readonly ElementId[], camera: Camera): readonly Handle[] {
  if (ids.length === 0 || inkBoxes(scene, ids).isLocked) return []
  const [only] = ids
  const element = ids.length === 1 && only !== undefined ? scene.get(only) : undefined
  if (element && isLine(element)) return lineHandles(scene, element, camera)
  const box = inkBoxes(scene, ids).whole
  return box
    ? boxHandles(
        grown(box, OUTLINE_GAP / camera.zoom),
        scene.grips.of(ids, () => gripOf(scene, ids)),
        camera,
      )
    : []
}

/** The handle that a pointer has. */
export function handleAt(
  handles: readonly Handle[],
  screen: Point,
  device: 'mouse' | 'pen' | 'touch',
): Handle | undefined {
  let nearest: Handle | undefined
  let least = Number.POSITIVE_INFINITY
  for (const handle of handles) {
    const small = handle.id.length === 1 || isBetween(handle.id)
    const reach = device === 'touch' ? TOUCH_REACH : small ? SIDE_REACH : REACH
    const away = Math.hypot(handle.at.x - screen.x, handle.at.y - screen.y)
    if (away <= reach && away <= least) [nearest, least] = [handle, away]
  }
  return nearest
}

/** Whether a handle is one of a line's. */
export function isLineHandle(id: HandleId): id is LineEndName | LinePointName {
  return id === 'start' || id === 'end' || id.startsWith('point-') || id.startsWith('between-')
}

/** Whether a handle is the small one in the middle between two points of a line. */
export function isBetween(id: HandleId): boolean {
  return id.startsWith('between-')
}

/** Whether all of a selection can only grow evenly: texts do, and what is turned against the common box, which would become a rhomboid. */
export function growsEvenly(scene: Scene, ids: readonly ElementId[]): boolean {
  const members = inHand(scene, ids).flatMap((id) => scene.get(id) ?? [])
  if (members.some(({ type }) => kindOf(type).keepsRatio)) return true
  if (members.length <= 1) return false
  return members.some((element) => {
    const angle = scene.context.placementOf(element)?.angle ?? 0
    const quarter = Math.PI / 2
    return Math.abs(angle / quarter - Math.round(angle / quarter)) > 1e-9
  })
}

function gripOf(scene: Scene, ids: readonly ElementId[]): Grip {
  const members = inHand(scene, ids).flatMap((id) => scene.get(id) ?? [])
  const [only] = members
  const alone = members.length === 1 ? only : undefined
  // How large a thing of a newer version may be, this version can't know.
  if (alone && !Object.hasOwn(REQUIRED_PROPERTIES, alone.type)) return { corners: false, sides: [], turns: false }
  const turns = !members.some(({ type }) => kindOf(type).upright)
  const sides =
    alone?.type === 'text' ? (['e', 'w'] as const) : growsEvenly(scene, ids) ? [] : (['n', 'e', 's', 'w'] as const)
  return { corners: true, sides, turns }
}

function boxHandles(box: Placement, { corners, sides, turns }: Grip, camera: Camera): Handle[] {
  const [w, h] = [box.w * camera.zoom, box.h * camera.zoom]
  const centre = centreOf(box)
  const place = (x: number, y: number): Point =>
    toScreen(camera, turned({ x: centre.x + (x * box.w) / 2, y: centre.y + (y * box.h) / 2 }, centre, box.angle))
  const handle = (id: Corner | Side): Handle => {
    const [x, y] = PULLS[id]
    return { id, at: place(x, y), direction: Math.atan2(y, x) + box.angle }
  }
  const handles: Handle[] = []
  if (turns) {
    const top = place(0, -1)
    const up = box.angle - Math.PI / 2
    const at = { x: top.x + ROTATION_DISTANCE * Math.cos(up), y: top.y + ROTATION_DISTANCE * Math.sin(up) }
    handles.push({ id: 'rotate', at, direction: up })
  }
  for (const side of sides) {
    const length = side === 'n' || side === 's' ? w : h
    if (length >= MIN_SIDE) handles.push(handle(side))
  }
  if (corners) {
    const all: readonly Corner[] = Math.max(w, h) < MIN_BOX + 2 * OUTLINE_GAP ? ['se'] : ['nw', 'ne', 'sw', 'se']
    handles.push(...all.map(handle))
  }
  return handles
}

function lineHandles(scene: Scene, line: Element, camera: Camera): Handle[] {
  const way = wayOf(line, scene.context)
  const handles: Handle[] = []
  const add = (id: HandleId, point: Point) => handles.push({ id, at: toScreen(camera, point), direction: 0 })
  if (way.mid.length < DOCUMENT_LIMITS.linePoints) {
    const points = [way.start, ...way.mid, way.end]
    for (const [i, middle] of legMiddles(way).entries()) {
      const [from, to] = [points[i], points[i + 1]]
      if (from && to && Math.hypot(to.x - from.x, to.y - from.y) * camera.zoom >= MIN_LEG) add(`between-${i}`, middle)
    }
  }
  for (const [i, corner] of way.mid.entries()) add(`point-${i}`, corner)
  add('start', way.start)
  add('end', way.end)
  return handles
}
