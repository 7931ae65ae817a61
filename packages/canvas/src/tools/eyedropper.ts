import type { Element, ElementId } from '@inkwire/board'
import type { Desk } from '../desk.ts'
import { NO_DRAFT } from '../draft.ts'
import { fieldsOf, type StyleState, styleOf } from '../style.ts'
import { PIPETTE_CURSOR } from './cursors.ts'
import type { PointerInput, Tool } from './tool.ts'

/** Takes the colours of what is clicked, for what is selected and for what is drawn next; then the tool before it is back. */
export class EyedropperTool implements Tool {
  readonly cursor = PIPETTE_CURSOR
  readonly draft = NO_DRAFT
  private pressed = false
  private hovered: ElementId | undefined

  constructor(private readonly desk: Desk) {}

  get busy(): boolean {
    return this.pressed
  }

  /** What the colours would be taken from. */
  get target(): ElementId | undefined {
    return this.hovered
  }

  down(input: PointerInput): void {
    this.pressed = true
    this.move(input)
  }

  move(input: PointerInput): void {
    const hovered = this.under(input)?.id
    if (hovered === this.hovered) return
    this.hovered = hovered
    this.desk.redraw()
  }

  up(input: PointerInput): void {
    if (!this.pressed) return
    this.pressed = false
    const element = this.under(input)
    if (!element) return
    this.desk.setStyle(this.coloursOf(element))
    if (!this.desk.toolLocked) this.desk.setTool(this.desk.toolBefore)
  }

  cancel(): void {
    this.pressed = false
    this.hovered = undefined
    this.desk.redraw()
  }

  private under(input: PointerInput): Element | undefined {
    const { scene } = this.desk
    const tolerance = this.desk.tolerance(input)
    const element = scene.at(input, tolerance) ?? scene.lockedAt(input, tolerance)
    return element && fieldsOf(element).includes('color') ? element : undefined
  }

  private coloursOf(element: Element): Partial<StyleState> {
    const { color, fill } = styleOf(element, this.desk.style)
    return fieldsOf(element).includes('fill') ? { color, fill } : { color }
  }
}
