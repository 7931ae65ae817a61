import {
  DOCUMENT_LIMITS,
  type Element,
  type ElementId,
  type GestureId,
  type NewElement,
  type Props,
  packPoints,
  type StrokePoint,
  snapToUnit,
} from '@inkwire/board'
import type { Desk } from '../desk.ts'
import { type Draft, NO_DRAFT } from '../draft.ts'
import { styleProps } from '../style.ts'
import type { PointerInput, PointerSample, Tool } from './tool.ts'

/** Points of a stroke that go out again with the next ones, as live messages may get lost. */
const REPEATED_POINTS = 8

interface Stroke {
  readonly id: ElementId
  readonly x: number
  readonly y: number
  readonly order: string
  readonly zoom: number
  readonly style: Props
  readonly points: StrokePoint[]
  /** How many points the others have been shown. */
  sent: number
}

type State =
  | { readonly kind: 'idle' }
  /** `done`: strokes that this gesture has committed, as the drawn line got longer than one may be. */
  | {
      readonly kind: 'drawing'
      readonly gesture: GestureId
      readonly stroke: Stroke
      readonly done: readonly ElementId[]
    }

export class PenTool implements Tool {
  readonly cursor = 'crosshair'
  private state: State = { kind: 'idle' }

  constructor(private readonly desk: Desk) {}

  get busy(): boolean {
    return this.state.kind === 'drawing'
  }

  get draft(): Draft {
    if (this.state.kind !== 'drawing') return NO_DRAFT
    const { stroke } = this.state
    return { elements: new Map([[stroke.id, elementOf(stroke) as Element]]) }
  }

  down(input: PointerInput): void {
    const stroke = this.begun(input)
    this.state = { kind: 'drawing', gesture: this.desk.newGesture(), stroke, done: [] }
    this.show(stroke)
  }

  move(input: PointerInput): void {
    if (this.state.kind !== 'drawing') return
    for (const sample of input.samples) {
      if (this.state.stroke.points.length >= DOCUMENT_LIMITS.strokeCutPoints) this.cut()
      addPoint(this.state.stroke, sample)
    }
    this.show(this.state.stroke)
  }

  up(): void {
    if (this.state.kind !== 'drawing') return
    const { gesture, stroke } = this.state
    this.state = { kind: 'idle' }
    this.desk.commit(gesture, [{ op: 'put', element: elementOf(stroke) }])
  }

  cancel(): void {
    if (this.state.kind !== 'drawing') return
    const { gesture, done } = this.state
    this.state = { kind: 'idle' }
    this.desk.live({ kind: 'cancel' })
    if (done.length > 0) {
      this.desk.commit(
        gesture,
        done.map((id) => ({ op: 'remove', id })),
      )
    }
  }

  /** Ends the stroke where it is and goes on with the next one: a longer one is refused. */
  private cut(): void {
    if (this.state.kind !== 'drawing') return
    const { gesture, stroke, done } = this.state
    const last = stroke.points.at(-1)
    this.desk.commit(gesture, [{ op: 'put', element: elementOf(stroke) }])
    const next = this.begun({
      x: stroke.x + (last?.x ?? 0),
      y: stroke.y + (last?.y ?? 0),
      pressure: last?.pressure ?? 0.5,
    })
    this.state = { kind: 'drawing', gesture, stroke: next, done: [...done, stroke.id] }
  }

  private begun({ x, y, pressure }: PointerSample): Stroke {
    const { zoom } = this.desk.camera
    return {
      id: this.desk.newId(),
      x: snapToUnit(x, zoom),
      y: snapToUnit(y, zoom),
      order: this.desk.newOrder(),
      zoom,
      style: styleProps('stroke', this.desk.style),
      points: [{ x: 0, y: 0, pressure }],
      sent: 0,
    }
  }

  private show(stroke: Stroke): void {
    const { id, x, y, points, zoom } = stroke
    const { color, width, opacity } = this.desk.style
    const from = Math.max(0, stroke.sent - REPEATED_POINTS)
    stroke.sent = points.length
    this.desk.live({
      kind: 'stroke',
      id,
      x,
      y,
      from,
      points: points.slice(from),
      color,
      width,
      ...(opacity < 1 ? { opacity } : {}),
      zoom,
    })
    this.desk.redraw()
  }
}

function elementOf({ id, x, y, order, style, points, zoom }: Stroke): NewElement {
  return { ...style, id, type: 'stroke', order, x, y, points: packPoints(points, zoom) }
}

function addPoint(stroke: Stroke, { x, y, pressure }: PointerSample): void {
  const point = { x: snapToUnit(x - stroke.x, stroke.zoom), y: snapToUnit(y - stroke.y, stroke.zoom), pressure }
  const last = stroke.points.at(-1)
  if (last && last.x === point.x && last.y === point.y) return
  stroke.points.push(point)
}
