import type { Point } from './box.ts'
import type { Color, Element } from './element.ts'
import type { ActorId, ElementId, PersonId } from './ids.ts'
import type { Op } from './op.ts'
import type { StrokePoint } from './points.ts'

/**
 * What a person does now, seen by others and never stored. Coordinates are world px.
 * A stroke, a preview and a drag show what the actor's next batch is going to hold; they vanish with that batch.
 */
export type LivePart =
  | { readonly kind: 'cursor'; readonly x: number; readonly y: number }
  /** The pointer left the canvas. */
  | { readonly kind: 'away' }
  | { readonly kind: 'selection'; readonly ids: readonly ElementId[] }
  | LiveStroke
  /** Ops that the next batch would hold if the gesture ended now. */
  | { readonly kind: 'preview'; readonly ops: readonly Op[] }
  /** These elements are being moved, by so much since the gesture began. */
  | LiveDrag
  /**
   * Places that a laser pointer went over since the last message, of one trail: another number begins another one. They fade by
   * themselves.
   */
  | { readonly kind: 'laser'; readonly trail: number; readonly points: readonly Point[] }
  /** The gesture was given up: what it showed goes away. */
  | { readonly kind: 'cancel' }

/**
 * Elements that are being moved. Where they are many their ids travel once, some with each message: `part` says which these are.
 * Without it they are all.
 */
export interface LiveDrag {
  readonly kind: 'drag'
  readonly ids: readonly ElementId[]
  readonly dx: number
  readonly dy: number
  readonly part?: { readonly from: number; readonly of: number }
}

/** Points of a freehand stroke that is being drawn: those from `from` on, relative to (x, y). The last ones are sent again, as live may get lost. */
export interface LiveStroke {
  readonly kind: 'stroke'
  readonly id: ElementId
  readonly x: number
  readonly y: number
  readonly from: number
  readonly points: readonly StrokePoint[]
  readonly color: Color
  readonly width: number
  readonly opacity?: number
  readonly pen?: 'pen' | 'highlighter'
  /** Of the camera, so that points are packed as finely as the stroke's will be. */
  readonly zoom: number
}

/** More points of the stroke that the same actor introduced last, as a LiveStroke of the same batch number: whoever missed that passes over these. */
export interface LiveMore extends Pick<LiveStroke, 'from' | 'points' | 'zoom'> {
  readonly kind: 'more'
}

/** A person as others see them. */
export interface Person {
  readonly id: PersonId
  readonly name: string
  /** #rrggbb */
  readonly color: string
}

/** A place that a laser pointer went over. Those of one `trail` are joined. */
export interface TrailPoint extends Point {
  readonly trail: number
  /** When, in ms of the session's clock. */
  readonly at: number
}

/** How long a laser pointer's trail is seen, ms: long enough to circle something. */
export const TRAIL_TIME = 1_000

/** Another page that is on the board now, and what it does. */
export interface Peer {
  readonly actor: ActorId
  readonly person: Person
  /** World px; undefined when the pointer is off the canvas. `at`: when it came, in ms of the session's clock. */
  readonly cursor: { readonly x: number; readonly y: number; readonly at: number } | undefined
  readonly selection: readonly ElementId[]
  /** Where its laser pointer went of late, oldest first; older than TRAIL_TIME is to be shown no more. */
  readonly trail: readonly TrailPoint[]
  /** Elements as the gesture in progress would leave them; undefined: it would remove them. */
  readonly preview: ReadonlyMap<ElementId, Element | undefined>
  /** Strokes that are being drawn. */
  readonly inks?: readonly LiveInk[] | undefined
  /** Elements that are being moved: to be shown as they are, so much further on. */
  readonly shifts?: readonly LiveShift[] | undefined
}

/** A stroke that is being drawn: what it is but for its points, and these. As long as they are the same array, points are only added. */
export interface LiveInk {
  readonly element: Element
  readonly points: readonly StrokePoint[]
}

/** Elements on their way; the same array of ids as long as they are the same. World px. */
export interface LiveShift {
  readonly ids: readonly ElementId[]
  readonly dx: number
  readonly dy: number
}
