import {
  type Align,
  alignOf,
  type Dash,
  DEFAULT_FONT_SIZE,
  type Element,
  numberOf,
  own,
  PALETTE,
  type PaletteKey,
  type Props,
  stringOf,
  textOf,
} from '@inkwire/board'

/** How what is drawn next looks. */
export interface StyleState {
  readonly color: PaletteKey
  /** null: not filled. */
  readonly fill: PaletteKey | null
  /** px at zoom 1 */
  readonly width: number
  readonly dash: Dash
  /** 0…1 */
  readonly opacity: number
  /** px at zoom 1 */
  readonly fontSize: number
  readonly align: Align
}

export type StyleField = keyof StyleState

/** Widths of lines that can be chosen, px at zoom 1. */
export const WIDTHS: readonly number[] = [2, 4, 8, 16]
/** Of the highlighter. */
export const HIGHLIGHTER_WIDTHS: readonly number[] = [8, 16, 24, 40]
/** Heights of type that can be chosen, px at zoom 1. */
export const FONT_SIZES: readonly number[] = [16, 24, 36, 56]

export const FIRST_STYLE: StyleState = {
  color: 'ink',
  fill: null,
  width: 4,
  dash: 'solid',
  opacity: 1,
  fontSize: 24,
  align: 'left',
}

/** What keeps a style of its own: the last one sticks to it. */
export type StyleKind = 'pen' | 'highlighter' | 'line' | 'shape' | 'text' | 'sticky' | 'image'

/** What each kind looks like before anybody chose anything. */
export const FIRST_STYLES: Readonly<Record<StyleKind, StyleState>> = {
  pen: FIRST_STYLE,
  highlighter: { ...FIRST_STYLE, color: 'yellow', width: 24 },
  line: { ...FIRST_STYLE, fontSize: 16, align: 'center' },
  shape: { ...FIRST_STYLE, align: 'center' },
  text: FIRST_STYLE,
  sticky: { ...FIRST_STYLE, color: 'yellow', align: 'center' },
  image: FIRST_STYLE,
}

const KINDS: ReadonlyMap<string, StyleKind> = new Map<string, StyleKind>([
  ['stroke', 'pen'],
  ['highlighter', 'highlighter'],
  ['line', 'line'],
  ['arrow', 'line'],
  ['rectangle', 'shape'],
  ['ellipse', 'shape'],
  ['diamond', 'shape'],
  ['triangle', 'shape'],
  ['star', 'shape'],
  ['hexagon', 'shape'],
  ['text', 'text'],
  ['sticky', 'sticky'],
  ['image', 'image'],
])

const FIELDS: Readonly<Record<StyleKind, readonly StyleField[]>> = {
  pen: ['color', 'width', 'opacity'],
  // Its opacity is what makes it one.
  highlighter: ['color', 'width'],
  line: ['color', 'width', 'dash', 'opacity'],
  shape: ['color', 'fill', 'width', 'dash', 'opacity'],
  text: ['color', 'opacity', 'fontSize', 'align'],
  sticky: ['color', 'opacity', 'fontSize', 'align'],
  image: ['opacity'],
}

/** In the order of the panel. */
const ORDER: readonly StyleField[] = ['color', 'fill', 'width', 'dash', 'opacity', 'fontSize', 'align']

/** The kind of an element type, or of `highlighter`; undefined: it has no style. */
export function styleKind(type: string): StyleKind | undefined {
  return KINDS.get(type)
}

/** The kind of an element. */
export function kindOfStyle(element: Element): StyleKind | undefined {
  return own(element, 'pen') === 'highlighter' ? 'highlighter' : styleKind(element.type)
}

/** What can be chosen for a kind that is drawn next. */
export function fieldsOfKind(kind: StyleKind | undefined): readonly StyleField[] {
  return kind ? FIELDS[kind] : []
}

