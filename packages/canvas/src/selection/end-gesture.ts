import {
  type Element,
  type ElementId,
  endOf,
  endValue,
  type GestureId,
  type LineEnd,
  type Op,
  route,
} from '@inkwire/board'
import type { Desk } from '../desk.ts'
import type { Draft } from '../draft.ts'
import { draftOf } from '../edits/transformation.ts'
import { endAt, stepped } from '../tools/line-end.ts'
import type { PointerInput } from '../tools/tool.ts'
import type { Gesture } from './gesture.ts'
import type { LineEndName } from './handles.ts'

/** Drags one end of a line or an arrow, which is bound to what it is put on as when it is drawn. */
export class EndGesture implements Gesture {
  readonly cursor = 'crosshair'
  private readonly gesture: GestureId
  private end: LineEnd | undefined

  constructor(
    private readonly desk: Desk,
    private readonly line: ElementId,
    private readonly name: LineEndName,
  ) {
    this.gesture = desk.newGesture()
  }

  get draft(): Draft {
    return draftOf(this.desk.scene, this.ops())
  }

  get target(): ElementId | undefined {
    return this.end?.binding?.id
  }

  move(input: PointerInput): void {
    const element = this.element()
    if (!element) return
    const other = this.name === 'start' ? 'end' : 'start'
    const { mid, ...ends } = route(element, this.desk.scene.context)
    // With shift it is turned around the point beside it.
    const from = mid.at(this.name === 'start' ? 0 : -1) ?? ends[other]
    const to = input.shift ? stepped(from, input) : { x: input.x, y: input.y }
    this.end = endAt(this.desk.scene, element.type, to, endOf(element, other)?.binding?.id)
    this.desk.live({ kind: 'preview', ops: this.ops() })
    this.desk.redraw()
  }

  drop(): void {
    const ops = this.ops()
    if (ops.length > 0) this.desk.commit(this.gesture, ops)
  }

  cancel(): void {
    this.desk.live({ kind: 'cancel' })
  }

  changed(): string | undefined {
    return this.element() ? undefined : 'Somebody deleted the line that you were dragging.'
  }

  private element(): Element | undefined {
    return this.desk.scene.get(this.line)
  }

  private ops(): Op[] {
    if (!this.end || !this.element()) return []
    return [{ op: 'set', id: this.line, props: { [this.name]: endValue(this.end) } }]
  }
}
