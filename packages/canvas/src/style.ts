import {
  type Align,
  type ArrowHead,
  alignOf,
  curveOf,
  type Dash,
  DEFAULT_FONT_SIZE,
  type Element,
  type Font,
  type FontWeight,
  fillStyleOf,
  fontOf,
  headOf,
  type LineCurve,
  numberOf,
  own,
  PALETTE,
  type PaletteKey,
  type Props,
  stringOf,
  textOf,
  weightOf,
} from '@inkwire/board'

/** How what is drawn next looks. */
export interface StyleState {
  readonly color: PaletteKey
  /** null: not filled. */
  readonly fill: PaletteKey | null
  /** How a filling looks; without one it is kept for the next. */
  readonly fillStyle: 'solid' | 'hatch'
  /** px at zoom 1 */
  readonly width: number
  readonly dash: Dash
  /** Drawn as if by hand. */
  readonly sketchy: boolean
  /** Of corners, px at zoom 1 */
  readonly radius: number
  /** The way of a line. */
  readonly curve: LineCurve
  readonly startHead: ArrowHead
  readonly endHead: ArrowHead
  readonly font: Font
  readonly weight: FontWeight
  /** px at zoom 1 */
  readonly fontSize: number
  readonly align: Align
  /** 0…1 */
  readonly opacity: number
}

export type StyleField = keyof StyleState

/** Widths of lines that can be chosen, px at zoom 1. */
export const WIDTHS: readonly number[] = [2, 4, 8, 16]
/** Of the highlighter. */
export const HIGHLIGHTER_WIDTHS: readonly number[] = [8, 16, 24, 40]
/** Radii of corners that can be chosen, px at zoom 1. */
export const RADII: readonly number[] = [0, 8, 16, 32]
/** Heads that the ends of a line can have. */
export const HEADS: readonly ArrowHead[] = ['none', 'arrow', 'triangle', 'bar', 'dot', 'diamond']
/** Heights of type that can be chosen, px at zoom 1. */
export const FONT_SIZES: readonly number[] = [16, 24, 36, 56]

export const FIRST_STYLE: StyleState = {
  color: 'ink',
  fill: null,
  fillStyle: 'solid',
  width: 4,
  dash: 'solid',
  sketchy: false,
  radius: 0,
  curve: 'straight',
  startHead: 'none',
  endHead: 'none',
  font: 'sans',
  weight: 'normal',
  fontSize: 24,
  align: 'left',
  opacity: 1,
}

/** What keeps a style of its own: the last one sticks to it. */
export type StyleKind = 'pen' | 'highlighter' | 'line' | 'arrow' | 'shape' | 'text' | 'sticky' | 'image'

/** What each kind looks like before anybody chose anything. */
export const FIRST_STYLES: Readonly<Record<StyleKind, StyleState>> = {
  pen: FIRST_STYLE,
  highlighter: { ...FIRST_STYLE, color: 'yellow', width: 24 },
  line: { ...FIRST_STYLE, fontSize: 16, align: 'center' },
  arrow: { ...FIRST_STYLE, endHead: 'arrow', fontSize: 16, align: 'center' },
  shape: { ...FIRST_STYLE, align: 'center' },
  text: FIRST_STYLE,
  sticky: { ...FIRST_STYLE, color: 'yellow', align: 'center' },
  image: FIRST_STYLE,
}

