import type { Desk } from './desk.ts'
import { fieldsOf, kindOfStyle, type StyleState, styleOf } from './style.ts'

/** How something looks, taken from one thing to be given to others. */
export class CopiedStyle {
  private style: Partial<StyleState> | undefined

  get isThere(): boolean {
    return this.style !== undefined
  }

  /** Takes the style of the first of what is selected that has one. */
  take({ scene, selection, styling }: Desk): void {
    for (const id of scene.withMembers(selection)) {
      const element = scene.get(id)
      if (!element || !kindOfStyle(element)) continue
      const style = styleOf(element, styling.next(element.type))
      this.style = Object.fromEntries(fieldsOf(element, true).map((field) => [field, style[field]]))
      return
    }
  }

  /** Gives it to what is selected, as far as that has it, in one gesture. */
  give(desk: Desk): void {
    if (this.style) desk.setStyle(this.style)
  }
}
