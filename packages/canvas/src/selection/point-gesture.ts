import {
  curveOf,
  type Element,
  type ElementId,
  type GestureId,
  type Op,
  type Point,
  type Props,
  wayOf,
} from '@inkwire/board'
import type { Desk } from '../desk.ts'
import type { Draft } from '../draft.ts'
import { draftOf } from '../edits/transformation.ts'
import { stepped } from '../tools/line-end.ts'
import type { PointerInput } from '../tools/tool.ts'
import { EndGesture } from './end-gesture.ts'
import type { Gesture } from './gesture.ts'
import type { LineEndName, LinePointName } from './handles.ts'

/** A corner that is dropped so near, css px, to the straight way between its neighbours goes: it would be none. */
const STRAIGHT = 4

type Corners = readonly (readonly [x: number, y: number])[]

/** Drags a corner of a line, or pulls a new one out of it; with shift in steps of 15° from the point before. */
export class PointGesture implements Gesture {
  readonly cursor = 'move'
  private readonly gesture: GestureId
  private readonly index: number
  private readonly adds: boolean
  private to: Point | undefined

  constructor(
    private readonly desk: Desk,
    private readonly line: ElementId,
    name: LinePointName,
  ) {
    this.gesture = desk.newGesture()
    this.adds = name.startsWith('between-')
    this.index = indexOf(name)
  }

  get draft(): Draft {
    return draftOf(this.desk.scene, this.ops())
  }

  move(input: PointerInput): void {
    const element = this.element()
    if (!element) return
    const way = wayOf(element, this.desk.scene.context)
    const before = way.mid[this.index - 1] ?? way.start
    this.to = input.shift ? stepped(before, input) : { x: input.x, y: input.y }
    this.desk.live({ kind: 'preview', ops: this.ops() })
    this.desk.redraw()
  }

  drop(): void {
    const ops = this.ops(true)
    if (ops.length > 0) this.desk.commit(this.gesture, ops)
    else this.cancel()
  }

  cancel(): void {
    this.desk.live({ kind: 'cancel' })
  }

  changed(): string | undefined {
    const element = this.element()
    if (!element) return 'Somebody deleted the line that you were dragging.'
    const last = this.adds ? cornersOf(element, this.desk).length : cornersOf(element, this.desk).length - 1
    return this.index > last ? 'Somebody changed the points of the line that you were dragging.' : undefined
  }

  private element(): Element | undefined {
    return this.desk.scene.get(this.line)
  }

  private ops(dropped = false): Op[] {
    const element = this.element()
    if (!element || !this.to) return []
    const corners = cornersOf(element, this.desk)
    const rest = this.adds ? corners : corners.filter((_, i) => i !== this.index)
    const straight = dropped && this.isStraight(element, this.to)
    if (straight && this.adds) return []
    const corner = [this.to.x, this.to.y] as const
    return [setCorners(this.line, straight ? rest : [...rest.slice(0, this.index), corner, ...rest.slice(this.index)])]
  }

  private isStraight(element: Element, { x, y }: Point): boolean {
    // At an elbow the way turns there all the same.
    if (curveOf(element) === 'elbow') return false
    const way = wayOf(element, this.desk.scene.context)
    const before = way.mid[this.index - 1] ?? way.start
    const after = way.mid[this.adds ? this.index : this.index + 1] ?? way.end
    const [dx, dy] = [after.x - before.x, after.y - before.y]
    const length = Math.hypot(dx, dy)
    if (length === 0) return Math.hypot(x - before.x, y - before.y) * this.desk.camera.zoom < STRAIGHT
    const along = ((x - before.x) * dx + (y - before.y) * dy) / length
    const aside = Math.abs((x - before.x) * dy - (y - before.y) * dx) / length
    return along > 0 && along < length && aside * this.desk.camera.zoom < STRAIGHT
  }
}

/** What a drag of one of a line's handles does. */
export function lineGesture(desk: Desk, line: ElementId, name: LineEndName | LinePointName): Gesture {
  return name === 'start' || name === 'end' ? new EndGesture(desk, line, name) : new PointGesture(desk, line, name)
}

/** Takes a corner out of a line. */
export function removePoint(desk: Desk, line: ElementId, name: LinePointName): void {
  const element = desk.scene.get(line)
  if (!element || !name.startsWith('point-')) return
  const corners = cornersOf(element, desk)
  const rest = corners.filter((_, i) => i !== indexOf(name))
  if (rest.length < corners.length) desk.commit(desk.newGesture(), [setCorners(line, rest)])
}

const indexOf = (name: LinePointName): number => Number(name.slice(name.indexOf('-') + 1))

const cornersOf = (element: Element, desk: Desk): Corners =>
  wayOf(element, desk.scene.context).mid.map(({ x, y }) => [x, y] as const)

function setCorners(id: ElementId, corners: Corners): Op {
  const props: Props = { mid: corners.length > 0 ? corners.map(([x, y]) => [x, y]) : null }
  return { op: 'set', id, props }
}
