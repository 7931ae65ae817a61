import type { Element, Op } from '@inkwire/board'
import type { Desk } from './desk.ts'
import type { EditorStorage } from './storage.ts'
import {
  FIRST_STYLES,
  fieldsOf,
  fieldsOfKind,
  inOrder,
  kindOfStyle,
  restyleProps,
  type StyleField,
  type StyleKind,
  type StyleState,
  styleKind,
  styleOfAll,
} from './style.ts'
import { StyleMemory } from './style-memory.ts'
import { toolRow } from './tools/tools.ts'

/** What of the style can be seen and chosen now. */
export interface ShownStyle {
  /** Of the selection, or of what is drawn next. */
  readonly style: StyleState
  readonly styleFields: readonly StyleField[]
  /** Those of them in which the selected elements differ. */
  readonly mixed: readonly StyleField[]
}

/** How things look that are drawn next, and that are selected or typed. */
export class Styling {
  private readonly memory: StyleMemory

  constructor(
    private readonly desk: Desk,
    storage: EditorStorage,
  ) {
    this.memory = new StyleMemory(storage)
  }

  /** The style of the next element of a type (or `highlighter`). */
  next(type: string | undefined): StyleState {
    return this.memory.of((type && styleKind(type)) || 'shape')
  }

  get shown(): ShownStyle {
    const { makes } = toolRow(this.desk.toolId)
    const fallback = this.next(makes)
    const elements = this.restyled()
    if (elements.length === 0) {
      return { style: fallback, styleFields: fieldsOfKind(makes ? styleKind(makes) : undefined), mixed: [] }
    }
    const labelled = this.typesLabel()
    const withFields = elements.map((element) => ({ element, fields: fieldsOf(element, labelled) }))
    const styleFields = inOrder(withFields.flatMap(({ fields }) => fields))
    return { ...styleOfAll(withFields, fallback), styleFields }
  }

  /** Changes the style of what is drawn next, and of what is selected or typed, as one gesture. */
  set(change: Partial<StyleState>): void {
    const { desk } = this
    const elements = this.restyled()
    for (const kind of this.kinds(elements)) this.memory.change(kind, change)
    const labelled = this.typesLabel()
    const typed = desk.typing?.element
    const fresh = typed && restyleProps(typed, change, labelled)
    if ((fresh && desk.typing?.restyle(fresh)) || !desk.canEdit) return
    const ops = elements.flatMap((element): Op[] => {
      const props = restyleProps(element, change, labelled)
      if (!props) return []
      // Lines that were measured in another size would be stretched.
      return [{ op: 'set', id: element.id, props: props.fontSize === undefined ? props : { ...props, layout: null } }]
    })
    if (ops.length > 0) desk.commit(desk.newGesture(), ops)
  }

  private restyled(): Element[] {
    const { typing, scene } = this.desk
    const typed = typing?.element
    return typed ? [typed] : scene.withMembers(this.desk.unlocked()).flatMap((id) => scene.get(id) ?? [])
  }

  /** A label that is being typed can be styled before its first letter. */
  private typesLabel(): true | undefined {
    return this.desk.typing?.target.property === 'label' ? true : undefined
  }

  /** What the style sticks to: the kinds of what is changed, else what the tool makes, else everything. */
  private kinds(elements: readonly Element[]): Iterable<StyleKind> {
    if (elements.length > 0) return new Set(elements.flatMap((element) => kindOfStyle(element) ?? []))
    const { makes } = toolRow(this.desk.toolId)
    const kind = makes && styleKind(makes)
    return kind ? [kind] : (Object.keys(FIRST_STYLES) as StyleKind[])
  }
}
