import {
  type BoardSession,
  type Element,
  type ElementId,
  fontOf,
  type GestureId,
  isTextSequence,
  layOut,
  MAX_BREAKS,
  type NewElement,
  type Op,
  own,
  type Props,
  plainText,
  spliceTo,
  type TextProperty,
  type TextSequence,
  textHash,
  weightOf,
} from '@inkwire/board'
import type { Camera } from '../camera.ts'
import { type Draft, NO_DRAFT } from '../draft.ts'
import { removeOps } from '../edits/removal.ts'
import type { Scene } from '../scene/scene.ts'
import { fieldPlacement, paintedFontSize, wrapWidth } from './placement.ts'
import { rebased } from './rebase.ts'
import type { FieldPlacement, TextField } from './text-field.ts'

/** What was typed is committed after a pause of so many ms, and this long after it was typed at the latest. */
const PAUSE = 300
const MAX_WAIT = 1_000

/** What typing needs of the editor. */
export interface TypingDesk {
  readonly board: BoardSession
  readonly scene: Scene
  readonly camera: Camera
  inkOf(element: Element): string
  /** Of frames' names, ready for CSS. */
  readonly mutedColor: string
  notify(text: string): void
  redraw(): void
  /** Typing is over; `kept`: the element is there. */
  typed(id: ElementId, kept: boolean): void
}

export interface TypingTarget {
  readonly id: ElementId
  readonly property: TextProperty
  readonly gesture: GestureId
  /** The element that the first batch puts, where it isn't on the board yet. */
  readonly fresh?: NewElement
  /** How a label looks that the element doesn't have yet, as far as the element says nothing of it. */
  readonly look?: Props
}

type State =
  /** Nothing was committed yet, and the board doesn't have the element. */
  | { readonly kind: 'fresh'; element: NewElement }
  /** The element is on the board; `known`: its text when the field was last in step with it. */
  | { readonly kind: 'stored'; known: TextSequence }
  | { readonly kind: 'over' }

/** One text being typed: from the caret's coming to its going, one gesture of several batches. */
export class Typing {
  private state: State
  private pause: ReturnType<typeof setTimeout> | undefined
  private deadline: ReturnType<typeof setTimeout> | undefined
  /** My own batch comes back as a change while it is committed: it must not be merged with itself. */
  private committing = false

  constructor(
    private readonly desk: TypingDesk,
    private readonly field: TextField,
    readonly target: TypingTarget,
  ) {
    this.state = target.fresh ? { kind: 'fresh', element: target.fresh } : { kind: 'stored', known: this.shown() }
    field.open(this.state.kind === 'stored' ? plainText(this.state.known) : '', {
      input: () => this.input(),
      paused: () => this.flush(),
      left: () => this.end(),
    })
  }

  /** The element, as the board has it or as it is going to be put. */
  get element(): Element | undefined {
    if (this.state.kind === 'fresh') return this.state.element as Element
    const stored = this.state.kind === 'stored' ? this.desk.board.get(this.target.id) : undefined
    return stored && { ...this.target.look, ...stored }
  }

  /**
   * The text as it stands in the field. The canvas paints it, with the lines that it is going to have: what the browser would paint in a
   * field of its own is half a pixel elsewhere at some zooms.
   */
  get draft(): Draft {
    const { element, state } = this
    if (!element || state.kind === 'over') return NO_DRAFT
    const { value } = this.field.read()
    if (state.kind === 'stored' && value === plainText(this.shown())) return NO_DRAFT
    return { elements: new Map([[element.id, { ...element, [this.target.property]: value }]]) }
  }

  get placement(): FieldPlacement | undefined {
    const { element } = this
    if (!element) return undefined
    const value = this.field.read().value
    return fieldPlacement(element, this.target.property, value, this.desk.inkOf(element), this.desk.scene.context)
  }

  /** Changes how a text looks that isn't on the board yet. */
  restyle(props: Props): boolean {
    if (this.state.kind !== 'fresh') return false
    this.state.element = { ...this.state.element, ...props }
    this.desk.redraw()
    return true
  }

  /** Commits what was typed since the last batch. */
  flush(): void {
    this.stopTimers()
    if (this.state.kind === 'over') return
    if (!this.field.composing) this.catchUp()
    const { value } = this.field.read()
    const ops = this.ops(value)
    if (ops.length === 0) return
    this.commit(ops)
    // What is committed is no longer pending; somebody else may have ended this meanwhile.
    if (!this.desk.board.get(this.target.id)) return
    const known = this.shown()
    this.state = { kind: 'stored', known }
    const field = this.field.read()
    if (plainText(known) !== field.value) this.field.write({ ...field, value: plainText(known) })
  }

