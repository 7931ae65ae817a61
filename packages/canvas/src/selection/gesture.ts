import type { Box, ElementId, Placement } from '@inkwire/board'
import type { Draft } from '../draft.ts'
import type { Guide } from '../snapping/guide.ts'
import type { PointerInput } from '../tools/tool.ts'

/** What a drag does to a selection, from the moment that it is more than a press. */
export interface Gesture {
  /** CSS's `cursor`. */
  readonly cursor: string
  readonly draft: Draft
  readonly marquee?: Box | undefined
  /** What shows why something sticks where it is. */
  readonly guides?: readonly Guide[]
  /** What an arrow would be bound to, or what would be dropped into. */
  readonly target?: ElementId | undefined
  /** The box around the selection, where it isn't that of the draft. */
  readonly box?: Placement | undefined
  move(input: PointerInput): void
  /** The pointer is up: the gesture becomes a batch. */
  drop(input: PointerInput): void
  cancel(): void
  /** The document changed. Answers with what to tell when nothing is left to go on with. */
  changed(ids: ReadonlySet<ElementId>): string | undefined
}
