import {
  type Dash,
  DEFAULT_FONT_SIZE,
  type Element,
  numberOf,
  own,
  PALETTE,
  type PaletteKey,
  type Props,
  stringOf,
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
}

export type StyleField = keyof StyleState

export const FIRST_STYLE: StyleState = {
  color: 'ink',
  fill: null,
  width: 4,
  dash: 'solid',
  opacity: 1,
  fontSize: 24,
}

const SHAPE: readonly StyleField[] = ['color', 'fill', 'width', 'dash', 'opacity']
const LINE: readonly StyleField[] = ['color', 'width', 'dash', 'opacity']

/** What can be chosen for each type, in the order of the panel. */
const FIELDS: ReadonlyMap<string, readonly StyleField[]> = new Map<string, readonly StyleField[]>([
  ['stroke', ['color', 'width', 'opacity']],
  ['line', LINE],
  ['arrow', LINE],
  ['rectangle', SHAPE],
  ['ellipse', SHAPE],
  ['diamond', SHAPE],
  ['triangle', SHAPE],
  ['star', SHAPE],
  ['hexagon', SHAPE],
  ['text', ['color', 'opacity', 'fontSize']],
  ['sticky', ['color', 'opacity', 'fontSize']],
  ['image', ['opacity']],
])

const ORDER: readonly StyleField[] = ['color', 'fill', 'width', 'dash', 'opacity', 'fontSize']

/** What can be chosen for elements of these types: all that applies to any of them. */
export function styleFields(types: Iterable<string>): readonly StyleField[] {
  const fields = new Set<StyleField>()
  for (const type of types) for (const field of FIELDS.get(type) ?? []) fields.add(field)
  return ORDER.filter((field) => fields.has(field))
}

/** The style as properties of a new element of a type; what is as if it were missing is left out. */
export function styleProps(type: string, style: StyleState): Props {
  const props: { [name: string]: string | number } = {}
  for (const field of FIELDS.get(type) ?? []) {
    const value = style[field]
    if (value === null || (field === 'opacity' && value === 1) || (field === 'dash' && value === 'solid')) continue
    props[field] = value
  }
  return props
}

/** The properties that a change of style sets on an element of a type; null takes one away. Undefined: nothing of it applies. */
export function restyleProps(type: string, change: Partial<StyleState>): Props | undefined {
  const props: { [name: string]: string | number | null } = {}
  for (const field of FIELDS.get(type) ?? []) {
    const value = change[field]
    if (value !== undefined) props[field] = value
  }
  return Object.keys(props).length > 0 ? props : undefined
}

/** The style that an element has, over the one that stands for what it doesn't say. */
export function styleOf(element: Element, style: StyleState): StyleState {
  const fields = FIELDS.get(element.type) ?? []
  const has = (field: StyleField) => fields.includes(field)
  const dash = own(element, 'dash')
  return {
    color: has('color') ? (paletteKey(stringOf(element, 'color')) ?? 'ink') : style.color,
    fill: has('fill') ? (paletteKey(stringOf(element, 'fill')) ?? null) : style.fill,
    width: has('width') ? numberOf(element, 'width', 2) : style.width,
    dash: has('dash') ? (dash === 'dashed' || dash === 'dotted' ? dash : 'solid') : style.dash,
    opacity: has('opacity') ? numberOf(element, 'opacity', 1) : style.opacity,
    fontSize: has('fontSize') ? numberOf(element, 'fontSize', DEFAULT_FONT_SIZE) : style.fontSize,
  }
}

function paletteKey(color: string | undefined): PaletteKey | undefined {
  return PALETTE.find((key) => key === color)
}
