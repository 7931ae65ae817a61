import {
  type ActorId,
  type DocumentView,
  type Element,
  type ElementId,
  fold,
  type LivePart,
  type LiveStroke,
  type Op,
  Overlay,
  type Peer,
  type Person,
  packPoints,
  type StrokePoint,
  translated,
} from '@inkwire/board'
import { LIMITS, type LiveMessage, type Present } from '@inkwire/protocol'
import type { Clock } from './clock.ts'
import { mergePoints } from './stroke-points.ts'

/** A preview of which nothing more is heard is gone, in ms: its page may have vanished without a word. */
const SILENCE_MS = 5_000
/** The last key that there is: what is being drawn lies on top. */
const TOP_ORDER = 'z'.repeat(27)
/** Gestures of one actor that can wait for their batches at once. */
const MOST_GESTURES = 10

type Preview = ReadonlyMap<ElementId, Element | undefined>

/** What a gesture shows before its batch is there. */
interface Gesture {
  readonly strokes: Map<ElementId, { readonly style: LiveStroke; readonly points: StrokePoint[] }>
  ops: readonly Op[]
  drag: { readonly ids: readonly ElementId[]; readonly dx: number; readonly dy: number } | undefined
  heardAt: number
}

interface State {
  person: Person | undefined
  cursor: Peer['cursor']
  selection: readonly ElementId[]
  /** By the number of the batch that each is going to be. */
  readonly gestures: Map<number, Gesture>
  /** Of the newest batch that was folded: live that comes later is stale. */
  folded: number
  heardAt: number
  /** undefined: to be made anew. */
  peer: Peer | undefined
}

const NO_PREVIEW: Preview = new Map()

/** Others on the board, by what they send live. */
export class Peers {
  private readonly states = new Map<ActorId, State>()
  private listed: readonly Peer[] | undefined
  private cancelTimer: (() => void) | undefined

  constructor(
    private readonly shown: DocumentView,
    private readonly clock: Clock,
    /** Something went away by itself. */
    private readonly changed: () => void,
  ) {}

  /** Those whose person is known, the same list until something changes. */
  list(): readonly Peer[] {
    this.listed ??= [...this.states].flatMap(([actor, state]) => {
      if (!state.person) return []
      state.peer ??= {
        actor,
        person: state.person,
        cursor: state.cursor,
        selection: state.selection,
        preview: this.previewOf(actor, state),
      }
      return [state.peer]
    })
    return this.listed
  }

  /** Everybody who is on the board now, without me: who is not among them is gone. */
  replace(present: readonly Present[]): void {
    const there = new Set(present.map(({ actor }) => actor))
    this.gone([...this.states.keys()].filter((actor) => !there.has(actor)))
    this.came(present)
  }

  came(present: readonly Present[]): void {
    for (const { actor, person } of present) {
      const state = this.state(actor)
      state.person = person
      this.touch(state)
    }
  }

  gone(actors: readonly ActorId[]): void {
    for (const actor of actors) this.states.delete(actor)
    this.listed = undefined
  }

  /** A live message of somebody else. */
  heard(actor: ActorId, { number, parts }: LiveMessage): void {
    const state = this.state(actor)
    const now = this.clock.now()
    state.heardAt = now
    for (const part of parts) this.take(state, number, part, now)
    this.touch(state)
    this.watch()
  }

  /** A batch was folded into the base document: its preview, and those before it, have done their work. Returns whether there were any. */
  folded(actor: ActorId, number: number): boolean {
    const state = this.states.get(actor)
    if (!state) return false
    state.folded = Math.max(state.folded, number)
    const before = state.gestures.size
    for (const gesture of state.gestures.keys()) if (gesture <= number) state.gestures.delete(gesture)
    if (state.gestures.size === before) return false
    this.touch(state)
    return true
  }

  /** The shown document changed. Returns whether there are previews above it, which may now look different. */
  documentChanged(): boolean {
    let any = false
    for (const state of this.states.values()) {
      if (state.gestures.size === 0) continue
      this.touch(state)
      any = true
    }
    return any
  }

