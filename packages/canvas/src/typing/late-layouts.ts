import { type BoardSession, type ElementId, type GestureId, type Op, own, textOf } from '@inkwire/board'
import type { Scene } from '../scene/scene.ts'
import { textPropertyOf } from './placement.ts'
import { layoutProps } from './typing.ts'

/**
 * Texts that were written or restyled here without storing how they are cut into lines: that follows as part of the same gesture,
 * when their font is there. Others, files and thumbnails then have the same lines.
 */
export class LateLayouts {
  private readonly waiting = new Map<ElementId, GestureId>()

  constructor(private readonly desk: { readonly board: BoardSession; readonly scene: Scene }) {}

  /** A gesture has changed the texts of these elements, or how they look. */
  written(ids: readonly ElementId[], gesture: GestureId): void {
    const ops = ids.flatMap((id): Op[] => {
      const lines = this.lines(id)
      if (lines === 'late') this.waiting.set(id, gesture)
      else this.waiting.delete(id)
      return lines === 'late' || !lines ? [] : [{ op: 'set', id, props: lines }]
    })
    if (ops.length > 0) this.desk.board.commit(gesture, ops)
  }

  fontsCame(): void {
    for (const [id, gesture] of this.waiting) this.written([id], gesture)
  }

  /** What is to be stored; late: the font isn't there yet; undefined: nothing. */
  private lines(id: ElementId): ReturnType<typeof layoutProps> | 'late' | undefined {
    const { board, scene } = this.desk
    const element = board.get(id)
    const property = element && textPropertyOf(element)
    if (!element || !property || own(element, 'layout') !== undefined) return undefined
    const text = textOf(element, property)
    if (text === '') return undefined
    const props = layoutProps(element, text, scene, property)
    return props.layout === undefined ? 'late' : props
  }
}
