import type { Align, Font, FontWeight } from '@inkwire/board'
import type { FieldText } from './rebase.ts'

/** Where and how a text is typed: in the world, as it is going to be painted. */
export interface FieldPlacement {
  /** Top left corner, world px. */
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
  /** Radians, around (pivotX, pivotY). */
  readonly angle: number
  readonly pivotX: number
  readonly pivotY: number
  readonly fontSize: number
  readonly font: Font
  readonly weight: FontWeight
  readonly align: Align
  /** It wraps at w. */
  readonly wraps: boolean
  /** Ready for CSS. */
  readonly color: string
  readonly opacity: number
}

/** A field that text is typed in: the browser's textarea, as far as typing needs it. */
export interface TextField {
  /** Shows the field, empty but for `value`, the caret at its end, and takes the focus. */
  open(value: string, listener: FieldListener): void
  read(): FieldText
  write(text: FieldText): void
  /** An input method is at work: what stands in the field must not be touched. */
  readonly composing: boolean
  close(): void
}

export interface FieldListener {
  input(): void
  /** The whole page lost the focus: nobody types for now. */
  paused(): void
  /** The focus went to something else in the page. */
  left(): void
}

/** Text as the board takes it: line feeds only, no halves of surrogate pairs. */
export function cleanText(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '\uFFFD')
}
