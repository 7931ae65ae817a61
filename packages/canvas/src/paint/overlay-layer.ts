import {
  type Box,
  clipOf,
  comparePaintOrder,
  type Element,
  type ElementId,
  geometryContext,
  type PaintContext,
} from '@inkwire/board'
import { toScreen } from '../camera.ts'
import type { Desk } from '../desk.ts'
import type { Draft } from '../draft.ts'
import { markCursor } from './marks.ts'
import type { Painter } from './painter.ts'
import type { RemoteCursors } from './remote-cursors.ts'
import { type Marked, markSelections } from './selection-marks.ts'

type Canvas2D = CanvasRenderingContext2D

/** What lies over the document at rest in one frame. */
export interface Overlay {
  readonly mine: Draft
  /** Elements as others' gestures would leave them; undefined: gone. */
  readonly others: ReadonlyMap<ElementId, Element | undefined>
}

/** What lies over the document at rest now. Arrows follow what others drag. */
export function overlayOf(desk: Desk): Overlay {
  const others = new Map<ElementId, Element | undefined>()
  for (const { preview } of desk.board.peers()) for (const [id, element] of preview) others.set(id, element)
  for (const [id, element] of [...others]) {
    if (!element) continue
    for (const follower of desk.scene.arrowsOf(id)) {
      const arrow = others.has(follower) ? undefined : desk.scene.get(follower)
      if (arrow) others.set(follower, arrow)
    }
  }
  const mine = desk.draft
  // What I have in hand myself is shown as I have it.
  for (const id of mine.elements.keys()) others.delete(id)
  for (const id of mine.shifted?.ids ?? []) others.delete(id)
  return { mine, others }
}

/** Elements that are painted on the overlay, or are not to be seen: the document at rest shows the others. */
export function hiddenBy({ mine, others }: Overlay): Set<ElementId> {
  return new Set([...others.keys(), ...mine.elements.keys(), ...(mine.shifted?.ids ?? [])])
}

/** What is drawn and dragged now, by me and by others, selections and cursors. */
export class OverlayLayer {
  readonly canvas = document.createElement('canvas')

  constructor(
    private readonly desk: Desk,
    private readonly painter: Painter,
    private readonly cursors: RemoteCursors,
  ) {}

  frame(overlay: Overlay, width: number, height: number, ratio: number, now: number): void {
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width
      this.canvas.height = height
    }
    const canvas = this.canvas.getContext('2d')
    if (!canvas) return
    canvas.setTransform(1, 0, 0, 1, 0, 0)
    canvas.clearRect(0, 0, width, height)
    this.paintElements(canvas, overlay, ratio)
    canvas.setTransform(ratio, 0, 0, ratio, 0, 0)
    markSelections(canvas, this.desk, this.marks(overlay))
    this.markCursors(canvas, now)
  }

  private paintElements(canvas: Canvas2D, { mine, others }: Overlay, ratio: number): void {
    const { camera, scene } = this.desk
    const scale = camera.zoom * ratio
    // Whole device px, as the document at rest is copied: what is done here stays where it is then.
    const [x, y] = [Math.round(-camera.x * scale), Math.round(-camera.y * scale)]
    const toDevice = () => canvas.setTransform(scale, 0, 0, scale, x, y)
    toDevice()
    this.paintMap(canvas, others)
    if (mine.shifted) {
      const { ids, dx, dy } = mine.shifted
      canvas.translate(dx, dy)
      const context = { ...scene.context, palette: this.desk.colors }
      const moved = new Set(ids)
      for (const element of scene.paintOrdered(ids)) {
        // Only what moves along clips: what is dragged out of a frame is seen whole.
        const clip = clipOf(element, (id) => (moved.has(id) ? scene.get(id) : undefined))
        this.clipped(canvas, clip, () => this.painter.paint(canvas, element, context, this.desk.colors))
      }
      toDevice()
    }
    this.paintMap(canvas, mine.elements)
  }

  private paintMap(canvas: Canvas2D, elements: ReadonlyMap<ElementId, Element | undefined>): void {
    if (elements.size === 0) return
    const context = this.contextOver(elements)
    const shown = [...elements.values()].filter((element) => element !== undefined)
    shown.sort((a, b) => comparePaintOrder(a, b, context.get))
    for (const element of shown) {
      const clip = clipOf(element, context.get)
      this.clipped(canvas, clip, () => this.painter.paint(canvas, element, context, this.desk.colors))
    }
  }

  private clipped(canvas: Canvas2D, clip: Box | undefined, paint: () => void): void {
    canvas.save()
    if (clip) {
      canvas.beginPath()
      canvas.rect(clip.minX, clip.minY, clip.maxX - clip.minX, clip.maxY - clip.minY)
      canvas.clip()
    }
    paint()
    canvas.restore()
  }

  private contextOver(elements: ReadonlyMap<ElementId, Element | undefined>): PaintContext {
    const { scene, colors } = this.desk
    const get = (id: ElementId) => (elements.has(id) ? elements.get(id) : scene.get(id))
    return { ...geometryContext(get, scene.context.measure), palette: colors }
  }

  private marks({ mine, others }: Overlay): Marked {
    return { context: this.contextOver(new Map([...others, ...mine.elements])), shift: mine.shifted }
  }

  private markCursors(canvas: Canvas2D, now: number): void {
    for (const { actor, person } of this.desk.board.peers()) {
      const cursor = this.cursors.shown(actor, now)
      if (cursor) {
        markCursor(
          canvas,
          { ...toScreen(this.desk.camera, cursor), opacity: cursor.opacity },
          person.name,
          person.color,
        )
      }
    }
  }
}
