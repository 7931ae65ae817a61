import {
  bindingAt,
  type Element,
  type ElementId,
  endValue,
  type GestureId,
  type LineEnd,
  type NewElement,
  type Point,
} from '@inkwire/board'
import type { Desk } from '../desk.ts'
import { type Draft, NO_DRAFT } from '../draft.ts'
import { styleProps } from '../style.ts'
import type { PointerInput, Tool } from './tool.ts'

/** A drag that is shorter, in css px, is a click and makes nothing. */
const MIN_DRAG = 4
/** With shift a line points in steps of so many radians: 15°. */
const STEP = Math.PI / 12
/** Between an arrow's tip and the outline that it is bound to, px. */
const BINDING_DISTANCE = 4

type State =
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'drawing'
      readonly gesture: GestureId
      readonly id: ElementId
      readonly order: string
      readonly start: LineEnd
      end: LineEnd
    }

/** Draws a line or an arrow from end to end. The ends of an arrow are bound to the shapes that they are put on. */
export class LineTool implements Tool {
  readonly cursor = 'crosshair'
  private state: State = { kind: 'idle' }
  private hovered: ElementId | undefined

  constructor(
    private readonly desk: Desk,
    private readonly type: 'line' | 'arrow',
  ) {}

  get busy(): boolean {
    return this.state.kind === 'drawing'
  }

  get target(): ElementId | undefined {
    return this.state.kind === 'drawing' ? this.state.end.binding?.id : this.hovered
  }

  get draft(): Draft {
    const element = this.element()
    return element ? { elements: new Map([[element.id, element as Element]]) } : NO_DRAFT
  }

  down({ x, y }: PointerInput): void {
    this.state = {
      kind: 'drawing',
      gesture: this.desk.newGesture(),
      id: this.desk.newId(),
      order: this.desk.newOrder(),
      start: this.endAt({ x, y }),
      end: { x, y },
    }
  }

  move(input: PointerInput): void {
    if (this.state.kind !== 'drawing') {
      this.hover(input)
      return
    }
    const { start } = this.state
    const to = input.shift ? stepped(start, input) : { x: input.x, y: input.y }
    this.state.end = this.endAt(to, start.binding?.id)
    const element = this.element()
    if (element) this.desk.live({ kind: 'preview', ops: [{ op: 'put', element }] })
    this.desk.redraw()
  }

  up(): void {
    if (this.state.kind !== 'drawing') return
    const { gesture } = this.state
    const element = this.element()
    this.state = { kind: 'idle' }
    this.hovered = undefined
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
    this.hovered = undefined
    if (this.state.kind !== 'drawing') return
    this.state = { kind: 'idle' }
    this.desk.live({ kind: 'cancel' })
    this.desk.redraw()
  }

  private hover(input: PointerInput): void {
    const hovered = this.type === 'arrow' ? this.desk.scene.bindableAt(input)?.id : undefined
    if (hovered === this.hovered) return
    this.hovered = hovered
    this.desk.redraw()
  }

  /** An end at a point; `except`: an arrow from a shape to itself has nowhere to go. */
  private endAt({ x, y }: Point, except?: ElementId): LineEnd {
    if (this.type !== 'arrow') return { x, y }
    const target = this.desk.scene.bindableAt({ x, y })
    if (!target || target.id === except) return { x, y }
    const binding = bindingAt(target, { x, y }, BINDING_DISTANCE, this.desk.scene.context)
    return binding ? { x, y, binding } : { x, y }
  }

  private element(): NewElement | undefined {
    if (this.state.kind !== 'drawing') return undefined
    const { id, order, start, end } = this.state
    if (Math.hypot(end.x - start.x, end.y - start.y) * this.desk.camera.zoom < MIN_DRAG) return undefined
    return {
      ...styleProps(this.type, this.desk.style),
      id,
      type: this.type,
      order,
      start: endValue(start),
      end: endValue(end),
    }
  }
}

/** The point as far away as `to`, in the nearest direction of a step. */
function stepped(from: Point, to: Point): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y)
  const angle = Math.round(Math.atan2(to.y - from.y, to.x - from.x) / STEP) * STEP
  return { x: from.x + length * Math.cos(angle), y: from.y + length * Math.sin(angle) }
}