  close(): void {
    this.cancelTimer?.()
    this.cancelTimer = undefined
    this.states.clear()
    this.listed = undefined
  }

  private state(actor: ActorId): State {
    const before = this.states.get(actor)
    if (before) return before
    const state: State = {
      person: undefined,
      cursor: undefined,
      selection: [],
      gestures: new Map(),
      folded: 0,
      heardAt: this.clock.now(),
      peer: undefined,
    }
    this.states.set(actor, state)
    return state
  }

  private touch(state: State): void {
    state.peer = undefined
    this.listed = undefined
  }

  private take(state: State, number: number, part: LivePart, at: number): void {
    switch (part.kind) {
      case 'cursor':
        state.cursor = { x: part.x, y: part.y, at }
        return
      case 'away':
        state.cursor = undefined
        return
      case 'selection':
        state.selection = part.ids
        return
      case 'cancel':
        state.gestures.clear()
        return
      case 'stroke':
      case 'preview':
      case 'drag': {
        // The batch overtook it.
        if (number <= state.folded) return
        const gesture = gestureOf(state, number)
        gesture.heardAt = at
        if (part.kind === 'stroke') draw(gesture, part)
        else if (part.kind === 'preview') gesture.ops = part.ops
        else gesture.drag = part
      }
    }
  }

  private previewOf(actor: ActorId, { gestures }: State): Preview {
    if (gestures.size === 0) return NO_PREVIEW
    const overlay = new Overlay(this.shown)
    for (const [number, { strokes, ops, drag }] of gestures) {
      const drawn = [...strokes.values()].map(({ style, points }) => strokeOp(style, points))
      fold(overlay, { actor, number, ops: [...drawn, ...ops] })
      for (const id of drag?.ids ?? []) {
        const element = overlay.get(id)
        if (drag && element) overlay.put({ ...element, ...translated(element, drag.dx, drag.dy) } as Element)
      }
    }
    return overlay.changed
  }

  private watch(): void {
    if (this.cancelTimer) return
    let oldest: number | undefined
    for (const state of this.states.values()) {
      if (!state.person) oldest = Math.min(oldest ?? state.heardAt, state.heardAt)
      for (const { heardAt } of state.gestures.values()) oldest = Math.min(oldest ?? heardAt, heardAt)
    }
    if (oldest === undefined) return
    this.cancelTimer = this.clock.after(Math.max(0, oldest + SILENCE_MS - this.clock.now()), () => {
      this.cancelTimer = undefined
      this.expire(this.clock.now() - SILENCE_MS)
      this.watch()
    })
  }

  private expire(before: number): void {
    let expired = false
    for (const [actor, state] of this.states) {
      if (!state.person && state.heardAt <= before) this.states.delete(actor)
      for (const [number, { heardAt }] of state.gestures) {
        if (heardAt > before) continue
        state.gestures.delete(number)
        this.touch(state)
        expired = true
      }
    }
    if (expired) this.changed()
  }
}

function gestureOf({ gestures }: State, number: number): Gesture {
  const before = gestures.get(number)
  if (before) return before
  const gesture: Gesture = { strokes: new Map(), ops: [], drag: undefined, heardAt: 0 }
  gestures.set(number, gesture)
  if (gestures.size > MOST_GESTURES) gestures.delete(Math.min(...gestures.keys()))
  return gesture
}

function draw({ strokes }: Gesture, part: LiveStroke): void {
  const points = strokes.get(part.id)?.points ?? []
  if (strokes.size >= LIMITS.opsPerBatch || !mergePoints(points, part.from, part.points)) return
  strokes.set(part.id, { style: part, points })
}

function strokeOp(style: LiveStroke, points: readonly StrokePoint[]): Op {
  const { id, x, y, color, width, opacity, pen, zoom } = style
  const extra = { ...(opacity === undefined ? {} : { opacity }), ...(pen === undefined ? {} : { pen }) }
  const packed = packPoints(points, zoom)
  return { op: 'put', element: { id, type: 'stroke', order: TOP_ORDER, x, y, points: packed, color, width, ...extra } }
}