/** What can be chosen for an element; `labelled`: it has a label, or gets one right now. */
export function fieldsOf(element: Element, labelled = textOf(element, 'label') !== ''): readonly StyleField[] {
  const kind = kindOfStyle(element)
  const fields = fieldsOfKind(kind)
  if (!labelled) return fields
  if (kind === 'shape') return [...fields, 'fontSize', 'align']
  return kind === 'line' ? [...fields, 'fontSize'] : fields
}

/** Fields in the order of the panel, each once. */
export function inOrder(fields: Iterable<StyleField>): readonly StyleField[] {
  const found = new Set(fields)
  return ORDER.filter((field) => found.has(field))
}

/** The style as properties of a new element of a type (or `highlighter`); what is as if it were missing is left out. */
export function styleProps(type: string, style: StyleState): Props {
  const kind = styleKind(type)
  const props: { [name: string]: string | number } = {}
  for (const field of fieldsOfKind(kind)) {
    const value = style[field]
    if (value === null || (field === 'opacity' && value === 1) || (field === 'dash' && value === 'solid')) continue
    if (field === 'align' && kind && value === FIRST_STYLES[kind].align) continue
    props[field] = value
  }
  return props
}

/** The style of a label as properties of its element. */
export function labelLook({ fontSize, align }: StyleState): Props {
  return align === FIRST_STYLES.shape.align ? { fontSize } : { fontSize, align }
}

/** The properties that a change of style sets on an element; null takes one away. Undefined: nothing of it applies. */
export function restyleProps(element: Element, change: Partial<StyleState>, labelled?: boolean): Props | undefined {
  const props: { [name: string]: string | number | null } = {}
  for (const field of fieldsOf(element, labelled)) {
    const value = change[field]
    if (value !== undefined) props[field] = value
  }
  return Object.keys(props).length > 0 ? props : undefined
}

/** The style that an element has, over the one that stands for what it doesn't say. */
export function styleOf(element: Element, style: StyleState): StyleState {
  const kind = kindOfStyle(element)
  const fields = fieldsOf(element, true)
  const has = (field: StyleField) => fields.includes(field)
  const dash = own(element, 'dash')
  return {
    color: has('color')
      ? (paletteKey(stringOf(element, 'color')) ?? (kind === 'sticky' ? 'yellow' : 'ink'))
      : style.color,
    fill: has('fill') ? (paletteKey(stringOf(element, 'fill')) ?? null) : style.fill,
    width: has('width') ? numberOf(element, 'width', 2) : style.width,
    dash: has('dash') ? (dash === 'dashed' || dash === 'dotted' ? dash : 'solid') : style.dash,
    opacity: has('opacity') ? numberOf(element, 'opacity', 1) : style.opacity,
    fontSize: has('fontSize')
      ? numberOf(element, 'fontSize', kind === 'sticky' ? FIRST_STYLES.sticky.fontSize : DEFAULT_FONT_SIZE)
      : style.fontSize,
    align: has('align') && kind ? alignOf(element, FIRST_STYLES[kind].align) : style.align,
  }
}

/** The style of several elements: for each field what the first says that has it, and the fields in which they differ. */
export function styleOfAll(
  elements: readonly { readonly element: Element; readonly fields: readonly StyleField[] }[],
  fallback: StyleState,
): { readonly style: StyleState; readonly mixed: readonly StyleField[] } {
  const style: { -readonly [Field in StyleField]: StyleState[Field] } = { ...fallback }
  const said = new Set<StyleField>()
  const mixed = new Set<StyleField>()
  for (const { element, fields } of elements) {
    const its = styleOf(element, fallback)
    for (const field of fields) {
      if (said.has(field)) {
        if (style[field] !== its[field]) mixed.add(field)
        continue
      }
      said.add(field)
      Object.assign(style, { [field]: its[field] })
    }
  }
  return { style, mixed: inOrder(mixed) }
}

function paletteKey(color: string | undefined): PaletteKey | undefined {
  return PALETTE.find((key) => key === color)
}
