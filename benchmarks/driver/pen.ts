import {
  type BoardId,
  DEFAULT_PRESSURE,
  type ElementId,
  type NewElement,
  type Op,
  packPoints,
  snapToUnit,
} from '@inkwire/board'
import { BatchQueue, newId } from './batch-queue.ts'
import { type Drawing, LiveQueue } from './live-queue.ts'
import type { TickMarks } from './marks.ts'
import type { Page } from './page.ts'
import type { RectangleUpdate, Update } from './update.ts'

/** As long as a key between two others is after a while. */
const ORDER = 'a1kV3xQ'
/** Elements in one batch of a host that sends many at once. */
const HOST_BATCH = 100

/** Turns updates into what a browser would send: the stroke and the drag in progress are live, what is finished is a batch. */
export class Pen {
  readonly batches: BatchQueue
  private readonly live: LiveQueue
  private readonly ids = new Map<string, ElementId>()
  private drawing: Drawing | undefined
  private rectangle: RectangleUpdate | undefined
  private moved: { readonly x: number; readonly y: number } | undefined

  constructor(page: Page, board: BoardId, ticks: TickMarks) {
    this.batches = new BatchQueue(page, board)
    this.live = new LiveQueue(page, board, () => this.batches.nextNumber, ticks)
  }

  send(update: Update): void {
    switch (update.kind) {
      case 'rect':
        this.rectangle = update
        this.batches.add([put(rectangleElement(update, this.id(update.id)))])
        return
      case 'stroke':
        this.finish()
        this.drawing = newDrawing(this.id(update.id), update.pts)
        this.live.drew(update, this.drawing, 0)
        return
      case 'append':
        this.append(update, update.pts, update.at)
        return
      case 'move': {
        const { x = 0, y = 0 } = this.rectangle ?? {}
        this.moved = update
        this.live.dragged(update, this.id(update.id), update.x - x, update.y - y)
      }
    }
  }

  close(): void {
    this.live.close()
    this.batches.close()
  }

  private append(update: Update, pts: readonly number[], at: number): void {
    const { drawing } = this
    if (!drawing) throw new Error('points were appended before there was a stroke')
    drawing.points.push(...pointsOf(pts, drawing))
    this.live.drew(update, drawing, at)
  }

  /** The pen is lifted: the stroke, and where the rectangle has gone meanwhile, are stored. */
  private finish(): void {
    if (!this.drawing) return
    const ops = [put(strokeElement(this.drawing))]
    if (this.rectangle && this.moved) {
      const { x, y } = this.moved
      ops.push({ op: 'set', id: this.id(this.rectangle.id), props: { x, y } })
      this.rectangle = { ...this.rectangle, x, y }
      this.moved = undefined
    }
    this.batches.add(ops)
    this.live.drawn(this.drawing)
  }

  private id(name: string): ElementId {
    const before = this.ids.get(name)
    if (before) return before
    const id = newId() as ElementId
    this.ids.set(name, id)
    return id
  }
}

/** Stores whatever it is sent: what is sent in one turn of the event loop goes in batches of up to 100 elements. */
export class HostPen {
  readonly batches: BatchQueue
  private pile: Op[] = []
  private flushing: Promise<void> | undefined

  constructor(page: Page, board: BoardId) {
    this.batches = new BatchQueue(page, board)
  }

  send(update: Update): void {
    if (update.kind === 'append' || update.kind === 'move') throw new Error('a host sends whole elements')
    const id = newId() as ElementId
    const element = update.kind === 'rect' ? rectangleElement(update, id) : strokeElement(newDrawing(id, update.pts))
    this.pile.push(put(element))
    this.flushing ??= new Promise((resolve) =>
      setImmediate(() => {
        this.flush()
        resolve()
      }),
    )
  }

  async settled(): Promise<void> {
    await this.flushing
    await this.batches.settled()
  }

  close(): void {
    this.batches.close()
  }

  private flush(): void {
    this.flushing = undefined
    const { pile } = this
    this.pile = []
    for (let i = 0; i < pile.length; i += HOST_BATCH) this.batches.add(pile.slice(i, i + HOST_BATCH))
  }
}

const put = (element: NewElement): Op => ({ op: 'put', element })

function rectangleElement({ x, y, w, h }: RectangleUpdate, id: ElementId): NewElement {
  return { id, type: 'rectangle', order: ORDER, x, y, w, h, color: 'ink', width: 2 }
}

function strokeElement({ id, x, y, points }: Drawing): NewElement {
  return { id, type: 'stroke', order: ORDER, x, y, points: packPoints(points, 1), color: 'ink', width: 2 }
}

function newDrawing(id: ElementId, pts: readonly number[]): Drawing {
  const [x = 0, y = 0] = pts
  const corner = { x: snapped(x), y: snapped(y) }
  return { id, ...corner, points: pointsOf(pts, corner) }
}

function pointsOf(pts: readonly number[], { x, y }: { readonly x: number; readonly y: number }) {
  const points = []
  for (let i = 0; i + 1 < pts.length; i += 2) {
    points.push({ x: snapped((pts[i] ?? 0) - x), y: snapped((pts[i + 1] ?? 0) - y), pressure: DEFAULT_PRESSURE })
  }
  return points
}

/** As a page does it at zoom 1. */
const snapped = (value: number): number => snapToUnit(value, 1)
