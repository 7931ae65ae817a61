import {
  DEFAULT_PRESSURE,
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
import { type Draft, type Ink, NO_DRAFT } from '../draft.ts'
import { type Place, placeFor } from '../edits/placing.ts'
import { styleProps } from '../style.ts'
import type { PointerInput, PointerSample, Tool } from './tool.ts'

/** Points of a stroke that go out again with the next ones, as live messages may get lost. */
const REPEATED_POINTS = 8

interface Stroke {
  readonly id: ElementId
  readonly x: number
  readonly y: number
  readonly place: Place
  readonly zoom: number
  readonly style: Props
  /** As the hand drew it. */
  readonly points: StrokePoint[]
  /** Shift is held: a straight line from the first point to here. */
  straightTo: StrokePoint | undefined
  /** What the stroke is but for its points. */
  readonly element: Element
  /** Where the pen will probably go next. */
  predicted: readonly StrokePoint[]
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

/** Draws by hand; with shift, a straight line from where it began. The highlighter is a wide pen that one can see through. */
export class PenTool implements Tool {
  readonly cursor = 'crosshair'
  private state: State = { kind: 'idle' }

  constructor(
    private readonly desk: Desk,
    private readonly pen: 'pen' | 'highlighter',
  ) {}

  get busy(): boolean {
    return this.state.kind === 'drawing'
  }

  get draft(): Draft {
    if (this.state.kind !== 'drawing') return NO_DRAFT
    return { elements: NO_DRAFT.elements, ink: inkOf(this.state.stroke) }
  }

  down(input: PointerInput): void {
    const stroke = this.begun(input)
    this.state = { kind: 'drawing', gesture: this.desk.newGesture(), stroke, done: [] }
    this.show(stroke)
  }

  move(input: PointerInput): void {
    if (this.state.kind !== 'drawing') return
    const { stroke } = this.state
    if (input.shift) {
      stroke.straightTo = pointOf(stroke, input)
      stroke.predicted = []
      // The line is another one from its start on.
      stroke.sent = 0
    } else {
      if (stroke.straightTo) stroke.sent = 0
      stroke.straightTo = undefined
      for (const sample of input.samples) {
        if (this.state.stroke.points.length >= DOCUMENT_LIMITS.strokeCutPoints) this.cut()
        addPoint(this.state.stroke, sample)
      }
      const now = this.state.stroke
      now.predicted = (input.predicted ?? []).map((sample) => pointOf(now, sample))
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
      pressure: last?.pressure ?? DEFAULT_PRESSURE,
    })
    this.state = { kind: 'drawing', gesture, stroke: next, done: [...done, stroke.id] }
  }

  private begun({ x, y, pressure }: PointerSample): Stroke {
    const { zoom } = this.desk.camera
    const highlighter = this.pen === 'highlighter'
    const type = highlighter ? 'highlighter' : 'stroke'
    const id = this.desk.newId()
    const place = placeFor(this.desk.scene, [{ x, y }], Math.random)
    const style = { ...styleProps(type, this.desk.styleFor(type)), ...(highlighter ? { pen: 'highlighter' } : {}) }
    const corner = { x: snapToUnit(x, zoom), y: snapToUnit(y, zoom) }
    return {
      id,
      ...corner,
      place,
      zoom,
      style,
      points: [{ x: 0, y: 0, pressure: stored(pressure) }],
      straightTo: undefined,
      element: { ...style, id, type: 'stroke', ...place, ...corner } as Element,
      predicted: [],
      sent: 0,
    }
  }

  private show(stroke: Stroke): void {
    const { id, x, y, zoom } = stroke
    const { color, width, opacity } = this.desk.styleFor(this.pen === 'highlighter' ? 'highlighter' : 'stroke')
    const shown = stroke.straightTo ? evenly(stroke.straightTo, stroke.points.length) : stroke.points
    const from = Math.max(0, stroke.sent - REPEATED_POINTS)
    stroke.sent = shown.length
    this.desk.live({
      kind: 'stroke',
      id,
      x,
      y,
      from,
      points: shown.slice(from),
      color,
      width,
      ...(this.pen === 'highlighter' ? { pen: this.pen } : opacity < 1 ? { opacity } : {}),
      zoom,
    })
    this.desk.redraw()
  }
}

function elementOf({ id, x, y, place, style, points, straightTo, zoom }: Stroke): NewElement {
  const drawn = straightTo ? evenly(straightTo, 2) : points
  return { ...style, id, type: 'stroke', ...place, x, y, points: packPoints(drawn, zoom) }
}

function inkOf({ element, points, straightTo, predicted }: Stroke): Ink {
  return straightTo ? { element, points: evenly(straightTo, 2) } : { element, points, predicted }
}

/** A pressure as it is stored: what is seen while drawing is what stays. */
const stored = (pressure: number): number => Math.round(pressure * 255) / 255

/** A straight line of at least `count` points: others have that many of this stroke already, and a live part can't take points back. */
function evenly(to: StrokePoint, count: number): StrokePoint[] {
  const steps = Math.max(1, count - 1)
  return Array.from({ length: steps + 1 }, (_, i) => ({
    x: (to.x * i) / steps,
    y: (to.y * i) / steps,
    // One width from end to end, as a ruler draws.
    pressure: DEFAULT_PRESSURE,
  }))
}

function pointOf(stroke: Stroke, { x, y, pressure }: PointerSample): StrokePoint {
  return {
    x: snapToUnit(x - stroke.x, stroke.zoom),
    y: snapToUnit(y - stroke.y, stroke.zoom),
    pressure: stored(pressure),
  }
}

function addPoint(stroke: Stroke, sample: PointerSample): void {
  const point = pointOf(stroke, sample)
  const last = stroke.points.at(-1)
  if (last && last.x === point.x && last.y === point.y) return
  stroke.points.push(point)
}
