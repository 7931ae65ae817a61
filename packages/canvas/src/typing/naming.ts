import {
  DOCUMENT_LIMITS,
  type Element,
  type ElementId,
  type GeometryContext,
  type GestureId,
  type Op,
  stringOf,
} from '@inkwire/board'
import { type Draft, NO_DRAFT } from '../draft.ts'
import { namePlacement } from './placement.ts'
import type { FieldPlacement, TextField } from './text-field.ts'
import type { TypingDesk } from './typing.ts'

/** The name of a frame being typed: one line, stored when it is done. The last one who names it wins. */
export class Naming {
  private over = false

  constructor(
    private readonly desk: TypingDesk,
    private readonly field: TextField,
    readonly target: { readonly id: ElementId; readonly property: 'name'; readonly gesture: GestureId },
  ) {
    const { element } = this
    field.open(element ? (stringOf(element, 'name') ?? '') : '', {
      input: () => this.input(),
      paused: () => this.flush(),
      left: () => this.end(),
    })
  }

  get element(): Element | undefined {
    return this.over ? undefined : this.desk.board.get(this.target.id)
  }

  get draft(): Draft {
    const { element } = this
    if (!element) return NO_DRAFT
    const name = this.field.read().value
    return name === stringOf(element, 'name') ? NO_DRAFT : { elements: new Map([[element.id, { ...element, name }]]) }
  }

  get placement(): FieldPlacement | undefined {
    const { element } = this
    if (!element) return undefined
    const context: GeometryContext = this.desk.scene.context
    return namePlacement(element, this.field.read().value, this.desk.mutedColor, context, this.desk.camera.zoom)
  }

  /** A name has no style. */
  restyle(): boolean {
    return false
  }

  /** Stores the name as it stands. A frame without one couldn't be named again, so it keeps the one it had. */
  flush(): void {
    const { element } = this
    const name = this.name()
    if (!element || name === '' || name === stringOf(element, 'name')) return
    this.desk.board.commit(this.target.gesture, this.ops(name))
  }

  end(): void {
    if (this.over) return
    this.flush()
    this.finish()
  }

  changed(ids: ReadonlySet<ElementId>): void {
    if (this.over || !ids.has(this.target.id) || this.element) return
    this.desk.notify('Somebody deleted the frame that you were naming.')
    this.finish()
  }

  private input(): void {
    if (this.over) return
    const { value } = this.field.read()
    if (value.includes('\n')) {
      const line = value.replace(/\n/g, '')
      this.field.write({ value: line, start: line.length, end: line.length })
      this.end()
      return
    }
    this.desk.board.live({ kind: 'preview', ops: this.ops(this.name()) })
    this.desk.redraw()
  }

  private name(): string {
    return [...this.field.read().value.trim()].slice(0, DOCUMENT_LIMITS.nameCharacters / 2).join('')
  }

  private ops(name: string): Op[] {
    return [{ op: 'set', id: this.target.id, props: { name } }]
  }

  private finish(): void {
    this.over = true
    this.desk.board.live({ kind: 'cancel' })
    this.field.close()
    this.desk.typed(this.target.id, this.desk.board.get(this.target.id) !== undefined)
  }
}
