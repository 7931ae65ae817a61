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
import { allowedMove, moveOps } from '../edits/movement.ts'
import { draftOf } from '../edits/transformation.ts'
import { MovePlan } from '../lift/move-plan.ts'
import type { Guide } from '../snapping/guide.ts'
import { Snapper } from '../snapping/snapper.ts'
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
  private known: MovePlan | undefined
  private readonly snapper: Snapper

  constructor(
    private readonly desk: Desk,
    private readonly from: Point,
    private ids: readonly ElementId[],
  ) {
    this.gesture = desk.newGesture()
    this.at = from
    this.snapper = new Snapper(desk)
  }

  get guides(): readonly Guide[] {
    return this.snapper.guides
  }

  get cursor(): string {
    return this.copying ? 'copy' : 'move'
  }

  get target(): ElementId | undefined {
    return this.frame?.id
  }

  get draft(): Draft {
    if (this.copying) return draftOf(this.desk.scene, this.copyOps())
    return this.plan.draft(this.dx, this.dy)
  }

  move(input: PointerInput): void {
    const { scene } = this.desk
    const [x, y] = [input.x - this.from.x, input.y - this.from.y]
    const along = input.shift ? (Math.abs(x) >= Math.abs(y) ? { x, y: 0 } : { x: 0, y }) : { x, y }
    const to = this.snapper.moved(this.ids, along, input)
    const { dx, dy } = allowedMove(this.plan.bounds, to.x, to.y)
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

  changed(ids: ReadonlySet<ElementId>): string | undefined {
    // Others draw all the time: only what is in hand, and what is bound to it, is looked at anew.
    if (!this.plan.isTouchedBy(ids)) return undefined
    if (this.ids.some((id) => !this.desk.scene.get(id))) this.ids = this.ids.filter((id) => this.desk.scene.get(id))
    // Copies are of what is still there.
    this.copies = undefined
    this.known = new MovePlan(this.desk.scene, this.ids, this.plan)
    return this.ids.length === 0 ? 'Somebody deleted what you were moving.' : undefined
  }

  /** Looked up once: what is dragged may be a thousand elements. */
  private get plan(): MovePlan {
    this.known ??= new MovePlan(this.desk.scene, this.ids)
    return this.known
  }

  private dropOf(ids: readonly ElementId[]): Drop {
    return { ids, dx: this.dx, dy: this.dy, at: this.at }
  }

  private show(): void {
    const { desk, plan, dx, dy } = this
    if (this.copying) {
      desk.live({ kind: 'preview', ops: livePreview(this.copyOps()) })
      return
    }
    const { shifted } = plan
    const ops = plan.lettingGo(dx, dy)
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
