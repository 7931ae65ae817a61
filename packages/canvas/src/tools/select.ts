import type { Box, ElementId, Placement } from '@inkwire/board'
import type { Desk } from '../desk.ts'
import { type Draft, NO_DRAFT } from '../draft.ts'
import { frameNameAt } from '../paint/signs.ts'
import { handleCursor } from '../selection/cursors.ts'
import type { Gesture } from '../selection/gesture.ts'
import { type Handle, handleAt, handlesOf, isBetween, isLineHandle } from '../selection/handles.ts'
import { MarqueeGesture } from '../selection/marquee-gesture.ts'
import { MoveGesture } from '../selection/move-gesture.ts'
import { isWithin, picked } from '../selection/picking.ts'
import { lineGesture, removePoint } from '../selection/point-gesture.ts'
import { holds, inkBox, transformBox, wholeBox } from '../selection/selection-box.ts'
import { TransformGesture } from '../selection/transform-gesture.ts'
import type { Guide } from '../snapping/guide.ts'
import type { PointerInput, Tool } from './tool.ts'

/** The pointer moves so far, in css px, before a press becomes a drag: hands tremble. */
const DRAG_THRESHOLD = 3

type State =
  | { readonly kind: 'idle' }
  /** Pressed on something, or between what is selected. `clicked`: what a release without a drag does. */
  | { readonly kind: 'pressed'; readonly from: PointerInput; readonly clicked: Clicked }
  | { readonly kind: 'pressed-handle'; readonly from: PointerInput; readonly handle: Handle }
  /** Pressed on nothing that can be moved; perhaps on something locked. */
  | { readonly kind: 'pressed-empty'; readonly from: PointerInput; readonly locked: ElementId | undefined }
  | { readonly kind: 'gesture'; readonly gesture: Gesture }

type Clicked =
  | { readonly kind: 'select'; readonly ids: readonly ElementId[] }
  /** Goes into a group or a text. */
  | { readonly kind: 'open'; readonly hit: ElementId }

/** Picks, moves, resizes, turns, and goes into groups and texts. */
export class SelectTool implements Tool {
  private state: State = { kind: 'idle' }
  private hovered = 'default'

  constructor(private readonly desk: Desk) {}

  get cursor(): string {
    switch (this.state.kind) {
      case 'gesture':
        return this.state.gesture.cursor
      case 'pressed-handle':
        return handleCursor(this.state.handle)
      case 'idle':
        return this.hovered
      default:
        return 'default'
    }
  }

  get busy(): boolean {
    return this.state.kind !== 'idle'
  }

  get draft(): Draft {
    return this.state.kind === 'gesture' ? this.state.gesture.draft : NO_DRAFT
  }

  get marquee(): Box | undefined {
    return this.state.kind === 'gesture' ? this.state.gesture.marquee : undefined
  }

  get guides(): readonly Guide[] {
    return (this.state.kind === 'gesture' && this.state.gesture.guides) || []
  }

  get target(): ElementId | undefined {
    return this.state.kind === 'gesture' ? this.state.gesture.target : undefined
  }

  get selectionBox(): Placement | undefined {
    return this.state.kind === 'gesture' ? this.state.gesture.box : undefined
  }

  /** A drag is going on, so handles would only be in the way. */
  get dragging(): boolean {
    return this.state.kind === 'gesture'
  }

  down(input: PointerInput): void {
    const { desk } = this
    const { scene, selection } = desk
    const handle = desk.canEdit
      ? handleAt(handlesOf(scene, selection, desk.camera), input.screen, input.device)
      : undefined
    if (handle) {
      this.state = { kind: 'pressed-handle', from: input, handle }
      return
    }
    const hit = frameNameAt(desk, input.screen) ?? scene.at(input, desk.tolerance(input))
    if (!hit) {
      this.pressEmpty(input)
      return
    }
    if (desk.entered !== null && !isWithin(scene, hit, desk.entered)) desk.enter(null)
    const { id } = picked(scene, hit, desk.entered)
    const selected = selection.includes(id)
    // What is selected can be dragged by what is seen of it beneath others, too; a click alone picks what is on top.
    const inHand = !selected && !input.shift && this.selectedAt(input)
    if (!selected && !inHand) desk.select(input.shift ? [...selection, id] : [id])
    const clicked = input.shift ? (selected ? selection.filter((other) => other !== id) : [...selection, id]) : [id]
    const opens = input.clicks % 2 === 0 && !input.shift
    this.state = {
      kind: 'pressed',
      from: input,
      clicked: opens ? { kind: 'open', hit: hit.id } : { kind: 'select', ids: clicked },
    }
  }

  move(input: PointerInput): void {
    const { state } = this
    if (state.kind === 'idle') {
      this.hover(input)
      return
    }
    if (state.kind !== 'gesture') {
      if (!dragged(state.from, input)) return
      const gesture = this.begin(state)
      if (!gesture) return
      this.state = { kind: 'gesture', gesture }
      gesture.move(input)
      return
    }
    state.gesture.move(input)
  }

