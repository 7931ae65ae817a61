import {
  type Element,
  type ElementId,
  type GestureId,
  type NewElement,
  type Op,
  type Point,
  translated,
} from '@inkwire/board'
import type { Desk } from '../desk.ts'
import type { Draft } from '../draft.ts'
import { adopterOf, adoptionOps, type Drop } from '../edits/adoption.ts'
import { duplicateOps } from '../edits/duplication.ts'
import { livePreview } from '../edits/live-preview.ts'
import { allowedMove, moveDraft, moveOps, moveParts } from '../edits/movement.ts'
import { draftOf } from '../edits/transformation.ts'
import type { PointerInput } from '../tools/tool.ts'
import type { Gesture } from './gesture.ts'

interface Copies {
  readonly elements: readonly NewElement[]
  /** The copies of what is dragged. */
  readonly ids: readonly ElementId[]
}

/** Moves a selection, into frames and out of them; with alt, copies of it. With shift, along one axis only. */
export class MoveGesture implements Gesture {
  private readonly gesture: GestureId
  private dx = 0
  private dy = 0
  private at: Point
  private frame: Element | undefined
  private copying = false
  private copies: Copies | undefined

  constructor(
    private readonly desk: Desk,
    private readonly from: Point,
    private ids: readonly ElementId[],
  ) {
    this.gesture = desk.newGesture()
    this.at = from
  }

  get cursor(): string {
    return this.copying ? 'copy' : 'move'
  }

  get target(): ElementId | undefined {
    return this.frame?.id
  }

  get draft(): Draft {
    if (this.copying) return draftOf(this.desk.scene, this.copyOps())
    return moveDraft(this.desk.scene, this.ids, this.dx, this.dy)
  }

  move(input: PointerInput): void {
    const { scene } = this.desk
    const [x, y] = [input.x - this.from.x, input.y - this.from.y]
    const along = input.shift ? (Math.abs(x) >= Math.abs(y) ? { x, y: 0 } : { x: 0, y }) : { x, y }
    const { dx, dy } = allowedMove(scene.bounds(this.ids), along.x, along.y)
    this.dx = dx
    this.dy = dy
    this.at = input
    this.frame = adopterOf(scene, this.dropOf(this.ids))
    if (this.copying !== input.alt) {
      // What the other way of dragging showed must not stay.
      this.desk.live({ kind: 'cancel' })
      this.copying = input.alt
    }
    this.show()
    this.desk.redraw()
  }

  drop(input: PointerInput): void {
    this.move(input)
    const { scene } = this.desk
    if (this.dx === 0 && this.dy === 0) {
      this.cancel()
      return
    }
    if (this.copying) {
      const { ids } = this.copied()
      this.desk.commit(this.gesture, this.copyOps())
      this.desk.commit(this.gesture, adoptionOps(scene, { ids, dx: 0, dy: 0, at: this.at }))
      this.desk.select(ids)
      return
    }
    const ops = [...moveOps(scene, this.ids, this.dx, this.dy), ...adoptionOps(scene, this.dropOf(this.ids))]
    if (ops.length > 0) this.desk.commit(this.gesture, ops)
    else this.cancel()
  }

  cancel(): void {
    this.desk.live({ kind: 'cancel' })
  }

  changed(): string | undefined {
    this.ids = this.ids.filter((id) => this.desk.scene.get(id))
    // Copies are of what is still there.
    this.copies = undefined
    return this.ids.length === 0 ? 'Somebody deleted what you were moving.' : undefined
  }

  private dropOf(ids: readonly ElementId[]): Drop {
    return { ids, dx: this.dx, dy: this.dy, at: this.at }
  }

  private show(): void {
    const { desk, ids, dx, dy } = this
    if (this.copying) {
      desk.live({ kind: 'preview', ops: livePreview(this.copyOps()) })
      return
    }
    const { shifted, ops } = moveParts(desk.scene, ids, dx, dy)
    if (shifted.length > 0) desk.live({ kind: 'drag', ids: shifted, dx, dy })
    if (ops.length > 0) desk.live({ kind: 'preview', ops: livePreview(ops) })
  }

  private copied(): Copies {
    if (!this.copies) {
      const { desk } = this
      const { ops, copies } = duplicateOps(desk.scene, this.ids, {
        dx: 0,
        dy: 0,
        newId: () => desk.newId(),
        random: Math.random,
      })
      this.copies = { elements: ops.map(({ element }) => element), ids: copies }
    }
    return this.copies
  }

  private copyOps(): Op[] {
    return this.copied().elements.map((element) => ({
      op: 'put',
      element: { ...element, ...translated(element as Element, this.dx, this.dy) },
    }))
  }
}
