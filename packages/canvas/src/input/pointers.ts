import type { Point } from '@inkwire/board'
import { openLink } from '../clipboard/links.ts'
import type { Desk, ScreenPointer } from '../desk.ts'
import { linkMarkAt } from '../paint/signs.ts'
import { FingerTap } from './finger-tap.ts'
import { PenMode } from './pen-mode.ts'

/** A gesture this old, in ms, and this long, in css px, is meant: a second finger (a palm) doesn't take it away. */
const MEANT_TIME = 250
const MEANT_DISTANCE = 12
/** A finger that rests so long, in ms, asks for the menu; one that moves further, in css px, doesn't rest. */
const LONG_PRESS = 500
const REST_DISTANCE = 8
/** Predicted places that are shown, and how far they may lie ahead, css px: a hand that turns would leave more of them in the air. */
const MAX_PREDICTED = 2
const PREDICTED_DISTANCE = 24

type State =
  | { readonly kind: 'free' }
  | {
      readonly kind: 'tool'
      readonly id: number
      readonly device: string
      readonly began: number
      readonly from: Point
    }
  | { readonly kind: 'pan'; readonly id: number; readonly finger: boolean; at: Point }
  | { readonly kind: 'pinch'; readonly fingers: Map<number, Point> }
  /** Pressed with ctrl on something with a link. */
  | { readonly kind: 'link'; readonly id: number; readonly link: string; readonly from: Point }
  /** The menu was asked for: what the finger does until it is up means nothing. */
  | { readonly kind: 'held'; readonly id: number }

/** Sorts out what pointers mean: one works the tool; the middle button, space or two fingers move the camera. */
export class Pointers {
  private state: State = { kind: 'free' }
  /** The space bar is down: a press drags the paper. */
  spaceHeld = false
  /** So many fingers tapped together: two or more. */
  onTap: (fingers: number) => void = () => {}
  private readonly tap = new FingerTap()
  private readonly pens: PenMode

