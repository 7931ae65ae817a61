import {
  type Element,
  type ElementId,
  type GestureId,
  HIGHLIGHTER_OPACITY,
  numberOf,
  own,
  type Point,
} from '@inkwire/board'
import type { Desk } from '../desk.ts'
import { type Draft, NO_DRAFT } from '../draft.ts'
import { livePreview } from '../edits/live-preview.ts'
import { removeOps } from '../edits/removal.ts'
import { picked } from '../selection/picking.ts'
import type { PointerInput, Tool } from './tool.ts'

/** Radius of the eraser on screen, css px; its cursor shows it in true size. */
export const ERASER_RADIUS = 8
/** How strong what is going to be erased is shown. */
const FADED = 0.25

const circle = `<svg xmlns='http://www.w3.org/2000/svg' width='20' height='20'><circle cx='10' cy='10' r='${ERASER_RADIUS}' fill='white' fill-opacity='.6' stroke='%236B6862' stroke-width='1.5'/></svg>`
const ERASER_CURSOR = `url("data:image/svg+xml,${circle.replaceAll('<', '%3C').replaceAll('>', '%3E')}") 10 10, crosshair`

type State =
  | { readonly kind: 'idle' }
  /** `touched`: what is taken, groups as one. */
  | {
      readonly kind: 'erasing'
      readonly gesture: GestureId
      readonly touched: Set<ElementId>
      draft: Draft
      at: Point
    }

/** Takes away what it is dragged over: shown faint until the pointer is up. With alt it gives back. */
export class EraserTool implements Tool {
  readonly cursor = ERASER_CURSOR
  private state: State = { kind: 'idle' }

  constructor(private readonly desk: Desk) {}

  get busy(): boolean {
    return this.state.kind === 'erasing'
  }

  get draft(): Draft {
    return this.state.kind === 'erasing' ? this.state.draft : NO_DRAFT
  }

  down(input: PointerInput): void {
    this.state = {
      kind: 'erasing',
      gesture: this.desk.newGesture(),
      touched: new Set(),
      draft: NO_DRAFT,
      at: input,
    }
    this.move(input)
  }

  move(input: PointerInput): void {
    if (this.state.kind !== 'erasing') return
    const { touched } = this.state
    const before = touched.size
    for (const sample of input.samples) this.sweep(touched, sample, input.alt)
    if (touched.size !== before) this.show()
  }

  up(): void {
    if (this.state.kind !== 'erasing') return
    const { gesture, touched } = this.state
    this.state = { kind: 'idle' }
    if (touched.size > 0) this.desk.commit(gesture, removeOps(this.desk.scene, touched))
    else this.desk.redraw()
  }

  cancel(): void {
    if (this.state.kind !== 'erasing') return
    this.state = { kind: 'idle' }
    this.desk.live({ kind: 'cancel' })
    this.desk.redraw()
  }

  changed(): void {
    if (this.state.kind !== 'erasing' || this.state.touched.size === 0) return
    const { touched } = this.state
    for (const id of touched) if (!this.desk.scene.get(id)) touched.delete(id)
    this.show()
  }

  /** Shows me faint what would go, and others that it is gone. */
  private show(): void {
    if (this.state.kind !== 'erasing') return
    const { scene } = this.desk
    const ops = removeOps(scene, this.state.touched).filter(({ op }) => op === 'remove')
    const elements = new Map<ElementId, Element>()
    for (const op of ops) {
      const element = op.op === 'remove' ? scene.get(op.id) : undefined
      if (element) elements.set(element.id, { ...element, opacity: opacityOf(element) * FADED })
    }
    this.state.draft = { elements }
    this.desk.live(ops.length > 0 ? { kind: 'preview', ops: livePreview(ops) } : { kind: 'cancel' })
    this.desk.redraw()
  }

  /** Everything on the way from the last place to this one: a fast hand jumps over thin lines otherwise. */
  private sweep(touched: Set<ElementId>, to: Point, gives: boolean): void {
    if (this.state.kind !== 'erasing') return
    const { scene, camera } = this.desk
    const radius = ERASER_RADIUS / camera.zoom
    const from = this.state.at
    const steps = Math.max(1, Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / radius))
    for (let i = 1; i <= steps; i++) {
      const point = { x: from.x + ((to.x - from.x) * i) / steps, y: from.y + ((to.y - from.y) * i) / steps }
      for (const element of scene.allAt(point, radius)) {
        const { id } = picked(scene, element, null)
        if (gives) touched.delete(id)
        else touched.add(id)
      }
    }
    this.state.at = to
  }
}

function opacityOf(element: Element): number {
  return numberOf(element, 'opacity', own(element, 'pen') === 'highlighter' ? HIGHLIGHTER_OPACITY : 1)
}
