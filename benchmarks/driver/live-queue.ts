import type { BoardId, ElementId, LivePart, LiveStroke, StrokePoint } from '@inkwire/board'
import { packLive } from '@inkwire/protocol'
import type { Page } from './page.ts'
import type { Mark } from './update.ts'

/** Between two live messages of a page, in ms: one an animation frame, and 30 a second with more than ten people. */
const FRAME_MS = 16
const CROWDED_MS = 33
const FEW_PEOPLE = 10
/** Points of a stroke that are sent again, as the browser does: a live message may get lost. */
const REPEATED_POINTS = 8

/** A stroke that is being drawn: all of its points, relative to the first. */
export interface Drawing {
  readonly id: ElementId
  readonly x: number
  readonly y: number
  readonly points: StrokePoint[]
}

/**
 * What a page shows, on its way to the others: what piles up between two messages goes as one, all points of strokes and the newest
 * move. The message tells which updates it stands for by two cursors, at (sender, first) and (sender, last).
 */
export class LiveQueue {
  private readonly drawings = new Map<Drawing, number>()
  private drag: LivePart | undefined
  private first: Mark | undefined
  private last: Mark | undefined
  private timer: NodeJS.Timeout | undefined
  private sentAt = Number.NEGATIVE_INFINITY

  constructor(
    private readonly page: Page,
    private readonly board: BoardId,
    private readonly nextNumber: () => number,
  ) {}

  /** The drawing has new points, from index `from` on. */
  drew(mark: Mark, drawing: Drawing, from: number): void {
    if (!this.drawings.has(drawing)) this.drawings.set(drawing, from)
    this.mark(mark)
  }

  dragged(mark: Mark, id: ElementId, dx: number, dy: number): void {
    this.drag = { kind: 'drag', ids: [id], dx, dy }
    this.mark(mark)
  }

  close(): void {
    clearTimeout(this.timer)
  }

  private mark(mark: Mark): void {
    this.first ??= mark
    this.last = mark
    if (this.timer) return
    const pace = this.page.people() > FEW_PEOPLE ? CROWDED_MS : FRAME_MS
    const left = this.sentAt + pace - performance.now()
    if (left <= 0) this.flush()
    else this.timer = setTimeout(() => this.flush(), left)
  }

  private flush(): void {
    this.timer = undefined
    const { first, last } = this
    if (!first || !last) return
    const parts: LivePart[] = [
      { kind: 'cursor', x: first.s, y: first.n },
      { kind: 'cursor', x: last.s, y: last.n },
    ]
    for (const [drawing, from] of this.drawings) parts.push(stroke(drawing, from))
    if (this.drag) parts.push(this.drag)
    this.drawings.clear()
    this.drag = undefined
    this.first = undefined
    this.last = undefined
    this.sentAt = performance.now()
    this.page.socket.emit('live', this.board, packLive({ number: this.nextNumber(), parts }))
  }
}

function stroke({ id, x, y, points }: Drawing, newFrom: number): LiveStroke {
  const from = Math.max(0, newFrom - REPEATED_POINTS)
  return { kind: 'stroke', id, x, y, from, points: points.slice(from), color: 'ink', width: 2, zoom: 1 }
}
