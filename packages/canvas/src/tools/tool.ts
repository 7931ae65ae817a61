import type { Box, ElementId, Placement, Point, TrailPoint } from '@inkwire/board'
import type { Draft } from '../draft.ts'
import type { Guide } from '../snapping/guide.ts'

export type ToolId =
  | 'select'
  | 'lasso'
  | 'hand'
  | 'laser'
  | 'pen'
  | 'highlighter'
  | 'eraser'
  | 'eyedropper'
  | 'rectangle'
  | 'ellipse'
  | 'diamond'
  | 'triangle'
  | 'star'
  | 'hexagon'
  | 'arrow'
  | 'line'
  | 'text'
  | 'sticky'
  | 'frame'

/** A place of the pointer in between two events. */
export interface PointerSample extends Point {
  /** 0…1 */
  readonly pressure: number
}

/** What a pointer does, in world px. */
export interface PointerInput extends PointerSample {
  /** css px from the top left corner of the canvas */
  readonly screen: Point
  /** All places since the last event, this one last. */
  readonly samples: readonly PointerSample[]
  /** Where it will probably be in a moment. */
  readonly predicted?: readonly PointerSample[]
  readonly device: 'mouse' | 'pen' | 'touch'
  readonly shift: boolean
  readonly alt: boolean
  /** Ctrl, or ⌘. */
  readonly ctrl: boolean
  /** 1, 2 … for clicks that follow each other at one place. */
  readonly clicks: number
}

/** A tool at work: a small state machine that gets what the pointer does and acts on the desk. */
export interface Tool {
  /** CSS's `cursor`. */
  readonly cursor: string
  /** A gesture is in progress. */
  readonly busy: boolean
  /** What the gesture shows. */
  readonly draft: Draft
  readonly marquee?: Box | undefined
  /** A line around what is being selected, world px. */
  readonly lasso?: readonly Point[] | undefined
  /** What shows why something sticks where it is. */
  readonly guides?: readonly Guide[]
  /** What it points at for a moment, never stored. */
  readonly trail?: readonly TrailPoint[]
  /** What an arrow would be bound to now, or what would be dropped into. */
  readonly target?: ElementId | undefined
  /** A drag is going on: handles would only be in the way. */
  readonly dragging?: boolean
  /** The box around the selection, where it isn't that of what is selected. */
  readonly selectionBox?: Placement | undefined
  down(input: PointerInput): void
  /** Also while no button is down. */
  move(input: PointerInput): void
  up(input: PointerInput): void
  /** Gives up the gesture: what it showed goes away, what it committed is taken back. */
  cancel(): void
  /** The document changed, perhaps under the gesture. */
  changed?(ids: ReadonlySet<ElementId>): void
}

/** A row of the table of tools. */
export interface ToolRow {
  readonly id: ToolId
  readonly title: string
  readonly shortcut: string
  /** Further shortcuts that choose it: digits as people know them from Excalidraw. */
  readonly aliases?: readonly string[]
  readonly group: 'move' | 'ink' | 'shape' | 'write'
  /** It changes the board: not for people who may only look. */
  readonly edits: boolean
  /** What is selected stays selected when it is chosen. */
  readonly keepsSelection?: true
  /** Type of the elements that it makes, or `highlighter`: it says what can be styled. */
  readonly makes?: string
}
