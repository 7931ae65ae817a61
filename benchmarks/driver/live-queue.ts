import type { BoardId, ElementId, LivePart, Point, StrokePoint } from '@inkwire/board'
import { packLive, type SentPart } from '@inkwire/protocol'
import { StrokesOut } from '@inkwire/sync'
import type { TickMarks } from './marks.ts'
import type { Page } from './page.ts'
import type { Mark } from './update.ts'

/** Between two live messages of a page, in ms: one an animation frame, and 30 a second with more than ten people. */
const FRAME_MS = 16
const CROWDED_MS = 33
const FEW_PEOPLE = 10
/** A stroke that is being drawn: all of its points, relative to the first. */
export interface Drawing {
  readonly id: ElementId
  readonly x: number
  readonly y: number
  readonly points: StrokePoint[]
}

/**
 * What a page shows, on its way to the others: what piles up between two messages goes as one, all points of strokes and the newest
 * move. As in a page, the cursor goes along where it is not at the end of a stroke.
 */
export class LiveQueue {
  private readonly strokes = new StrokesOut()
  private drag: LivePart | undefined
  private cursor: LivePart | undefined
  private marks: Mark[] = []
  private timer: NodeJS.Timeout | undefined
  private sentAt = Number.NEGATIVE_INFINITY

  constructor(
    private readonly page: Page,
    private readonly board: BoardId,
    private readonly nextNumber: () => number,
    private readonly ticks: TickMarks,
  ) {
    page.onCame = () => this.strokes.repeat(this.few)
  }

  /** The drawing has new points, from index `from` on. */
  drew(mark: Mark, drawing: Drawing, from: number): void {
    const { id, x, y, points } = drawing
    const style = { color: 'ink', width: 2, zoom: 1 } as const
    this.strokes.show({ kind: 'stroke', id, x, y, from, points: points.slice(from), ...style })
    this.mark(mark)
  }

  /** The drawing is stored. */
  drawn({ id }: Drawing): void {
    this.strokes.end(id)
  }

  /** The rectangle has been moved so far, and the pointer is there. */
  dragged(mark: Mark & Point, id: ElementId, dx: number, dy: number): void {
    this.cursor = { kind: 'cursor', x: mark.x, y: mark.y }
    this.drag = { kind: 'drag', ids: [id], dx, dy }
    this.mark(mark)
  }

  close(): void {
    clearTimeout(this.timer)
  }

  private get few(): boolean {
    return this.page.people() <= FEW_PEOPLE
  }

  private mark(mark: Mark): void {
    this.marks.push(mark)
    if (this.timer) return
    const pace = this.few ? FRAME_MS : CROWDED_MS
    const left = this.sentAt + pace - performance.now()
    if (left <= 0) this.flush()
    else this.timer = setTimeout(() => this.flush(), left)
  }

  private flush(): void {
    this.timer = undefined
    if (this.marks.length === 0) return
    const number = this.nextNumber()
    const now = performance.now()
    const parts: SentPart[] = [...this.strokes.next(number, now), this.drag, this.cursor].filter(
      (part) => part !== undefined,
    )
    const bytes = packLive({ number, parts })
    this.ticks.sends(this.page.actor, bytes, this.marks)
    this.marks = []
    this.cursor = undefined
    this.drag = undefined
    this.sentAt = now
    this.page.socket.emit('live', this.board, bytes)
    this.strokes.sent()
  }
}
