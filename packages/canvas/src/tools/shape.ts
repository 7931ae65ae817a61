import type { Element, ElementId, GestureId, NewElement, Op, Props, ShapeType } from '@inkwire/board'
import type { Desk } from '../desk.ts'
import { type Draft, NO_DRAFT } from '../draft.ts'
import { type Place, placeFor } from '../edits/placing.ts'
import type { Guide } from '../snapping/guide.ts'
import { Snapper } from '../snapping/snapper.ts'
import { newSeed, styleProps } from '../style.ts'
import { type BoxDrawing, drawnBox } from './drawn-box.ts'
import type { PointerInput, Tool } from './tool.ts'

/** A drag that is shorter, in css px, is a click and makes nothing: a shape that small can't be seen. */
const MIN_DRAG = 4

type State =
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'drawing'
      readonly gesture: GestureId
      readonly id: ElementId
      readonly place: Place
      readonly props: Props
      /** What a sketchy one is drawn from. */
      readonly seed: number
      drawing: BoxDrawing
    }

/** What a type of shape has besides its box and its style. */
export interface ShapeExtras {
  /** Properties of a new one. */
  props(): Props
  /** Ops that go with it. */
  ops(element: NewElement): readonly Op[]
}

const NO_EXTRAS: ShapeExtras = { props: () => ({}), ops: () => [] }

/** Draws a shape from corner to corner; with shift, as wide as high; with alt, from its centre. */
export class ShapeTool implements Tool {
  readonly cursor = 'crosshair'
  private state: State = { kind: 'idle' }
  private readonly snapper: Snapper

  constructor(
    private readonly desk: Desk,
    private readonly type: ShapeType | 'frame',
    private readonly extras = NO_EXTRAS,
  ) {
    this.snapper = new Snapper(desk)
  }

  get busy(): boolean {
    return this.state.kind === 'drawing'
  }

  get draft(): Draft {
    const element = this.element()
    return element ? { elements: new Map([[element.id, element as Element]]) } : NO_DRAFT
  }

  get guides(): readonly Guide[] {
    return this.busy ? this.snapper.guides : []
  }

  down(input: PointerInput): void {
    const { shift, alt } = input
    const { x, y } = this.snapper.point(input, input)
    this.state = {
      kind: 'drawing',
      gesture: this.desk.newGesture(),
      id: this.desk.newId(),
      place: placeFor(this.desk.scene, [{ x, y }], Math.random),
      props: this.extras.props(),
      seed: newSeed(Math.random),
      drawing: { from: { x, y }, to: { x, y }, even: shift, centred: alt },
    }
  }

  move(input: PointerInput): void {
    if (this.state.kind !== 'drawing') return
    const { shift, alt } = input
    // What is as wide as high follows the longer side: the other one can't stick too.
    const { x, y } = shift ? input : this.snapper.point(input, input)
    const { from } = this.state.drawing
    this.state.drawing = { from, to: { x, y }, even: shift, centred: alt }
    const element = this.element()
    if (element) this.desk.live({ kind: 'preview', ops: [{ op: 'put', element }] })
    this.desk.redraw()
  }

  up(): void {
    if (this.state.kind !== 'drawing') return
    const { gesture } = this.state
    const element = this.element()
    this.state = { kind: 'idle' }
    if (!element) {
      this.desk.live({ kind: 'cancel' })
      this.desk.redraw()
      return
    }
    this.desk.commit(gesture, [{ op: 'put', element }, ...this.extras.ops(element)])
    this.desk.drawn(element.id)
  }

  cancel(): void {
    if (this.state.kind !== 'drawing') return
    this.state = { kind: 'idle' }
    this.desk.live({ kind: 'cancel' })
    this.desk.redraw()
  }

  private element(): NewElement | undefined {
    if (this.state.kind !== 'drawing') return undefined
    const { id, place, props, seed, drawing } = this.state
    const box = drawnBox(drawing)
    if (Math.max(box.w, box.h) * this.desk.camera.zoom < MIN_DRAG) return undefined
    const style = styleProps(this.type, this.desk.styleFor(this.type))
    return {
      ...style,
      ...(style.sketchy === true ? { seed } : {}),
      ...props,
      id,
      type: this.type,
      ...place,
      ...box,
    }
  }
}
