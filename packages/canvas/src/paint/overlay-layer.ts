import type { ElementId } from '@inkwire/board'
import { toScreen } from '../camera.ts'
import type { Desk } from '../desk.ts'
import type { InkView } from '../ink/live-ink.ts'
import { type Below, Lifts, type Lying } from '../lift/lifts.ts'
import { Wanting } from '../lift/wanted.ts'
import type { Revision } from '../tiles/revision.ts'
import { markHands } from './hand-marks.ts'
import { LyingPainter, worldBox } from './lying.ts'
import { markCursor } from './marks.ts'
import type { Painter } from './painter.ts'
import type { RemoteCursors } from './remote-cursors.ts'
import { type Marked, markSelections } from './selection-marks.ts'
import { markSigns, signsOf } from './signs.ts'

type Canvas2D = CanvasRenderingContext2D

/** The size of the overlay in device px, and device px per css px. */
export interface OverlaySize {
  readonly width: number
  readonly height: number
  readonly ratio: number
}

/** What is drawn and dragged now, by me and by others, selections and cursors. */
export class OverlayLayer {
  readonly canvas = document.createElement('canvas')
  private readonly wanting: Wanting
  private readonly lifts: Lifts
  private readonly lyingPainter: LyingPainter
  /** Nothing is on the canvas. */
  private isBlank = true

  constructor(
    private readonly desk: Desk,
    private readonly painter: Painter,
    tiles: Below,
    private readonly cursors: RemoteCursors,
  ) {
    this.wanting = new Wanting(desk)
    this.lifts = new Lifts(desk.scene, tiles, () => desk.redraw())
    this.lyingPainter = new LyingPainter(desk, painter)
  }

  /** These elements are others at rest, from a revision of the tiles on. */
  changed(ids: ReadonlySet<ElementId>, revision: Revision): void {
    this.wanting.changed()
    this.lifts.changed(ids, revision)
  }

  /** All looks different: another theme, another font. */
  lookDifferent(): void {
    this.wanting.changed()
    this.painter.forget()
    this.lifts.lookDifferent()
  }

  /** Before the tiles are drawn: tells them what lies here instead. */
  ask(size: OverlaySize): void {
    const { scale } = this.view(size)
    this.lifts.ask(this.wanting.now(), { box: worldBox(this.view(size)), scale, zoom: this.desk.camera.zoom })
  }

  /** After they were. Answers in how many ms there is more to do; undefined: when something changes. */
  frame(size: OverlaySize, now: number): number | undefined {
    const { width, height, ratio } = size
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width
      this.canvas.height = height
    }
    const lying = this.lifts.lying()
    const wait = this.lifts.waits ? 0 : undefined
    const marked = this.marks(lying)
    const signs = signsOf(this.desk, marked)
    const isEmpty = this.isEmpty(lying) && signs.length === 0
    const canvas = isEmpty && this.isBlank ? null : this.canvas.getContext('2d')
    this.isBlank = isEmpty
    if (!canvas) return wait
    canvas.setTransform(1, 0, 0, 1, 0, 0)
    canvas.clearRect(0, 0, width, height)
    this.lyingPainter.paint(canvas, lying, this.view(size))
    canvas.setTransform(ratio, 0, 0, ratio, 0, 0)
    markSigns(canvas, this.desk, signs)
    markSelections(canvas, this.desk, marked)
    markHands(canvas, this.desk, now)
    this.markCursors(canvas, now)
    return wait
  }

  close(): void {
    this.lifts.close()
    this.canvas.remove()
  }

  private isEmpty({ singles, crowds, inks }: Lying): boolean {
    const { board, selection, entered, tool, typing } = this.desk
    if (singles.size > 0 || crowds.length > 0 || inks.length > 0 || selection.length > 0 || entered !== null)
      return false
    return board.peers().length === 0 && !tool.busy && !typing && tool.target === undefined && !tool.trail?.length
  }

  private view({ width, height, ratio }: OverlaySize): InkView {
    const { camera } = this.desk
    const scale = camera.zoom * ratio
    // Whole device px, as the document at rest is copied: what is done here stays where it is then.
    return { x: Math.round(-camera.x * scale), y: Math.round(-camera.y * scale), scale, width, height }
  }

  private marks({ singles }: Lying): Marked {
    const { draft } = this.desk
    return {
      context: this.lyingPainter.contextOver(singles),
      shift: draft.shifted,
      isAtRest: singles.size === 0 || [...singles.values()].every(({ affine }) => affine),
    }
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
