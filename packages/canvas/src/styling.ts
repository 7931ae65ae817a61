import { type Element, type ElementId, type Op, own, type Props, textOf } from '@inkwire/board'
import type { Desk } from './desk.ts'
import type { EditorStorage } from './storage.ts'
import {
  FIRST_STYLES,
  fieldsOf,
  fieldsOfType,
  inOrder,
  kindOfStyle,
  newSeed,
  restyleProps,
  type StyleField,
  type StyleKind,
  type StyleState,
  styleKind,
  styleOfAll,
} from './style.ts'
import { StyleMemory } from './style-memory.ts'
import { toolRow } from './tools/tools.ts'
import { textPropertyOf } from './typing/placement.ts'
import { layoutProps } from './typing/typing.ts'

/** What changes how wide a text is. */
const TEXT_FIELDS = ['font', 'weight', 'fontSize'] as const

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
  /** What was shown last of a selection. */
  private known: { readonly selection: readonly ElementId[]; readonly version: number; readonly fallback: StyleState; readonly shown: ShownStyle } | undefined // biome-ignore format: one row

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
    const { selection, typing, scene } = this.desk
    const { known } = this
    // A thousand selected elements aren't looked at again for each move of the camera.
    const isKnown = known && known.selection === selection && known.version === scene.version
    if (isKnown && !typing && known.fallback === fallback) return known.shown
    const elements = this.restyled()
    if (elements.length === 0) {
      return { style: fallback, styleFields: inOrder(makes ? fieldsOfType(makes) : []), mixed: [] }
    }
    const labelled = this.typesLabel()
    const withFields = elements.map((element) => ({ element, fields: fieldsOf(element, labelled) }))
    const styleFields = inOrder(withFields.flatMap(({ fields }) => fields))
    const shown = { ...styleOfAll(withFields, fallback), styleFields }
    if (!typing) this.known = { selection, version: scene.version, fallback, shown }
    return shown
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
    const late: ElementId[] = []
    const ops = elements.flatMap((element): Op[] => {
      const props = restyleProps(element, change, labelled)
      if (!props) return []
      // Lines that were measured in another size or font would be stretched.
      const remeasured = TEXT_FIELDS.some((field) => props[field] !== undefined)
      const lines = remeasured ? this.linesOf({ ...element, ...props }) : undefined
      if (remeasured && !lines?.layout) late.push(element.id)
      const seeded = props.sketchy === true && own(element, 'seed') === undefined
      return [
        {
          op: 'set',
          id: element.id,
          props: {
            ...props,
            ...(seeded ? { seed: newSeed(Math.random) } : {}),
            ...(remeasured ? { layout: null, ...lines } : {}),
          },
        },
      ]
    })
    if (ops.length === 0) return
    const gesture = desk.newGesture()
    desk.commit(gesture, ops)
    desk.lateLayouts.written(late, gesture)
  }

  private linesOf(element: Element): Props | undefined {
    const property = textPropertyOf(element)
    const text = property ? textOf(element, property) : ''
    return property && text !== '' ? layoutProps(element, text, this.desk.scene, property) : undefined
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
