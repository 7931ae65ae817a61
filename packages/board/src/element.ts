import type { ElementId } from './ids.ts'
import type { TextSequence } from './text.ts'
import type { Props } from './value.ts'

/** A key of the ink palette, or #rrggbb. Palette colours change with the theme, own colours never do. */
export type Color = string

/** The ink palette; the values are the theme's. */
export const PALETTE = ['ink', 'grey', 'red', 'orange', 'yellow', 'green', 'teal', 'blue', 'violet', 'pink'] as const
export type PaletteKey = (typeof PALETTE)[number]

/** Where a line or an arrow ends: at (x, y) in world px, or bound to a place on another element. */
export interface LineEnd {
  readonly x: number
  readonly y: number
  readonly binding?: Binding
}

/** A place on an element: u, v are shares (0…1) of its unrotated box, distance is px outside its outline. */
export interface Binding {
  readonly id: ElementId
  readonly u: number
  readonly v: number
  readonly distance: number
}

/** How a text was laid out by the browser that edited it. `breaks` are the offsets (UTF-16) at which lines after the first begin. */
export interface TextLayout {
  readonly breaks: readonly number[]
  readonly w: number
  readonly h: number
  readonly fontSize: number
  readonly font: string
  /** Normal where it is missing. */
  readonly weight?: FontWeight
  /** Of the plain string that was measured; where it doesn't fit, others lay out themselves. */
  readonly textHash: number
}

export type Dash = 'solid' | 'dashed' | 'dotted'
export type Font = 'hand' | 'sans' | 'serif' | 'mono'
export type Align = 'left' | 'center' | 'right'
export type FontWeight = 'normal' | 'bold'
export type LineCurve = 'straight' | 'curved' | 'elbow'
export type ArrowHead = 'none' | 'arrow' | 'triangle' | 'bar' | 'dot' | 'diamond'

interface ElementBase {
  readonly id: ElementId
  /** A fractional-indexing key; paint order is depth-first by (order, id). */
  readonly order: string
  /** The frame or group that this is a member of; one that is gone reads as the root. */
  readonly parent?: ElementId
  readonly locked?: boolean
  /** 0…1, 1 where it is missing. */
  readonly opacity?: number
  readonly link?: string
}

interface Ink {
  readonly color?: Color
  /** Width of the line in px at zoom 1. */
  readonly width?: number
  readonly dash?: Dash
}

interface Box {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
  /** Radians, clockwise on screen, around the centre of the box. */
  readonly angle?: number
}

interface Written {
  readonly fontSize?: number
  readonly font?: Font
  readonly weight?: FontWeight
  readonly align?: Align
  readonly layout?: TextLayout
}

/** A freehand stroke. (x, y) is its first point; `points` are the packed ones (points.ts), relative to it. */
export interface StrokeElement extends ElementBase, Ink {
  readonly type: 'stroke'
  readonly x: number
  readonly y: number
  readonly points: Uint8Array
  readonly pen?: 'pen' | 'highlighter'
}

export interface LineElement extends ElementBase, Ink, Omit<Written, 'align'> {
  readonly type: 'line' | 'arrow'
  readonly start: LineEnd
  readonly end: LineEnd
  /** World-absolute corners between the ends. */
  readonly mid?: readonly (readonly [x: number, y: number])[]
  readonly curve?: LineCurve
  readonly startHead?: ArrowHead
  readonly endHead?: ArrowHead
  readonly label?: TextSequence
}

export type ShapeType = 'rectangle' | 'ellipse' | 'diamond' | 'triangle' | 'star' | 'hexagon'

export interface ShapeElement extends ElementBase, Ink, Box, Written {
  readonly type: ShapeType
  /** null or missing: not filled. */
  readonly fill?: Color
  readonly fillStyle?: 'solid' | 'hatch'
  readonly sketchy?: boolean
  readonly seed?: number
  /** Of corners, px. */
  readonly radius?: number
  readonly label?: TextSequence
}

/** A text; (x, y) is the top left corner of its box. w is there only where the text wraps at a width that a person chose. */
export interface TextElement extends ElementBase, Written {
  readonly type: 'text'
  readonly x: number
  readonly y: number
  readonly w?: number
  readonly angle?: number
  readonly color?: Color
  readonly text: TextSequence
}

export interface StickyElement extends ElementBase, Box, Written {
  readonly type: 'sticky'
  readonly color?: Color
  /** Name of the person who wrote it. */
  readonly author?: string
  readonly text: TextSequence
}

export interface ImageElement extends ElementBase, Box {
  readonly type: 'image'
  /** SHA-256 of the file, 64 hexadecimal digits. */
  readonly asset: string
  readonly crop?: { readonly x: number; readonly y: number; readonly w: number; readonly h: number }
}

export interface FrameElement extends ElementBase, Box {
  readonly type: 'frame'
  readonly name?: string
}

export interface GroupElement extends ElementBase {
  readonly type: 'group'
}

/** All that this version can paint. */
export type KnownElement =
  | StrokeElement
  | LineElement
  | ShapeElement
  | TextElement
  | StickyElement
  | ImageElement
  | FrameElement
  | GroupElement

export type ElementType = KnownElement['type']

/** An element as the document holds it: any type, properties that this version doesn't know included. */
export type Element = Props & {
  readonly id: ElementId
  readonly type: string
  readonly order: string
  readonly parent?: ElementId
}

/** Properties that hold a text, in every type, known or not: plain strings in ops, sequences of characters in the document. */
export const TEXT_PROPERTIES = ['label', 'text'] as const
export type TextProperty = (typeof TEXT_PROPERTIES)[number]

/** What each type can't be without. A type of a newer version needs only what all have. */
export const REQUIRED_PROPERTIES: { readonly [Type in ElementType]: readonly string[] } = {
  stroke: ['x', 'y', 'points'],
  line: ['start', 'end'],
  arrow: ['start', 'end'],
  rectangle: ['x', 'y', 'w', 'h'],
  ellipse: ['x', 'y', 'w', 'h'],
  diamond: ['x', 'y', 'w', 'h'],
  triangle: ['x', 'y', 'w', 'h'],
  star: ['x', 'y', 'w', 'h'],
  hexagon: ['x', 'y', 'w', 'h'],
  text: ['x', 'y', 'text'],
  sticky: ['x', 'y', 'w', 'h', 'text'],
  image: ['x', 'y', 'w', 'h', 'asset'],
  frame: ['x', 'y', 'w', 'h'],
  group: [],
}

/** The element as one of the types that this version knows. Properties were checked before they reached the log (properties.ts). */
export function known(element: Element): KnownElement | undefined {
  if (!Object.hasOwn(REQUIRED_PROPERTIES, element.type)) return undefined
  return element as Element & KnownElement
}

export function isTextProperty(name: string): name is TextProperty {
  return name === 'label' || name === 'text'
}
