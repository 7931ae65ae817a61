import type { ElementId, LiveStroke, Point, StrokePoint } from '@inkwire/board'
import type { SentPart } from '@inkwire/protocol'
import { mergePoints } from './stroke-points.ts'

/** Points of a stroke that are sent again, as a message may get lost. */
const REPEATED_POINTS = 8
/** Points of one message: 13 bytes each at most, so they fit with all else. */
const POINTS_PER_MESSAGE = 1_000
/**
 * What a stroke is gets told anew after so long, ms, as the message that told it may have got lost: of a pen that sends 30 times a second
 * every 15th message. Of one that sends seldom it would be every one: so only after so many messages, or so much longer. That is before others take
 * a silent stroke for gone (peers.ts).
 */
const TOLD_EVERY_MS = 500
const TOLD_EVERY_MESSAGES = 8
const TOLD_AT_LEAST_EVERY_MS = 4_000

interface Drawing {
  style: LiveStroke
  readonly points: StrokePoint[]
  /** Up to where the points were sent. */
  sent: number
  /** The batch that it was last shown as. */
  number: number
}

/** The stroke that others take what follows for. */
interface Told {
  readonly id: ElementId
  readonly number: number
  readonly at: number
  readonly messages: number
  /** So that a stroke is whole for whoever misses the message that begins it. */
  readonly twice: boolean
}

/** What of the strokes goes into a message. */
interface Going {
  readonly parts: readonly SentPart[]
  readonly told: Told | undefined
  /** Up to where the points are sent then. */
  readonly sent: ReadonlyMap<Drawing, number>
}

/** Strokes in progress on their way to others: what each is gets told now and then, else only its points; none of them is lost. */
export class StrokesOut {
  private readonly drawings = new Map<ElementId, Drawing>()
  private told: Told | undefined
  private going: Going | undefined

  /** Some points of a stroke, those from `from` on. */
  show(part: LiveStroke): void {
    const drawing = this.drawings.get(part.id) ?? { style: part, points: [], sent: 0, number: 0 }
    drawing.style = part
    if (!mergePoints(drawing.points, part.from, part.points)) return
    drawing.sent = Math.min(drawing.sent, part.from)
    this.drawings.set(part.id, drawing)
  }

  /** What the next message holds of them, under that number: the points that were not sent yet, as far as it has room. */
  next(number: number, now: number): readonly SentPart[] {
    const parts: SentPart[] = []
    const sent = new Map<Drawing, number>()
    let told = this.told
    let left = POINTS_PER_MESSAGE
    for (const [id, drawing] of this.drawings) {
      if (drawing.number !== number) {
        // Whatever was shown as the batch before vanishes with that.
        drawing.sent = 0
        drawing.number = number
      }
      const { style, points } = drawing
      if (drawing.sent >= points.length || left === 0) continue
      const from = Math.max(0, drawing.sent - REPEATED_POINTS)
      const more = points.slice(from, from + left)
      left -= more.length
      if (isKnown(told, id, number, now)) told = { ...told, messages: told.messages + 1 }
      else {
        told = { id, number, at: now, messages: 1, twice: isOf(told, id, number) }
        parts.push({ ...style, from, points: [] })
      }
      parts.push({ kind: 'more', from, points: more, zoom: style.zoom })
      sent.set(drawing, from + more.length)
    }
    this.going = { parts, told, sent }
    return parts
  }

  /** Where the pen is by what is next, world px: others see that by its points. */
  get tip(): Point | undefined {
    const [drawing, end] = [...(this.going?.sent ?? [])].at(-1) ?? []
    const point = drawing?.points[(end ?? 0) - 1]
    return drawing && point && { x: drawing.style.x + point.x, y: drawing.style.y + point.y }
  }

  /** The message with what was next is out. */
  sent(): void {
    if (!this.going) return
    this.told = this.going.told
    for (const [drawing, end] of this.going.sent) drawing.sent = end
  }

  get hasMore(): boolean {
    return [...this.drawings.values()].some(({ sent, points }) => sent < points.length)
  }

  /** Somebody came, who does not know what is being drawn; `whole`: and is shown all of it, not only how it goes on. */
  repeat(whole: boolean): void {
    this.told = undefined
    if (whole) for (const drawing of this.drawings.values()) drawing.sent = 0
  }

  /** These are stored, or given up; without an id: all. */
  end(id?: ElementId): void {
    this.going = undefined
    if (id === undefined) this.drawings.clear()
    else this.drawings.delete(id)
  }
}

const isOf = (told: Told | undefined, id: ElementId, number: number): told is Told =>
  told?.id === id && told.number === number

/** Whether others take points that follow for those of that stroke, and most likely all of them do. */
function isKnown(told: Told | undefined, id: ElementId, number: number, now: number): told is Told {
  if (!isOf(told, id, number) || !told.twice) return false
  return now - told.at < (told.messages < TOLD_EVERY_MESSAGES ? TOLD_AT_LEAST_EVERY_MS : TOLD_EVERY_MS)
}
