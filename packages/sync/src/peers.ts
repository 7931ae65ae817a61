import {
  type ActorId,
  type DocumentView,
  type Element,
  type ElementId,
  fold,
  type LiveDrag,
  type LiveInk,
  type LiveMore,
  type LivePart,
  type LiveShift,
  type LiveStroke,
  type Op,
  Overlay,
  type Peer,
  type Person,
  type StrokePoint,
  TRAIL_TIME,
  type TrailPoint,
  translated,
} from '@inkwire/board'
import { LIMITS, type LiveMessage, type Present, type SentPart } from '@inkwire/protocol'
import type { Clock } from './clock.ts'
import { mergePoints } from './stroke-points.ts'

/** A preview of which nothing more is heard is gone, in ms: its page may have vanished without a word. */
const SILENCE_MS = 5_000
/** The last key that there is: what is being drawn lies on top. */
const TOP_ORDER = 'z'.repeat(27)
/** Points of a stroke that come again, as live may get lost. */
const REPEATED_POINTS = 8
/** Gestures of one actor that can wait for their batches at once. */
const MOST_GESTURES = 10
/** More points of a laser come in its second only from somebody who sends noise. */
const MOST_TRAIL_POINTS = 2_000

type Preview = ReadonlyMap<ElementId, Element | undefined>

/** `of`: how many ids there will be. */
interface Drag {
  readonly ids: readonly ElementId[]
  readonly dx: number
  readonly dy: number
  readonly of: number
}

/** What a gesture shows before its batch is there. */
interface Gesture {
  readonly strokes: Map<ElementId, { readonly style: LiveStroke; readonly points: StrokePoint[] }>
  /** The stroke that was told of last: more points are its. */
  told: LiveStroke | undefined
  ops: readonly Op[]
  drag: Drag | undefined
  heardAt: number
}

interface State {
  person: Person | undefined
  cursor: Peer['cursor']
  selection: readonly ElementId[]
  trail: readonly TrailPoint[]
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
        trail: state.trail,
        ...this.shownOf(actor, state),
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
      trail: [],
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

  private take(state: State, number: number, part: SentPart, at: number): void {
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
      case 'laser':
        state.trail = trailWith(state.trail, part, at)
        return
      case 'cancel':
        state.gestures.clear()
        return
      case 'more':
        goOn(state, number, part, at)
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
        else gesture.drag = dragged(gesture.drag, part)
      }
    }
  }

  private shownOf(actor: ActorId, { gestures }: State): Pick<Peer, 'preview' | 'inks' | 'shifts'> {
    if (gestures.size === 0) return { preview: NO_PREVIEW }
    const overlay = new Overlay(this.shown)
    const inks: LiveInk[] = []
    const shifts: LiveShift[] = []
    for (const [number, { strokes, ops, drag }] of gestures) {
      for (const { style, points } of strokes.values()) inks.push({ element: inkOf(style), points })
      fold(overlay, { actor, number, ops })
      // Some of many would jump ahead of the others.
      if (!drag || drag.ids.length < drag.of) continue
      const previewed = drag.ids.filter((id) => overlay.changed.has(id))
      for (const id of previewed) {
        const element = overlay.get(id)
        if (element) overlay.put({ ...element, ...translated(element, drag.dx, drag.dy) } as Element)
      }
      shifts.push(previewed.length === 0 ? drag : { ...drag, ids: drag.ids.filter((id) => !overlay.changed.has(id)) })
    }
    return {
      preview: overlay.changed,
      ...(inks.length > 0 ? { inks } : {}),
      ...(shifts.length > 0 ? { shifts } : {}),
    }
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

/** A trail with the points that came, without those that have faded. */
function trailWith(
  before: readonly TrailPoint[],
  { trail, points }: LivePart & { readonly kind: 'laser' },
  at: number,
): readonly TrailPoint[] {
  const seen = before.filter((point) => at - point.at < TRAIL_TIME)
  return [...seen, ...points.map(({ x, y }) => ({ x, y, trail, at }))].slice(-MOST_TRAIL_POINTS)
}

function gestureOf({ gestures }: State, number: number): Gesture {
  const before = gestures.get(number)
  if (before) return before
  const gesture: Gesture = { strokes: new Map(), told: undefined, ops: [], drag: undefined, heardAt: 0 }
  gestures.set(number, gesture)
  if (gestures.size > MOST_GESTURES) gestures.delete(Math.min(...gestures.keys()))
  return gesture
}

/** A stroke goes on, and the cursor with it. Points of one that was never told of, as live may get lost, are passed over. */
function goOn(state: State, number: number, { from, points }: LiveMore, at: number): void {
  const gesture = state.gestures.get(number)
  const tip = points.at(-1)
  if (!gesture?.told || !tip) return
  const { x, y } = gesture.told
  gesture.heardAt = at
  draw(gesture, { ...gesture.told, from, points })
  state.cursor = { x: x + tip.x, y: y + tip.y, at }
}

function draw(gesture: Gesture, part: LiveStroke): void {
  const { strokes } = gesture
  gesture.told = part
  let points = strokes.get(part.id)?.points ?? []
  // Drawn anew, as a straight line is: who paints it must not go on where the old one ended.
  if (part.points.length > 0 && part.from < points.length - REPEATED_POINTS) points = [...points]
  if (strokes.size >= LIMITS.opsPerBatch || !mergePoints(points, part.from, part.points)) return
  strokes.set(part.id, { style: part, points })
}

function inkOf({ id, x, y, color, width, opacity, pen }: LiveStroke): Element {
  const extra = { ...(opacity === undefined ? {} : { opacity }), ...(pen === undefined ? {} : { pen }) }
  return { id, type: 'stroke', order: TOP_ORDER, x, y, color, width, ...extra } as Element
}

/** A drag as it goes on: of many ids each message brings some. */
function dragged(before: Drag | undefined, { ids, dx, dy, part }: LiveDrag): Drag {
  if (!part) return { ids: sameIds(before?.ids, ids), dx, dy, of: ids.length }
  const { from, of } = part
  const known = before?.of === of ? before.ids : []
  const fits = ids.every((id, i) => known[from + i] === id)
  return { ids: fits ? known : [...known.slice(0, from), ...ids, ...known.slice(from + ids.length)], dx, dy, of }
}

/** The ids that were there before, where they are still the same: who paints them has them in hand. */
function sameIds(before: readonly ElementId[] | undefined, ids: readonly ElementId[]): readonly ElementId[] {
  return before?.length === ids.length && before.every((id, i) => id === ids[i]) ? before : ids
}