const KINDS: ReadonlyMap<string, StyleKind> = new Map<string, StyleKind>([
  ['stroke', 'pen'],
  ['highlighter', 'highlighter'],
  ['line', 'line'],
  ['arrow', 'arrow'],
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

const LINE_FIELDS: readonly StyleField[] = ['color', 'width', 'dash', 'curve', 'startHead', 'endHead', 'opacity']
const WRITTEN_FIELDS: readonly StyleField[] = ['color', 'font', 'weight', 'fontSize', 'align', 'opacity']

const FIELDS: Readonly<Record<StyleKind, readonly StyleField[]>> = {
  pen: ['color', 'width', 'opacity'],
  // Its opacity is what makes it one.
  highlighter: ['color', 'width'],
  line: LINE_FIELDS,
  arrow: LINE_FIELDS,
  shape: ['color', 'fill', 'fillStyle', 'width', 'dash', 'sketchy', 'radius', 'opacity'],
  text: WRITTEN_FIELDS,
  sticky: WRITTEN_FIELDS,
  image: ['opacity'],
}

/** What a label adds. */
const LABEL_FIELDS: Readonly<Partial<Record<StyleKind, readonly StyleField[]>>> = {
  line: ['font', 'weight', 'fontSize'],
  arrow: ['font', 'weight', 'fontSize'],
  shape: ['font', 'weight', 'fontSize', 'align'],
}

/** In the order of the panel. */
const ORDER: readonly StyleField[] = [
  'color', 'fill', 'fillStyle', 'width', 'dash', 'sketchy', 'radius', 'curve', 'startHead', 'endHead',
  'font', 'weight', 'fontSize', 'align', 'opacity',
] // biome-ignore format: as they stand in the panel

/** The kind of an element type, or of `highlighter`; undefined: it has no style. */
export function styleKind(type: string): StyleKind | undefined {
  return KINDS.get(type)
}

/** The kind of an element. */
export function kindOfStyle(element: Element): StyleKind | undefined {
  return own(element, 'pen') === 'highlighter' ? 'highlighter' : styleKind(element.type)
}

/** What sticks to a kind: what can be chosen for it, and for its labels. */
export function fieldsOfKind(kind: StyleKind): readonly StyleField[] {
  return [...FIELDS[kind], ...(LABEL_FIELDS[kind] ?? [])]
}

/** What can be chosen for an element of a type (or `highlighter`) that is drawn next. */
export function fieldsOfType(type: string): readonly StyleField[] {
  const kind = styleKind(type)
  if (!kind) return []
  // An ellipse has no corners.
  return type === 'ellipse' ? FIELDS[kind].filter((field) => field !== 'radius') : FIELDS[kind]
}

/** What can be chosen for an element; `labelled`: it has a label, or gets one right now. */
export function fieldsOf(element: Element, labelled = textOf(element, 'label') !== ''): readonly StyleField[] {
  const kind = kindOfStyle(element)
  const fields = fieldsOfType(kind === 'highlighter' ? kind : element.type)
  return kind && labelled ? [...fields, ...(LABEL_FIELDS[kind] ?? [])] : fields
}

/** Fields in the order of the panel, each once. */
export function inOrder(fields: Iterable<StyleField>): readonly StyleField[] {
  const found = new Set(fields)
  return ORDER.filter((field) => found.has(field))
}

/** What an element of a kind means by saying nothing of a field. */
function unsaid(kind: StyleKind): Partial<StyleState> {
  const { fillStyle, dash, sketchy, radius, curve, startHead, endHead, font, weight, align, opacity } =
    FIRST_STYLES[kind]
  return { fill: null, fillStyle, dash, sketchy, radius, curve, startHead, endHead, font, weight, align, opacity }
}

/** The style as properties of a new element of a type (or `highlighter`); what is as if it were missing is left out. */
export function styleProps(type: string, style: StyleState): Props {
  const kind = styleKind(type)
  return kind ? saidProps(fieldsOfType(type), style, kind) : {}
}

function saidProps(fields: readonly StyleField[], style: StyleState, kind: StyleKind): Props {
  const meant = unsaid(kind)
  const props: { [name: string]: string | number | boolean } = {}
  for (const field of fields) {
    const value = style[field]
    if (value === null || value === meant[field] || (field === 'fillStyle' && style.fill === null)) continue
    props[field] = value
  }
  return props
}

/** What the lines of a sketchy element are drawn from; stored with it, so that they are the same for all. */
export function newSeed(random: () => number): number {
  return Math.floor(random() * 2 ** 31)
}

/** The style of a label as properties of its element. */
export function labelLook(style: StyleState): Props {
  return saidProps(['font', 'weight', 'fontSize', 'align'], style, 'shape')
}

/** The properties that a change of style sets on an element; null takes one away. Undefined: nothing of it applies. */
export function restyleProps(element: Element, change: Partial<StyleState>, labelled?: boolean): Props | undefined {
  const props: { [name: string]: string | number | boolean | null } = {}
  for (const field of fieldsOf(element, labelled)) {
    const value = change[field]
    if (value !== undefined) props[field] = value
  }
  // A way to fill shows nothing where there is no filling: the line's colour is the nearest.
  if (props.fillStyle !== undefined && props.fill === undefined && stringOf(element, 'fill') === undefined) {
    props.fill = paletteKey(stringOf(element, 'color')) ?? 'ink'
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
    fillStyle: has('fillStyle') ? fillStyleOf(element) : style.fillStyle,
    width: has('width') ? numberOf(element, 'width', 2) : style.width,
    dash: has('dash') ? (dash === 'dashed' || dash === 'dotted' ? dash : 'solid') : style.dash,
    sketchy: has('sketchy') ? own(element, 'sketchy') === true : style.sketchy,
    radius: has('radius') ? numberOf(element, 'radius', 0) : style.radius,
    curve: has('curve') ? curveOf(element) : style.curve,
    startHead: has('startHead') ? headOf(element, 'startHead') : style.startHead,
    endHead: has('endHead') ? headOf(element, 'endHead') : style.endHead,
    font: has('font') ? fontOf(element) : style.font,
    weight: has('weight') ? weightOf(element) : style.weight,
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
