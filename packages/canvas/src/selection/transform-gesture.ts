import { centreOf, type ElementId, type GestureId, type Op, type Placement, type Point, turned } from '@inkwire/board'
import type { Desk } from '../desk.ts'
import type { Draft } from '../draft.ts'
import { livePreview } from '../edits/live-preview.ts'
import { draftOf, staysInWorld, type Transformation, transformedBox, transformOps } from '../edits/transformation.ts'
import type { PointerInput } from '../tools/tool.ts'
import type { Gesture } from './gesture.ts'
import { type Corner, growsEvenly, PULLS, type Side } from './handles.ts'
import { stretchOf } from './resizing.ts'
import { inHand } from './selection-box.ts'

/** With shift things are turned in steps of so many radians: 15°. */
const STEP = Math.PI / 12

/** Resizes or turns a selection by one of its handles. */
export class TransformGesture implements Gesture {
  private readonly gesture: GestureId
  private readonly even: boolean
  /** From the pointer to the corner that it holds: a handle lies outside its box. */
  private readonly grip: Point
  private transformation: Transformation | undefined
  private ops: readonly Op[] = []

  constructor(
    private readonly desk: Desk,
    private readonly from: PointerInput,
    private ids: readonly ElementId[],
    private readonly start: Placement,
    private readonly handle: Corner | Side | 'rotate',
    readonly cursor: string,
  ) {
    this.gesture = desk.newGesture()
    this.even = growsEvenly(desk.scene, ids)
    const centre = centreOf(start)
    const [pullX, pullY] = handle === 'rotate' ? [0, 0] : PULLS[handle]
    const corner = turned(
      { x: centre.x + (pullX * start.w) / 2, y: centre.y + (pullY * start.h) / 2 },
      centre,
      start.angle,
    )
    this.grip = { x: corner.x - from.x, y: corner.y - from.y }
  }

  get draft(): Draft {
    return draftOf(this.desk.scene, this.ops)
  }

  /** What has no angle of its own is turned with the box all the same, until the pointer is up. */
  get box(): Placement | undefined {
    return this.transformation?.kind === 'rotation' ? transformedBox(this.start, this.transformation) : undefined
  }

  move(input: PointerInput): void {
    const next = this.handle === 'rotate' ? this.rotation(input) : this.stretch(this.handle, input)
    if (!staysInWorld(transformedBox(this.start, next))) return
    this.transformation = next
    this.ops = transformOps(this.desk.scene, inHand(this.desk.scene, this.ids), next)
    this.desk.live({ kind: 'preview', ops: livePreview(this.ops) })
    this.desk.redraw()
  }

  drop(): void {
    if (this.ops.length > 0) this.desk.commit(this.gesture, this.ops)
  }

  cancel(): void {
    this.desk.live({ kind: 'cancel' })
  }

  changed(): string | undefined {
    this.ids = this.ids.filter((id) => this.desk.scene.get(id))
    if (this.ids.length === 0) {
      return `Somebody deleted what you were ${this.handle === 'rotate' ? 'turning' : 'resizing'}.`
    }
    if (this.transformation)
      this.ops = transformOps(this.desk.scene, inHand(this.desk.scene, this.ids), this.transformation)
    return undefined
  }

  private stretch(handle: Corner | Side, input: PointerInput): Transformation {
    const to = { x: input.x + this.grip.x, y: input.y + this.grip.y }
    const isCorner = handle.length === 2
    const even = (this.even && isCorner) || input.shift
    return { kind: 'stretch', stretch: stretchOf(this.start, { handle, to, even, centred: input.alt }) }
  }

  private rotation(input: PointerInput): Transformation {
    const centre = centreOf(this.start)
    const direction = (point: Point) => Math.atan2(point.y - centre.y, point.x - centre.x)
    const angle = direction(input) - direction(this.from)
    const snapped = Math.round((this.start.angle + angle) / STEP) * STEP - this.start.angle
    return { kind: 'rotation', centre, angle: input.shift ? snapped : angle }
  }
}
