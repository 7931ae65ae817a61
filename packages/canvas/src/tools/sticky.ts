import { DOCUMENT_LIMITS, type Props } from '@inkwire/board'
import type { Desk } from '../desk.ts'
import { NO_DRAFT } from '../draft.ts'
import { placeFor } from '../edits/placing.ts'
import { styleProps } from '../style.ts'
import type { PointerInput, Tool } from './tool.ts'

/** Side of a new note, px. */
const STICKY_SIDE = 200
const FARTHEST = DOCUMENT_LIMITS.coordinate - STICKY_SIDE

type State = { readonly kind: 'idle' } | { readonly kind: 'pressed' }

/** Who writes it: as they are called now. */
function authored({ board }: Desk): Props {
  const name = board.person?.name.trim().slice(0, DOCUMENT_LIMITS.nameCharacters)
  return name ? { author: name } : {}
}

/** A click puts a note there, and its text can be typed at once. */
export class StickyTool implements Tool {
  readonly cursor = 'crosshair'
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
  up({ x, y }: PointerInput): void {
    if (this.state.kind !== 'pressed') return
    this.state = { kind: 'idle' }
    const { desk } = this
    const gesture = desk.newGesture()
    const element = {
      ...styleProps('sticky', desk.styleFor('sticky')),
      id: desk.newId(),
      type: 'sticky',
      ...placeFor(desk.scene, [{ x, y }], Math.random),
      // At the edge of the world a note has room too.
      x: Math.min(FARTHEST, Math.max(-FARTHEST, x)) - STICKY_SIDE / 2,
      y: Math.min(FARTHEST, Math.max(-FARTHEST, y)) - STICKY_SIDE / 2,
      w: STICKY_SIDE,
      h: STICKY_SIDE,
      text: '',
      ...authored(desk),
    }
    desk.commit(gesture, [{ op: 'put', element }])
    desk.drawn(element.id)
    desk.edit(element.id, gesture)
  }

  cancel(): void {
    this.state = { kind: 'idle' }
  }
}
