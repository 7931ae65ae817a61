import { type Box, boxBetween, type ElementId, type GestureId, type Point } from '@inkwire/board'
import type { Desk } from '../desk.ts'
import { type Draft, NO_DRAFT } from '../draft.ts'
import { allowedMove, moveDraft, moveOps, moveParts } from '../edits/movement.ts'
import type { PointerInput, Tool } from './tool.ts'

/** The pointer moves so far, in css px, before a press becomes a drag: hands tremble. */
const DRAG_THRESHOLD = 3

type State =
  | { readonly kind: 'idle' }
  /** Pressed on something. `clicked`: what a release without a drag does. */
  | { readonly kind: 'pressed'; readonly from: PointerInput; readonly hit: ElementId; readonly clicked: Clicked }
  | {
      readonly kind: 'dragging'
      readonly gesture: GestureId
      readonly from: Point
      ids: readonly ElementId[]
      dx: number
      dy: number
    }
  | { readonly kind: 'pressed-empty'; readonly from: PointerInput }
  | { readonly kind: 'marquee'; readonly from: Point; to: Point; readonly before: readonly ElementId[] }

type Clicked = 'nothing' | 'select-only' | 'deselect' | 'edit'

/** Picks, moves, and goes into texts. */
export class SelectTool implements Tool {
  private state: State = { kind: 'idle' }
  private overSelected = false

  constructor(private readonly desk: Desk) {}

  get cursor(): string {
    return this.state.kind === 'dragging' || (this.state.kind === 'idle' && this.overSelected) ? 'move' : 'default'
  }

  get busy(): boolean {
    return this.state.kind !== 'idle'
  }

  get draft(): Draft {
    if (this.state.kind !== 'dragging') return NO_DRAFT
    const { ids, dx, dy } = this.state
    return moveDraft(this.desk.scene, ids, dx, dy)
  }

  get marquee(): Box | undefined {
    return this.state.kind === 'marquee' ? boxBetween(this.state.from, this.state.to) : undefined
  }

  down(input: PointerInput): void {
    const { scene, selection } = this.desk
    const hit = scene.at(input, this.desk.tolerance(input))
    if (!hit) {
      this.state = { kind: 'pressed-empty', from: input }
      if (!input.shift) this.desk.select([])
      return
    }
    const { id } = scene.outermost(hit)
    const selected = selection.includes(id)
    if (!selected) this.desk.select(input.shift ? [...selection, id] : [id])
    const clicked = input.shift ? (selected ? 'deselect' : 'nothing') : selected ? 'select-only' : 'nothing'
    this.state = { kind: 'pressed', from: input, hit: hit.id, clicked: input.clicks === 2 ? 'edit' : clicked }
  }

  move(input: PointerInput): void {
    const { state } = this
    switch (state.kind) {
      case 'idle':
        this.hover(input)
        return
      case 'pressed':
        if (!dragged(state.from, input) || !this.desk.canEdit) return
        this.state = {
          kind: 'dragging',
          gesture: this.desk.newGesture(),
          from: state.from,
          ids: this.desk.selection,
          dx: 0,
          dy: 0,
        }
        this.drag(this.state, input)
        return
      case 'dragging':
        this.drag(state, input)
        return
      case 'pressed-empty': {
        if (!dragged(state.from, input)) return
        const before = state.from.shift ? this.desk.selection : []
        this.state = { kind: 'marquee', from: state.from, to: input, before }
        this.pick(this.state)
        return
      }
      case 'marquee':
        state.to = input
        this.pick(state)
        return
    }
  }

  up(input: PointerInput): void {
    const { state } = this
    this.state = { kind: 'idle' }
    switch (state.kind) {
      case 'pressed':
        this.click(state.clicked, state.hit)
        return
      case 'dragging': {
        const ops = moveOps(this.desk.scene, state.ids, state.dx, state.dy)
        if (ops.length > 0 && (state.dx !== 0 || state.dy !== 0)) this.desk.commit(state.gesture, ops)
        else this.desk.live({ kind: 'cancel' })
        this.desk.redraw()
        return
      }
      case 'pressed-empty':
        if (input.clicks === 2 && state.from.clicks === 2) this.desk.writeAt(input)
        return
      case 'marquee':
        this.desk.redraw()
        return
      case 'idle':
        return
    }
  }

  cancel(): void {
    const { state } = this
    this.state = { kind: 'idle' }
    if (state.kind === 'dragging') this.desk.live({ kind: 'cancel' })
    if (state.kind === 'marquee') this.desk.select(state.before)
    this.desk.redraw()
  }

  changed(): void {
    const { state } = this
    if (state.kind !== 'dragging') return
    state.ids = state.ids.filter((id) => this.desk.scene.get(id))
    if (state.ids.length > 0) return
    this.cancel()
    this.desk.notify('Somebody deleted what you were moving.')
  }

  private click(clicked: Clicked, hit: ElementId): void {
    const { scene, selection } = this.desk
    const element = scene.get(hit)
    if (!element) return
    const { id } = scene.outermost(element)
    switch (clicked) {
      case 'select-only':
        this.desk.select([id])
        return
      case 'deselect':
        this.desk.select(selection.filter((other) => other !== id))
        return
      case 'edit':
        this.desk.edit(hit)
        return
      case 'nothing':
        return
    }
  }

  private drag(state: Extract<State, { kind: 'dragging' }>, { x, y }: Point): void {
    const bounds = this.desk.scene.bounds(state.ids)
    const { dx, dy } = allowedMove(bounds, x - state.from.x, y - state.from.y)
    state.dx = dx
    state.dy = dy
    const { shifted, ops } = moveParts(this.desk.scene, state.ids, dx, dy)
    if (shifted.length > 0) this.desk.live({ kind: 'drag', ids: shifted, dx, dy })
    if (ops.length > 0) this.desk.live({ kind: 'preview', ops })
    this.desk.redraw()
  }

  private pick(state: Extract<State, { kind: 'marquee' }>): void {
    const picked = this.desk.scene.touching(boxBetween(state.from, state.to)).map(({ id }) => id)
    this.desk.select([...new Set([...state.before, ...picked])])
    this.desk.redraw()
  }

  private hover(input: PointerInput): void {
    const { scene, selection } = this.desk
    const hit = selection.length > 0 && this.desk.canEdit ? scene.at(input, this.desk.tolerance(input)) : undefined
    this.overSelected = hit !== undefined && selection.includes(scene.outermost(hit).id)
  }
}

function dragged(from: PointerInput, to: PointerInput): boolean {
  return Math.hypot(to.screen.x - from.screen.x, to.screen.y - from.screen.y) >= DRAG_THRESHOLD
}
