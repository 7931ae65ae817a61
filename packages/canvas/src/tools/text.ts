import { LINE_HEIGHT, type Point } from '@inkwire/board'
import type { Desk } from '../desk.ts'
import { NO_DRAFT } from '../draft.ts'
import type { PointerInput, Tool } from './tool.ts'

/** A drag that is longer, css px, gives the text its width. */
const MIN_DRAG = 24

type State = { readonly kind: 'idle' } | { readonly kind: 'pressed'; readonly from: PointerInput; to: Point }

/** A click places a text, or goes into the one that is there; a drag to the side places one that wraps at its width. */
export class TextTool implements Tool {
  readonly cursor = 'text'
  readonly draft = NO_DRAFT
  private state: State = { kind: 'idle' }

  constructor(private readonly desk: Desk) {}

  get busy(): boolean {
    return this.state.kind === 'pressed'
  }

  get marquee() {
    const width = this.width()
    if (width === undefined || this.state.kind !== 'pressed') return undefined
    const { from, to } = this.state
    const half = (this.desk.styleFor('text').fontSize * LINE_HEIGHT) / 2
    const minX = Math.min(from.x, to.x)
    return { minX, maxX: minX + width, minY: from.y - half, maxY: from.y + half }
  }

  down(input: PointerInput): void {
    this.state = { kind: 'pressed', from: input, to: input }
  }

  move({ x, y }: PointerInput): void {
    if (this.state.kind !== 'pressed') return
    this.state.to = { x, y }
    this.desk.redraw()
  }

  /** Not at `down`: the browser takes the focus away from the text field again when the press ends. */
  up(input: PointerInput): void {
    if (this.state.kind !== 'pressed') return
    const { from, to } = this.state
    const width = this.width()
    this.state = { kind: 'idle' }
    const below =
      width === undefined
        ? this.desk.scene.at(input, this.desk.tolerance(input), ({ type }) => type === 'text' || type === 'sticky')
        : undefined
    this.desk.drawn()
    if (below) this.desk.edit(below.id)
    else if (width === undefined) this.desk.newTextAt(input)
    else this.desk.newTextAt({ x: Math.min(from.x, to.x), y: from.y }, width)
  }

  cancel(): void {
    this.state = { kind: 'idle' }
  }

  /** World px; undefined: it is a click. */
  private width(): number | undefined {
    if (this.state.kind !== 'pressed') return undefined
    const width = Math.abs(this.state.to.x - this.state.from.x)
    return width * this.desk.camera.zoom >= MIN_DRAG ? width : undefined
  }
}
