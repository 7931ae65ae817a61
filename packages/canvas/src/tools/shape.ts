import type { Element, ElementId, GestureId, NewElement, Point, ShapeType } from '@inkwire/board'
import type { Desk } from '../desk.ts'
import { type Draft, NO_DRAFT } from '../draft.ts'
import { styleProps } from '../style.ts'
import type { PointerInput, Tool } from './tool.ts'

/** A drag that is shorter, in css px, is a click and makes nothing: a shape that small can't be seen. */
const MIN_DRAG = 4

type State =
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'drawing'
      readonly gesture: GestureId
      readonly id: ElementId
      readonly order: string
      readonly from: Point
      to: Point
      even: boolean
    }

/** Draws a shape from corner to corner; with shift, as wide as high. */
export class ShapeTool implements Tool {
  readonly cursor = 'crosshair'
  private state: State = { kind: 'idle' }

  constructor(
    private readonly desk: Desk,
    private readonly type: ShapeType,
  ) {}

  get busy(): boolean {
    return this.state.kind === 'drawing'
  }

  get draft(): Draft {
    const element = this.element()
    return element ? { elements: new Map([[element.id, element as Element]]) } : NO_DRAFT
  }

  down({ x, y, shift }: PointerInput): void {
    this.state = {
      kind: 'drawing',
      gesture: this.desk.newGesture(),
      id: this.desk.newId(),
      order: this.desk.newOrder(),
      from: { x, y },
      to: { x, y },
      even: shift,
    }
  }

  move({ x, y, shift }: PointerInput): void {
    if (this.state.kind !== 'drawing') return
    this.state.to = { x, y }
    this.state.even = shift
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
    this.desk.commit(gesture, [{ op: 'put', element }])
    this.desk.setTool('select')
    this.desk.select([element.id])
  }

  cancel(): void {
    if (this.state.kind !== 'drawing') return
    this.state = { kind: 'idle' }
    this.desk.live({ kind: 'cancel' })
    this.desk.redraw()
  }

  private element(): NewElement | undefined {
    if (this.state.kind !== 'drawing') return undefined
    const { id, order, from, to, even } = this.state
    const [dx, dy] = [to.x - from.x, to.y - from.y]
    if (Math.max(Math.abs(dx), Math.abs(dy)) * this.desk.camera.zoom < MIN_DRAG) return undefined
    const side = Math.max(Math.abs(dx), Math.abs(dy))
    const w = even ? side : Math.abs(dx)
    const h = even ? side : Math.abs(dy)
    return {
      ...styleProps(this.type, this.desk.style),
      id,
      type: this.type,
      order,
      x: dx < 0 ? from.x - w : from.x,
      y: dy < 0 ? from.y - h : from.y,
      w,
      h,
    }
  }
}
