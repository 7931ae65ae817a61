import type { Desk } from '../desk.ts'
import { NO_DRAFT } from '../draft.ts'
import type { PointerInput, Tool } from './tool.ts'

type State = { readonly kind: 'idle' } | { readonly kind: 'pressed' }

/** A click places a text, or goes into the one that is there. */
export class TextTool implements Tool {
  readonly cursor = 'text'
  readonly draft = NO_DRAFT
  private state: State = { kind: 'idle' }

  constructor(private readonly desk: Desk) {}

  get busy(): boolean {
    return this.state.kind === 'pressed'
  }

  down(): void {
    this.state = { kind: 'pressed' }
  }

  move(): void {}

  /** Not at `down`: the browser takes the focus away from the text field again when the press ends. */
  up(input: PointerInput): void {
    if (this.state.kind !== 'pressed') return
    this.state = { kind: 'idle' }
    const below = this.desk.scene.at(
      input,
      this.desk.tolerance(input),
      ({ type }) => type === 'text' || type === 'sticky',
    )
    this.desk.drawn()
    if (below) this.desk.edit(below.id)
    else this.desk.newTextAt(input)
  }

  cancel(): void {
    this.state = { kind: 'idle' }
  }
}