  up(input: PointerInput): void {
    const { state } = this
    this.state = { kind: 'idle' }
    switch (state.kind) {
      case 'gesture':
        state.gesture.drop(input)
        this.hover(input)
        this.desk.redraw()
        return
      case 'pressed':
        this.click(state.clicked)
        return
      case 'pressed-empty':
        if (state.locked !== undefined) this.desk.select([state.locked])
        else if (input.clicks % 2 === 0 && state.from.clicks % 2 === 0) this.desk.writeAt(input)
        return
      case 'pressed-handle': {
        const { id } = state.handle
        const [line] = this.desk.selection
        if (!line || input.clicks % 2 !== 0 || !isLineHandle(id) || id === 'start' || id === 'end') return
        // The middle of a line is where its label goes.
        if (isBetween(id)) this.desk.edit(line)
        else removePoint(this.desk, line, id)
        return
      }
      case 'idle':
        return
    }
  }

  cancel(): void {
    const { state } = this
    this.state = { kind: 'idle' }
    if (state.kind === 'gesture') state.gesture.cancel()
    this.desk.redraw()
  }

  changed(ids: ReadonlySet<ElementId>): void {
    const { state } = this
    const over = state.kind === 'gesture' ? state.gesture.changed(ids) : undefined
    if (over === undefined) return
    this.cancel()
    this.desk.notify(over)
  }

  private selectedAt(input: PointerInput): boolean {
    const { desk } = this
    const selected = new Set(desk.selection)
    return desk.scene
      .allAt(input, desk.tolerance(input))
      .some((element) => selected.has(picked(desk.scene, element, desk.entered).id))
  }

  private pressEmpty(input: PointerInput): void {
    const { desk } = this
    const { scene, selection } = desk
    // Between the things that are selected together, a drag has them all in hand.
    const together = selection.length > 1 || selection.some((id) => scene.get(id)?.type === 'group')
    const whole = together ? wholeBox(selection.flatMap((id) => inkBox(scene, id, scene.context) ?? [])) : undefined
    if (whole && holds(whole, input) && !input.shift && input.clicks === 1) {
      this.state = { kind: 'pressed', from: input, clicked: { kind: 'select', ids: [] } }
      return
    }
    const locked = scene.lockedAt(input, desk.tolerance(input))
    this.state = { kind: 'pressed-empty', from: input, locked: locked && picked(scene, locked, null).id }
    if (input.shift) return
    desk.enter(null)
    desk.select([])
  }

  /** What a drag from here is; undefined where it is nothing. */
  private begin(state: Exclude<State, { kind: 'idle' | 'gesture' }>): Gesture | undefined {
    const { desk } = this
    const { scene, selection } = desk
    switch (state.kind) {
      case 'pressed-empty':
        return new MarqueeGesture(desk, state.from, state.from.shift ? selection : [])
      case 'pressed': {
        const ids = selection.filter((id) => !scene.isLockedId(id))
        return desk.canEdit && ids.length > 0 ? new MoveGesture(desk, state.from, ids) : undefined
      }
      case 'pressed-handle': {
        const { id } = state.handle
        const [line] = selection
        if (isLineHandle(id)) return line === undefined ? undefined : lineGesture(desk, line, id)
        const box = transformBox(scene, selection)
        return box && new TransformGesture(desk, state.from, selection, box, id, handleCursor(state.handle))
      }
    }
  }

  private click(clicked: Clicked): void {
    const { desk } = this
    switch (clicked.kind) {
      case 'select':
        desk.select(clicked.ids)
        return
      case 'open': {
        const hit = desk.scene.get(clicked.hit)
        if (!hit) return
        const pick = picked(desk.scene, hit, desk.entered)
        if (pick.id === hit.id) {
          desk.edit(hit.id)
          return
        }
        desk.enter(pick.id)
        desk.select([picked(desk.scene, hit, pick.id).id])
        return
      }
    }
  }

  private hover(input: PointerInput): void {
    const { desk } = this
    const { scene, selection } = desk
    this.hovered = 'default'
    if (selection.length === 0 || !desk.canEdit) return
    const handle = handleAt(handlesOf(scene, selection, desk.camera), input.screen, input.device)
    if (handle) {
      this.hovered = handleCursor(handle)
      return
    }
    const hit = scene.at(input, desk.tolerance(input))
    if (hit && selection.includes(picked(scene, hit, desk.entered).id)) this.hovered = 'move'
  }
}

function dragged(from: PointerInput, to: PointerInput): boolean {
  return Math.hypot(to.screen.x - from.screen.x, to.screen.y - from.screen.y) >= DRAG_THRESHOLD
}
