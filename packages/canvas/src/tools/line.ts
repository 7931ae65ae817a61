import {
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
import { placeFor } from '../edits/placing.ts'
import { styleProps } from '../style.ts'
import { endAt, stepped } from './line-end.ts'
import type { PointerInput, Tool } from './tool.ts'

/** A drag that is shorter, in css px, is a click and makes nothing. */
const MIN_DRAG = 4

type State =
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'drawing'
      readonly gesture: GestureId
      readonly id: ElementId
      readonly from: LineEnd
      /** The same as `from`, but for a line that is drawn from its middle. */
      start: LineEnd
      end: LineEnd
    }

/** Draws a line or an arrow from end to end; with shift in steps of 15°, with alt from its middle. The ends of an arrow are bound to the shapes that they are put on. */
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
    const from = this.endAt({ x, y })
    this.state = {
      kind: 'drawing',
      gesture: this.desk.newGesture(),
      id: this.desk.newId(),
      from,
      start: from,
      end: { x, y },
    }
  }

  move(input: PointerInput): void {
    if (this.state.kind !== 'drawing') {
      this.hover(input)
      return
    }
    const { from } = this.state
    const to = input.shift ? stepped(from, input) : { x: input.x, y: input.y }
    this.state.start = input.alt ? this.endAt({ x: 2 * from.x - to.x, y: 2 * from.y - to.y }) : from
    this.state.end = this.endAt(to, this.state.start.binding?.id)
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
    this.desk.drawn(element.id)
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

  private endAt({ x, y }: Point, except?: ElementId): LineEnd {
    return endAt(this.desk.scene, this.type, { x, y }, except)
  }

  private element(): NewElement | undefined {
    if (this.state.kind !== 'drawing') return undefined
    const { id, start, end } = this.state
    if (Math.hypot(end.x - start.x, end.y - start.y) * this.desk.camera.zoom < MIN_DRAG) return undefined
    return {
      ...styleProps(this.type, this.desk.styleFor(this.type)),
      id,
      type: this.type,
      // An arrow that leaves the frame would be cut off by it.
      ...placeFor(this.desk.scene, [start, end], Math.random),
      start: endValue(start),
      end: endValue(end),
    }
  }
}
