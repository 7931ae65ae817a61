import type { Point } from '@inkwire/board'
import type { Desk, ScreenPointer } from '../desk.ts'

/** A gesture this old, in ms, and this long, in css px, is meant: a second finger (a palm) doesn't take it away. */
const MEANT_TIME = 250
const MEANT_DISTANCE = 12

type State =
  | { readonly kind: 'free' }
  | {
      readonly kind: 'tool'
      readonly id: number
      readonly device: string
      readonly began: number
      readonly from: Point
    }
  | { readonly kind: 'pan'; readonly id: number; at: Point }
  | { readonly kind: 'pinch'; readonly fingers: Map<number, Point> }

/** Sorts out what pointers mean: one works the tool; the middle button, space or two fingers move the camera. */
export class Pointers {
  private state: State = { kind: 'free' }
  /** The space bar is down: a press drags the paper. */
  spaceHeld = false

  constructor(
    private readonly desk: Desk,
    private readonly host: HTMLElement,
    private readonly changed: () => void,
  ) {}

  /** The paper is being dragged. */
  get panning(): boolean {
    return this.state.kind === 'pan'
  }

  listen(signal: AbortSignal): void {
    const { host } = this
    host.addEventListener('pointerdown', (event) => this.down(event), { signal })
    host.addEventListener('pointermove', (event) => this.move(event), { signal })
    host.addEventListener('pointerup', (event) => this.up(event), { signal })
    host.addEventListener('pointercancel', (event) => this.lost(event), { signal })
    host.addEventListener('pointerleave', () => this.desk.pointerLeft(), { signal })
    // The middle button scrolls by itself on some systems, and pastes on others.
    host.addEventListener('mousedown', (event) => event.button === 1 && event.preventDefault(), { signal })
    host.addEventListener('auxclick', (event) => event.preventDefault(), { signal })
    host.addEventListener('contextmenu', (event) => event.preventDefault(), { signal })
  }

  private down(event: PointerEvent): void {
    if (event.target instanceof HTMLTextAreaElement) return
    const at = this.place(event)
    const { state } = this
    if (state.kind === 'pinch') {
      if (event.pointerType === 'touch') state.fingers.set(event.pointerId, at)
      return
    }
    if (state.kind === 'tool' && event.pointerType === 'touch' && state.device === 'touch') {
      const moved = Math.hypot(at.x - state.from.x, at.y - state.from.y)
      if (event.timeStamp - state.began > MEANT_TIME && this.travelled > MEANT_DISTANCE && moved > 0) return
      this.desk.cancel()
      this.state = { kind: 'pinch', fingers: new Map([[state.id, this.lastAt ?? state.from], [event.pointerId, at]]) } // biome-ignore format: one row
      return
    }
    if (state.kind !== 'free') return
    this.capture(event)
    if (event.button === 1 || (event.button === 0 && this.spaceHeld)) {
      this.state = { kind: 'pan', id: event.pointerId, at }
      this.changed()
      return
    }
    if (event.button !== 0) return
    this.state = { kind: 'tool', id: event.pointerId, device: event.pointerType, began: event.timeStamp, from: at }
    this.travelled = 0
    this.lastAt = at
    this.desk.pointerDown(this.pointer(event))
    this.changed()
  }

  private move(event: PointerEvent): void {
    const at = this.place(event)
    const { state } = this
    switch (state.kind) {
      case 'free':
        this.desk.pointerMove(this.pointer(event))
        this.changed()
        return
      case 'tool':
        if (event.pointerId !== state.id) return
        this.travelled = Math.max(this.travelled, Math.hypot(at.x - state.from.x, at.y - state.from.y))
        this.lastAt = at
        this.desk.pointerMove(this.pointer(event))
        return
      case 'pan':
        if (event.pointerId !== state.id) return
        this.desk.pan(at.x - state.at.x, at.y - state.at.y)
        state.at = at
        return
      case 'pinch':
        if (state.fingers.has(event.pointerId)) this.pinch(state.fingers, event.pointerId, at)
        return
    }
  }

  private up(event: PointerEvent): void {
    const { state } = this
    if (state.kind === 'pinch') {
      state.fingers.delete(event.pointerId)
      // Nothing begins until all fingers are up: the last one would draw a stray line.
      if (state.fingers.size === 0) this.state = { kind: 'free' }
      return
    }
    if (state.kind === 'free' || event.pointerId !== state.id) return
    this.state = { kind: 'free' }
    if (state.kind === 'tool') this.desk.pointerUp(this.pointer(event))
    this.changed()
  }

  private lost(event: PointerEvent): void {
    const { state } = this
    if (state.kind === 'tool' && event.pointerId === state.id) {
      this.state = { kind: 'free' }
      this.desk.cancel()
    } else this.up(event)
  }

  private travelled = 0
  private lastAt: Point | undefined

  private pinch(fingers: Map<number, Point>, id: number, at: Point): void {
    const before = middleAndSpread([...fingers.values()])
    fingers.set(id, at)
    const after = middleAndSpread([...fingers.values()])
    this.desk.pan(after.x - before.x, after.y - before.y)
    if (before.spread > 0 && after.spread > 0) {
      this.desk.zoomAt(after, (this.desk.camera.zoom * after.spread) / before.spread)
    }
  }

  private capture(event: PointerEvent): void {
    try {
      this.host.setPointerCapture(event.pointerId)
    } catch {
      // A pointer that is gone already can't be captured; its end comes anyway.
    }
  }

  private place({ clientX, clientY }: { readonly clientX: number; readonly clientY: number }): Point {
    const { left, top } = this.host.getBoundingClientRect()
    return { x: clientX - left, y: clientY - top }
  }

  private pointer(event: PointerEvent): ScreenPointer {
    const coalesced = event.type === 'pointermove' ? event.getCoalescedEvents() : []
    const events = coalesced.length > 0 ? coalesced : [event]
    return {
      ...this.place(event),
      pressure: event.pressure,
      samples: events.map((one) => ({ ...this.place(one), pressure: one.pressure })),
      device: event.pointerType === 'pen' || event.pointerType === 'touch' ? event.pointerType : 'mouse',
      shift: event.shiftKey,
      time: event.timeStamp,
    }
  }
}

function middleAndSpread(points: readonly Point[]): Point & { readonly spread: number } {
  const count = Math.max(1, points.length)
  const x = points.reduce((sum, point) => sum + point.x, 0) / count
  const y = points.reduce((sum, point) => sum + point.y, 0) / count
  const spread = points.reduce((sum, point) => sum + Math.hypot(point.x - x, point.y - y), 0)
  return { x, y, spread }
}
