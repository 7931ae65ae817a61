import { centreOf, type ElementId, type GestureId, type Op, type Placement, type Point, turned } from '@inkwire/board'
import type { Desk } from '../desk.ts'
import type { Draft } from '../draft.ts'
import { livePreview } from '../edits/live-preview.ts'
import { draftOf, staysInWorld, type Transformation, transformedBox, transformOps } from '../edits/transformation.ts'
import { affineOf } from '../lift/affine.ts'
import { sameList } from '../lift/move-plan.ts'
import type { Guide } from '../snapping/guide.ts'
import { Snapper } from '../snapping/snapper.ts'
import type { PointerInput } from '../tools/tool.ts'
import type { Gesture } from './gesture.ts'
import { type Corner, growsEvenly, PULLS, type Side } from './handles.ts'
import { stretchOf } from './resizing.ts'
import { inHand } from './selection-box.ts'

/** With shift things are turned in steps of so many radians: 15°. */
const STEP = Math.PI / 12

/** Up to so many elements are painted anew as they are resized; of more the picture is stretched until the pointer is up. */
const MAX_REPAINTED = 200

/** Resizes or turns a selection by one of its handles. */
export class TransformGesture implements Gesture {
  private readonly gesture: GestureId
  private readonly even: boolean
  /** From the pointer to the corner that it holds: a handle lies outside its box. */
  private readonly grip: Point
  private readonly corner: Point
  private readonly snapper: Snapper
  private transformation: Transformation | undefined
  private ops: readonly Op[] = []
  private held: readonly ElementId[] | undefined
  private drawn: { readonly by: unknown; readonly draft: Draft } | undefined

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
    this.corner = corner
    this.snapper = new Snapper(desk)
  }

  get guides(): readonly Guide[] {
    return this.snapper.guides
  }

  get draft(): Draft {
    const by = this.isCrowd ? this.transformation : this.ops
    if (!this.drawn || this.drawn.by !== by) this.drawn = { by, draft: this.draftNow() }
    return this.drawn.draft
  }

  /** What has no angle of its own is turned with the box all the same, until the pointer is up. */
  get box(): Placement | undefined {
    const { transformation } = this
    if (!transformation || (transformation.kind === 'stretch' && !this.isCrowd)) return undefined
    return transformedBox(this.start, transformation)
  }

  move(input: PointerInput): void {
    const next = this.handle === 'rotate' ? this.rotation(input) : this.stretch(this.handle, input)
    if (!staysInWorld(transformedBox(this.start, next))) return
    this.transformation = next
    if (!this.isCrowd) {
      this.ops = transformOps(this.desk.scene, this.hand, next)
      this.desk.live({ kind: 'preview', ops: livePreview(this.ops) })
    }
    this.desk.redraw()
  }

  drop(): void {
    if (this.isCrowd && this.transformation) this.ops = transformOps(this.desk.scene, this.hand, this.transformation)
    if (this.ops.length > 0) this.desk.commit(this.gesture, this.ops)
  }

  cancel(): void {
    this.desk.live({ kind: 'cancel' })
  }

  changed(ids: ReadonlySet<ElementId>): string | undefined {
    if (!this.hand.some((id) => ids.has(id))) return undefined
    if (this.ids.some((id) => !this.desk.scene.get(id))) this.ids = this.ids.filter((id) => this.desk.scene.get(id))
    if (this.ids.length === 0) {
      return `Somebody deleted what you were ${this.handle === 'rotate' ? 'turning' : 'resizing'}.`
    }
    // A picture goes on where what is on it is the same.
    this.held = sameList(this.hand, inHand(this.desk.scene, this.ids))
    this.drawn = undefined
    if (this.transformation && !this.isCrowd) this.ops = transformOps(this.desk.scene, this.hand, this.transformation)
    return undefined
  }

  private get hand(): readonly ElementId[] {
    this.held ??= inHand(this.desk.scene, this.ids)
    return this.held
  }

  private get isCrowd(): boolean {
    return this.hand.length > MAX_REPAINTED
  }

  private draftNow(): Draft {
    if (!this.isCrowd) return draftOf(this.desk.scene, this.ops)
    const affine = this.transformation && affineOf(this.transformation)
    return { elements: new Map(), transformed: affine && { ids: this.hand, affine } }
  }

  private stretch(handle: Corner | Side, input: PointerInput): Transformation {
    const to = { x: input.x + this.grip.x, y: input.y + this.grip.y }
    const isCorner = handle.length === 2
    const even = (this.even && isCorner) || input.shift
    const stretch = stretchOf(this.start, { handle, to, even, centred: input.alt })
    const [x, y] = PULLS[handle]
    const pulls = { x: x !== 0, y: y !== 0, even }
    return { kind: 'stretch', stretch: this.snapper.stretched(this.ids, stretch, this.corner, pulls, input) }
  }

  private rotation(input: PointerInput): Transformation {
    const centre = centreOf(this.start)
    const direction = (point: Point) => Math.atan2(point.y - centre.y, point.x - centre.x)
    const angle = direction(input) - direction(this.from)
    const snapped = Math.round((this.start.angle + angle) / STEP) * STEP - this.start.angle
    return { kind: 'rotation', centre, angle: input.shift ? snapped : angle }
  }
}
