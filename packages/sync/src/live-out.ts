import type { LivePart, Op, Point } from '@inkwire/board'
import { LIMITS, packLive } from '@inkwire/protocol'
import type { Clock } from './clock.ts'
import { DragOut } from './drag-out.ts'
import { targetOf } from './shown.ts'
import { StrokesOut } from './strokes-out.ts'

/** Between two live messages, in ms: one a frame, and under the 60 a second that the server lets through. */
const FRAME_MS = 17
/** With more people than this on the board, 30 a second are enough. */
const FEW_PEOPLE = 10
const CROWDED_MS = 33
/** Ids of one message, 22 bytes each. */
const IDS_PER_MESSAGE = 250

/** Trails that can begin between two messages. */
const MOST_TRAILS = 3
/** A cursor is where the pen is: others see it at the end of the stroke then. In px, as cursors travel in sixteenths. */
const SAME_PLACE = 1 / 16

type LaserPart = LivePart & { readonly kind: 'laser' }

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
  private readonly strokes = new StrokesOut()
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
        this.strokes.show(part)
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
      if (id) this.strokes.end(id)
    }
  }

  /** Somebody came, who has seen nothing of me yet. */
  repeat(): void {
    const few = this.options.people() <= FEW_PEOPLE
    this.strokes.repeat(few)
    if (!few) return
    this.selection ??= this.lastSelection
    this.pointer ??= this.lastPointer
    if (this.selection || this.pointer || this.strokes.hasMore) this.schedule()
  }

  /** The board was joined anew: others know nothing of what was sent before. */
  restart(): void {
    this.drags.restart()
    this.strokes.repeat(true)
    this.repeat()
  }

  close(): void {
    this.cancelTimer?.()
    this.cancelTimer = undefined
  }

  private endGesture(): void {
    this.strokes.end()
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
    const number = this.options.nextNumber()
    const drawn = this.strokes.next(number, this.options.clock.now())
    const drag = this.drags.next(this.options.clock.now())
    const gesture = [this.cancelled ? ({ kind: 'cancel' } as const) : undefined, ...drawn, this.preview, drag]
    // Behind the stroke, at whose end it would be else.
    const pointer = isAt(this.pointer, this.strokes.tip) ? undefined : this.pointer
    const all = [this.selection, ...this.lasers, ...gesture, pointer].filter((part) => part !== undefined)
    this.pointer = undefined
    this.selection = undefined
    this.lasers = []
    this.cancelled = false
    this.preview = undefined
    if (all.length === 0) return
    this.sentAt = this.options.clock.now()
    let bytes = packLive({ number, parts: all })
    if (bytes.length > LIMITS.liveBytes) {
      // Only a preview can be so large: others see it when it is stored.
      bytes = packLive({ number, parts: all.filter(({ kind }) => kind !== 'preview') })
    }
    if (!this.options.send(bytes)) return
    this.strokes.sent()
    if (drag) this.drags.sent()
    if (this.strokes.hasMore || this.drags.hasMore) this.schedule()
  }
}

const isAt = (pointer: LivePart | undefined, place: Point | undefined): boolean =>
  pointer?.kind === 'cursor' &&
  place !== undefined &&
  Math.abs(pointer.x - place.x) <= SAME_PLACE &&
  Math.abs(pointer.y - place.y) <= SAME_PLACE
