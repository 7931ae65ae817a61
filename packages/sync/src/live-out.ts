import type { ElementId, LivePart, LiveStroke, Op, StrokePoint } from '@inkwire/board'
import { LIMITS, packLive } from '@inkwire/protocol'
import type { Clock } from './clock.ts'
import { DragOut } from './drag-out.ts'
import { targetOf } from './shown.ts'
import { mergePoints } from './stroke-points.ts'

/** Between two live messages, in ms: one a frame, and under the 60 a second that the server lets through. */
const FRAME_MS = 17
/** With more people than this on the board, 30 a second are enough. */
const FEW_PEOPLE = 10
const CROWDED_MS = 33
/** Points of a stroke that are sent again, as a message may get lost. */
const REPEATED_POINTS = 8
/** Points of one message: 11 bytes each at most, so they fit with all else. */
const POINTS_PER_MESSAGE = 1_000
/** Ids of one message, 22 bytes each. */
const IDS_PER_MESSAGE = 250

/** Trails that can begin between two messages. */
const MOST_TRAILS = 3

type LaserPart = LivePart & { readonly kind: 'laser' }

interface Drawing {
  style: LiveStroke
  readonly points: StrokePoint[]
  /** Up to where the points were sent. */
  sent: number
}

export interface LiveOutOptions {
  readonly clock: Clock
  /** The number of the next batch. */
  readonly nextNumber: () => number
  /** Pages on the board, mine included. */
  readonly people: () => number
  /** Returns false when there is no connection. */
  readonly send: (message: Uint8Array) => boolean
}

/** What I do now, on its way to others: piles up between messages, the newest of each kind counts, no point of a stroke is lost. */
export class LiveOut {
  private pointer: LivePart | undefined
  private selection: LivePart | undefined
  private cancelled = false
  private readonly drawings = new Map<ElementId, Drawing>()
  private preview: LivePart | undefined
  private readonly drags = new DragOut()
  private lasers: LaserPart[] = []
  /** What somebody who comes later has to be told. */
  private lastSelection: LivePart | undefined
  private lastPointer: LivePart | undefined
  private cancelTimer: (() => void) | undefined
  private sentAt = Number.NEGATIVE_INFINITY

  constructor(private readonly options: LiveOutOptions) {}

  show(part: LivePart): void {
    switch (part.kind) {
      case 'cursor':
      case 'away':
        this.pointer = this.lastPointer = part
        break
      case 'selection':
        this.selection = this.lastSelection = { ...part, ids: part.ids.slice(0, IDS_PER_MESSAGE) }
        break
      case 'stroke':
        this.draw(part)
        break
      case 'preview':
        this.preview = part
        break
      case 'drag':
        this.drags.show(part)
        break
      case 'laser':
        this.point(part)
        break
      case 'cancel':
        this.endGesture()
        this.cancelled = true
    }
    this.schedule()
  }

  /** A batch was made: it shows itself. What was left of its gesture would go out as the next one's. */
  committed(ops: readonly Op[]): void {
    this.preview = undefined
    this.drags.end()
    for (const op of ops) {
      const id = targetOf(op)
      if (id) this.drawings.delete(id)
    }
  }

  /** Somebody came, who has seen nothing of me yet. */
  repeat(): void {
    if (this.options.people() > FEW_PEOPLE) return
    this.selection ??= this.lastSelection
    this.pointer ??= this.lastPointer
    if (this.selection || this.pointer) this.schedule()
  }

  /** The board was joined anew: others know nothing of what was sent before. */
  restart(): void {
    for (const drawing of this.drawings.values()) drawing.sent = 0
    this.drags.restart()
    this.repeat()
  }

  close(): void {
    this.cancelTimer?.()
    this.cancelTimer = undefined
  }

  private endGesture(): void {
    this.drawings.clear()
    this.preview = undefined
    this.drags.end()
  }

  /** Points of a laser pile up by their trail. What a message has no room for was too long ago. */
  private point(part: LaserPart): void {
    const last = this.lasers.at(-1)
    if (last?.trail !== part.trail) this.lasers.push(part)
    else this.lasers[this.lasers.length - 1] = { ...last, points: [...last.points, ...part.points] }
    this.lasers = this.lasers
      .slice(-MOST_TRAILS)
      .map((laser) => ({ ...laser, points: laser.points.slice(-LIMITS.laserPoints) }))
  }

  private draw(part: LiveStroke): void {
    const drawing = this.drawings.get(part.id) ?? { style: part, points: [], sent: 0 }
    drawing.style = part
    if (!mergePoints(drawing.points, part.from, part.points)) return
    drawing.sent = Math.min(drawing.sent, part.from)
    this.drawings.set(part.id, drawing)
  }

  private schedule(): void {
    if (this.cancelTimer) return
    const { clock, people } = this.options
    const interval = people() > FEW_PEOPLE ? CROWDED_MS : FRAME_MS
    const wait = this.sentAt + interval - clock.now()
    if (wait <= 0) this.flush()
    else {
      this.cancelTimer = clock.after(wait, () => {
        this.cancelTimer = undefined
        this.flush()
      })
    }
  }

  private flush(): void {
    const { drawn, more } = this.drawn()
    const drag = this.drags.next(this.options.clock.now())
    const gesture = [this.cancelled ? ({ kind: 'cancel' } as const) : undefined, ...drawn, this.preview, drag]
    const all = [this.pointer, this.selection, ...this.lasers, ...gesture].filter((part) => part !== undefined)
    this.pointer = undefined
    this.selection = undefined
    this.lasers = []
    this.cancelled = false
    this.preview = undefined
    if (all.length === 0) return
    this.sentAt = this.options.clock.now()
    const number = this.options.nextNumber()
    let bytes = packLive({ number, parts: all })
    if (bytes.length > LIMITS.liveBytes) {
      // Only a preview can be so large: others see it when it is stored.
      bytes = packLive({ number, parts: all.filter(({ kind }) => kind !== 'preview') })
    }
    if (!this.options.send(bytes)) return
    for (const part of drawn) {
      const drawing = this.drawings.get(part.id)
      if (drawing) drawing.sent = part.from + part.points.length
    }
    if (drag) this.drags.sent()
    if (more || this.drags.hasMore) this.schedule()
  }

  /** The points that were not sent yet, as far as one message holds them. */
  private drawn(): { readonly drawn: LiveStroke[]; readonly more: boolean } {
    const drawn: LiveStroke[] = []
    let left = POINTS_PER_MESSAGE
    let more = false
    for (const { style, points, sent } of this.drawings.values()) {
      if (sent >= points.length) continue
      const from = Math.max(0, sent - REPEATED_POINTS)
      const part = points.slice(from, from + left)
      left -= part.length
      more ||= from + part.length < points.length
      if (part.length > 0) drawn.push({ ...style, from, points: part })
    }
    return { drawn, more }
  }
}
