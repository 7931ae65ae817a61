import {
  type Box,
  boxMoved,
  boxUnion,
  type Element,
  type ElementId,
  type Point,
  type Stretch,
  stretchedPoint,
} from '@inkwire/board'
import { visibleBox } from '../camera.ts'
import type { Desk } from '../desk.ts'
import { aroundOf } from '../lift/move-plan.ts'
import { paperSpacing } from '../paint/paper.ts'
import type { PointerInput } from '../tools/tool.ts'
import { snappedToGaps } from './gaps.ts'
import type { Guide } from './guide.ts'
import { neighbours, shapeBox, solidBox } from './neighbours.ts'
import { type Axes, type Snap, snappedTo, snappedToGrid } from './snapping.ts'

/** How near things have to come to stick, css px. */
const TOLERANCE = 6
/** More than this in hand sticks to nothing: it would be looked for among itself. */
const MAX_HELD = 2_000
/** Up to so many are measured exactly: of a crowd nobody sees a px, and its first move must not wait. */
const MAX_MEASURED = 100
/** Nothing is stretched to less than this by sticking, px. */
const MIN_LENGTH = 1
/** In a crowd it is looked around again only after so many places of the pointer. */
const REST = 30

const BOTH: Axes = { x: true, y: true }
const NOBODY: ReadonlySet<ElementId> = new Set()

type Keys = Pick<PointerInput, 'ctrl' | 'shift'>

/**
 * Makes what a gesture moves, resizes or draws stick to what is near, or to the grid; what it moves also to equal gaps. Ctrl turns it off while it is held; where
 * sticking is off, on.
 */
export class Snapper {
  /** What shows why it sticks there, of the last answer. */
  guides: readonly Guide[] = []
  private held: { readonly ids: readonly ElementId[]; readonly all: ReadonlySet<ElementId>; readonly box: Box | undefined } | undefined // biome-ignore format: one row

  /** What was looked at once is not measured again: a drag asks for it in every frame. */
  private readonly boxes = new WeakMap<Element, { readonly box: Box | undefined }>()

  private resting = 0

  constructor(private readonly desk: Desk) {}

  /** How far elements are moved that a hand has moved so far; with shift only along the axis that it goes, with alt copies of them. */
  moved(ids: readonly ElementId[], by: Point, keys: Keys & Pick<PointerInput, 'alt'>): Point {
    const { all, box } = this.hold(ids)
    const axes = keys.shift ? { x: by.x !== 0, y: by.y !== 0 } : BOTH
    const to = box && boxMoved(box, by.x, by.y)
    const { dx, dy } = this.snap(to, axes, keys, keys.alt ? NOBODY : all, true)
    return { x: by.x + dx, y: by.y + dy }
  }

  /** Where a point is that a hand has brought there. */
  point({ x, y }: Point, keys: Keys, axes = BOTH, except: readonly ElementId[] = []): Point {
    const { all } = this.hold(except)
    const { dx, dy } = this.snap({ minX: x, minY: y, maxX: x, maxY: y }, axes, keys, all)
    return { x: x + dx, y: y + dy }
  }

  /**
   * How elements are stretched, so that what was at `grip` sticks.
   *
   * @param axes in which the grip pulls; `even`: both sides by the same factor
   */
  stretched(
    ids: readonly ElementId[],
    stretch: Stretch,
    grip: Point,
    pulls: Axes & { readonly even: boolean },
    keys: Keys,
  ): Stretch {
    // biome-ignore format: one row
    const at = stretchedPoint(grip, stretch)
    const { origin } = stretch
    const [wayX, wayY] = [at.x - origin.x, at.y - origin.y]
    // What is turned has no edge along an axis.
    const straight = Math.abs(Math.sin(stretch.angle)) < 1e-9
    const axes = {
      x: straight && pulls.x && Math.abs(wayX) > MIN_LENGTH,
      y: straight && pulls.y && Math.abs(wayY) > MIN_LENGTH,
    }
    const to = this.point(at, { ctrl: keys.ctrl, shift: false }, axes, ids)
    const factor = (way: number, by: number) => (Math.abs(way + by) > MIN_LENGTH && way * (way + by) > 0 ? (way + by) / way : 1) // biome-ignore format: one row
    const [x, y] = [
      axes.x && to.x !== at.x ? factor(wayX, to.x - at.x) : undefined,
      axes.y && to.y !== at.y ? factor(wayY, to.y - at.y) : undefined,
    ]
    if (!pulls.even) return { ...stretch, x: stretch.x * (x ?? 1), y: stretch.y * (y ?? 1) }
    const both = nearer(x, y)
    this.guides = this.guides.filter(({ axis }) => (axis === 'x' ? x : y) === both)
    return { ...stretch, x: stretch.x * both, y: stretch.y * both }
  }

  private snap(box: Box | undefined, axes: Axes, { ctrl }: Keys, except: ReadonlySet<ElementId>, gaps = false): Snap {
    const { camera, size, scene, preferences } = this.desk
    const { snapping, gridSnap } = preferences.values
    const { zoom } = camera
    const on = (snapping || gridSnap) !== ctrl
    let snap: Snap = { dx: 0, dy: 0, guides: [] }
    if (on && box && gridSnap) snap = snappedToGrid(box, paperSpacing(zoom), axes)
    else if (this.resting > 0) this.resting--
    else if (on && box && except.size <= MAX_HELD) {
      const near = neighbours(scene, { around: box, view: visibleBox(camera, size), zoom }, except, this.boxOf)
      if (near) {
        const edges = snappedTo(box, near, TOLERANCE / zoom, axes)
        snap = gaps ? snappedToGaps(box, near, TOLERANCE / zoom, axes, edges) : edges
      } else this.resting = REST
    }
    this.guides = snap.guides
    return snap
  }

  private readonly boxOf = (element: Element): Box | undefined => {
    const known = this.boxes.get(element) ?? { box: solidBox(this.desk.scene, element) }
    this.boxes.set(element, known)
    return known.box
  }

  private hold(ids: readonly ElementId[]) {
    if (this.held?.ids !== ids) {
      const { scene } = this.desk
      const all = new Set(scene.withMembers(ids))
      const box =
        all.size <= MAX_MEASURED ? boxUnion(ids.map((id) => shapeBox(scene, id))) : aroundOf(scene, [...all]).box
      this.held = { ids, all, box }
    }
    return this.held
  }
}

/** The factor that changes less; 1 for none. */
function nearer(x: number | undefined, y: number | undefined): number {
  if (x === undefined || y === undefined) return x ?? y ?? 1
  return Math.abs(Math.log(x)) <= Math.abs(Math.log(y)) ? x : y
}