  end(): void {
    if (this.state.kind === 'over') return
    this.flush()
    const stored = this.desk.board.get(this.target.id)
    const empty = this.target.property === 'text' && plainText(this.shown()).trim() === '' && stored?.type === 'text'
    if (stored && empty) this.commit(removeOps(this.desk.scene, [stored.id]))
    else if (!stored) this.desk.board.live({ kind: 'cancel' })
    this.finish()
  }

  /** The board changed: others' words come into the field, mine and the caret stay. */
  changed(ids: ReadonlySet<ElementId>): void {
    if (this.committing || this.state.kind !== 'stored' || !ids.has(this.target.id)) return
    if (!this.desk.board.get(this.target.id)) {
      this.desk.board.live({ kind: 'cancel' })
      this.desk.notify('Somebody deleted the text that you were editing.')
      this.finish()
      return
    }
    if (!this.field.composing) this.catchUp()
  }

  private input(): void {
    if (this.state.kind === 'over') return
    const ops = this.ops(this.field.read().value)
    if (ops.length > 0) this.desk.board.live({ kind: 'preview', ops })
    if (this.pause !== undefined) clearTimeout(this.pause)
    this.pause = setTimeout(() => this.whenComposed(), PAUSE)
    this.deadline ??= setTimeout(() => this.whenComposed(), MAX_WAIT)
    this.desk.redraw()
  }

  private commit(ops: readonly Op[]): void {
    this.committing = true
    try {
      this.desk.board.commit(this.target.gesture, ops)
    } finally {
      this.committing = false
    }
  }

  /** Half-composed characters stay where they are: their input method would type them twice. */
  private whenComposed(): void {
    if (!this.field.composing) this.flush()
    else this.pause = setTimeout(() => this.whenComposed(), PAUSE)
  }

  private catchUp(): void {
    if (this.state.kind !== 'stored') return
    const next = this.shown()
    if (next === this.state.known) return
    const before = this.field.read()
    const after = rebased(before, this.state.known, next, this.desk.board.actor)
    this.state.known = next
    if (after.value !== before.value) this.field.write(after)
    this.desk.redraw()
  }

  private ops(value: string): Op[] {
    const { id, property } = this.target
    if (this.state.kind === 'fresh') {
      if (value.trim() === '') return []
      const { element } = this.state
      return [
        {
          op: 'put',
          element: {
            ...element,
            [property]: value,
            ...layoutProps(element as Element, value, this.desk.scene, property),
          },
        },
      ]
    }
    if (this.state.kind !== 'stored') return []
    const splice = spliceTo(this.state.known, value)
    const { element } = this
    if (!splice || !element) return []
    const layout = layoutProps(element, value, this.desk.scene, property)
    return [
      { op: 'splice', id, prop: property, ...splice },
      { op: 'set', id, props: { ...this.newLook(), ...(layout.layout === undefined ? { layout: null } : layout) } },
    ]
  }

  /** Of the look what the element doesn't say yet. */
  private newLook(): Props {
    const stored = this.desk.board.get(this.target.id) ?? {}
    return Object.fromEntries(
      Object.entries(this.target.look ?? {}).filter(([name]) => own(stored, name) === undefined),
    )
  }

  private shown(): TextSequence {
    const element = this.desk.board.get(this.target.id)
    const text = element && own(element, this.target.property)
    return isTextSequence(text) ? text : []
  }

  private finish(): void {
    this.stopTimers()
    this.state = { kind: 'over' }
    this.field.close()
    this.desk.typed(this.target.id, this.desk.board.get(this.target.id) !== undefined)
  }

  private stopTimers(): void {
    clearTimeout(this.pause)
    clearTimeout(this.deadline)
    this.pause = undefined
    this.deadline = undefined
  }
}

/** How the text is cut into lines here, stored so that others see the same lines. Nothing for a text that is too long to store it, or whose font isn't there yet. */
export function layoutProps(element: Element, text: string, scene: Scene, property: TextProperty): Props {
  const { measure } = scene.context
  const weight = weightOf(element)
  const style = { font: fontOf(element), fontSize: paintedFontSize(element, text, scene.context) }
  // Lines that were cut for the font that stands in for it would not fit the one that comes.
  if (measure.ready?.(text, style.font, weight) === false) return {}
  const { breaks, w, h } = layOut(text, { ...style, weight }, measure, wrapWidth(element, property))
  if (breaks.length > MAX_BREAKS) return {}
  const layout = { breaks, w, h, ...style, textHash: textHash(text) }
  return { layout: weight === 'bold' ? { ...layout, weight } : layout }
}