  constructor(
    private readonly desk: Desk,
    private readonly host: HTMLElement,
    private readonly changed: () => void,
  ) {
    this.pens = new PenMode(desk, navigator.maxTouchPoints > 0)
  }

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
    host.addEventListener('mousedown', (event) => this.mousePressed(event), { signal })
    host.addEventListener('mouseup', (event) => this.mouseReleased(event), { signal })
    host.addEventListener('auxclick', (event) => event.preventDefault(), { signal })
    host.addEventListener('contextmenu', (event) => this.menu(event), { signal })
    host.addEventListener('touchend', (event) => this.touchEnded(event), { passive: false, signal })
  }

  private mousePressed(event: MouseEvent): void {
    // The middle button scrolls by itself on some systems. And after a tap the browser presses a mouse that isn't there, which would
    // take the focus from the text that the tap began.
    const typing = document.activeElement instanceof HTMLTextAreaElement && event.target !== document.activeElement
    if (event.button === 1 || (typing && this.host.contains(document.activeElement))) event.preventDefault()
  }

  private mouseReleased(event: MouseEvent): void {
    // On Linux the middle button pastes what was selected last, wherever it was, when it is let go.
    if (event.button === 1 && !(event.target instanceof HTMLTextAreaElement)) event.preventDefault()
  }

  private touchEnded(event: TouchEvent): void {
    // A finger that rested for the menu goes up over it: the click that the browser makes of that must not choose a row.
    if (this.rested) event.preventDefault()
    this.rested = false
  }

  private menu(event: MouseEvent): void {
    event.preventDefault()
    // Of a finger this comes after a long press, which is told by itself.
    if (this.state.kind !== 'free' || (event instanceof PointerEvent && event.pointerType === 'touch')) return
    this.desk.openMenuAt(this.place(event))
  }

  private down(event: PointerEvent): void {
    if (event.target instanceof HTMLTextAreaElement) return
    const at = this.place(event)
    const finger = event.pointerType === 'touch'
    this.pens.saw(event)
    if (finger && this.pens.isOn && this.pens.isPalm(event)) return
    if (finger) this.tap.press(event.pointerId, at, event.timeStamp)
    // The pen comes before fingers that move the paper.
    if (event.pointerType === 'pen' && this.byFingers) this.state = { kind: 'free' }
    const { state } = this
    if (state.kind === 'pinch') {
      if (finger) state.fingers.set(event.pointerId, at)
      return
    }
    if (state.kind === 'pan' && state.finger && finger) {
      this.state = { kind: 'pinch', fingers: new Map([[state.id, state.at], [event.pointerId, at]]) } // biome-ignore format: one row
      return
    }
    if (state.kind === 'tool' && finger && state.device === 'touch') {
      const moved = Math.hypot(at.x - state.from.x, at.y - state.from.y)
      if (event.timeStamp - state.began > MEANT_TIME && this.travelled > MEANT_DISTANCE && moved > 0) return
      clearTimeout(this.pressTimer)
      this.desk.cancel()
      this.state = { kind: 'pinch', fingers: new Map([[state.id, this.lastAt ?? state.from], [event.pointerId, at]]) } // biome-ignore format: one row
      return
    }
    if (state.kind !== 'free') return
    this.capture(event)
    const pans = this.spaceHeld || (finger && this.pens.isOn)
    if (event.button === 1 || (event.button === 0 && pans)) {
      this.state = { kind: 'pan', id: event.pointerId, finger, at }
      this.changed()
      return
    }
    if (event.button !== 0) return
    const pressed = event.ctrlKey || event.metaKey ? this.desk.linkAt(at) : undefined
    const link = pressed ?? linkMarkAt(this.desk, at)
    if (link !== undefined) {
      this.state = { kind: 'link', id: event.pointerId, link, from: at }
      return
    }
    this.state = { kind: 'tool', id: event.pointerId, device: event.pointerType, began: event.timeStamp, from: at }
    this.travelled = 0
    this.lastAt = at
    this.desk.pointerDown(this.pointer(event))
    if (event.pointerType === 'pen') this.pens.pressed()
    if (finger) this.pressTimer = setTimeout(() => this.longPressed(event.pointerId), LONG_PRESS)
    this.changed()
  }

  private move(event: PointerEvent): void {
    const at = this.place(event)
    this.pens.saw(event)
    this.tap.move(event.pointerId, at)
    // The button went up where the page could not see it.
    if (this.isLetGo(event)) this.up(event)
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
        if (this.travelled > REST_DISTANCE) clearTimeout(this.pressTimer)
        this.desk.pointerMove(this.pointer(event))
        return
      case 'pan':
        if (event.pointerId !== state.id) return
        this.desk.pan(at.x - state.at.x, at.y - state.at.y)
        state.at = at
        return
      case 'pinch':
        if (!state.fingers.has(event.pointerId)) return
        // A tap of two fingers must not shake the paper.
        if (this.tap.isPossible(event.timeStamp)) state.fingers.set(event.pointerId, at)
        else this.pinch(state.fingers, event.pointerId, at)
        return
      case 'link':
      case 'held':
        return
    }
  }

  private up(event: PointerEvent): void {
    const { state } = this
    clearTimeout(this.pressTimer)
    const tapped = this.tap.lift(event.pointerId, event.timeStamp)
    if (tapped > 1) this.onTap(tapped)
    if (state.kind === 'pinch') {
      state.fingers.delete(event.pointerId)
      // Nothing begins until all fingers are up: the last one would draw a stray line.
      if (state.fingers.size === 0) this.state = { kind: 'free' }
      return
    }
    if (state.kind === 'free' || event.pointerId !== state.id) return
    this.state = { kind: 'free' }
    if (state.kind === 'tool') this.desk.pointerUp(this.pointer(event))
    if (state.kind === 'link') this.open(state.link, state.from, this.place(event))
    this.changed()
  }

  private lost(event: PointerEvent): void {
    const { state } = this
    clearTimeout(this.pressTimer)
    this.tap.lose(event.pointerId)
    if (state.kind === 'tool' && event.pointerId === state.id) {
      this.state = { kind: 'free' }
      this.desk.cancel()
    } else this.up(event)
  }

  private get byFingers(): boolean {
    return this.state.kind === 'pinch' || (this.state.kind === 'pan' && this.state.finger)
  }

  private isLetGo({ pointerType, pointerId, buttons }: PointerEvent): boolean {
    const { state } = this
    const isMine = (state.kind === 'tool' || state.kind === 'pan') && state.id === pointerId
    return isMine && pointerType === 'mouse' && buttons === 0
  }

  /** A finger rested on the canvas: what it began is given up for the menu. */
  private longPressed(id: number): void {
    const { state } = this
    if (state.kind !== 'tool' || state.id !== id) return
    this.desk.cancel()
    this.state = { kind: 'held', id }
    this.rested = true
    this.desk.openMenuAt(this.lastAt ?? state.from)
    this.changed()
  }

  private open(link: string, from: Point, to: Point): void {
    if (Math.hypot(to.x - from.x, to.y - from.y) <= REST_DISTANCE) openLink(link)
  }

  private rested = false
  private pressTimer: ReturnType<typeof setTimeout> | undefined
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

  /** Where the pen goes next, as the browser sees it coming; none where it can't, or where that is too far off to be true. */
  private predicted(event: PointerEvent): PointerEvent[] {
    if (event.type !== 'pointermove' || event.buttons === 0 || !event.getPredictedEvents) return []
    return event
      .getPredictedEvents()
      .slice(0, MAX_PREDICTED)
      .filter((one) => Math.hypot(one.clientX - event.clientX, one.clientY - event.clientY) <= PREDICTED_DISTANCE)
  }

  private pointer(event: PointerEvent): ScreenPointer {
    const coalesced = event.type === 'pointermove' ? event.getCoalescedEvents() : []
    const events = coalesced.length > 0 ? coalesced : [event]
    return {
      ...this.place(event),
      pressure: event.pressure,
      samples: events.map((one) => ({ ...this.place(one), pressure: one.pressure })),
      predicted: this.predicted(event).map((one) => ({ ...this.place(one), pressure: one.pressure })),
      device: event.pointerType === 'pen' || event.pointerType === 'touch' ? event.pointerType : 'mouse',
      shift: event.shiftKey,
      alt: event.altKey,
      ctrl: event.ctrlKey || event.metaKey,
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
