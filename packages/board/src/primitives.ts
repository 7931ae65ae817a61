import { type Color, type Font, type FontWeight, PALETTE, type PaletteKey } from './element.ts'
import type { Path } from './path.ts'

/**
 * The plain things that elements are painted with, back to front; a backend (Canvas 2D, SVG) knows these and no element
 * types. Coordinates are world px; colours are ready to use.
 */
export type Primitive =
  | { readonly kind: 'path'; readonly path: Path; readonly fill?: string; readonly stroke?: StrokePaint }
  | TextLine
  | {
      readonly kind: 'image'
      readonly x: number
      readonly y: number
      readonly w: number
      readonly h: number
      readonly asset: string
      /** The part of the picture that is seen, in shares of its sides; missing: all of it. */
      readonly crop?: Crop
    }
  | {
      readonly kind: 'group'
      /** Of the children together: overlapping ones don't show through each other. */
      readonly opacity?: number
      readonly clip?: Path
      /** Turns the children around (x, y), radians, clockwise on screen. */
      readonly turn?: { readonly angle: number; readonly x: number; readonly y: number }
      readonly children: readonly Primitive[]
    }

/** A part of a picture, in shares (0…1) of its sides. */
export interface Crop {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}

/** One line of text; `top` is that of its line box, whose height is `lineHeight`. */
export interface TextLine {
  readonly kind: 'text'
  readonly text: string
  /** Left edge, centre or right edge, as `align` says. */
  readonly x: number
  readonly top: number
  readonly lineHeight: number
  readonly align: 'left' | 'center' | 'right'
  readonly font: Font
  readonly fontSize: number
  /** Normal where it is missing. */
  readonly weight?: FontWeight
  readonly color: string
}

export interface StrokePaint {
  readonly color: string
  /** px */
  readonly width: number
  /** Lengths of dash and gap in turn, px; missing: a solid line. */
  readonly dash?: readonly number[]
}

/** The colours of a theme, #rrggbb. */
export interface Palette {
  readonly ink: Readonly<Record<PaletteKey, string>>
  readonly fill: Readonly<Record<PaletteKey, string>>
  readonly canvas: string
  readonly sunken: string
  readonly line: string
  readonly muted: string
}

function isPaletteKey(color: string): color is PaletteKey {
  return (PALETTE as readonly string[]).includes(color)
}

/** A line's or a text's colour; what can't be read is ink. */
export function inkColor(palette: Palette, color: Color | undefined): string {
  if (color === undefined) return palette.ink.ink
  if (isPaletteKey(color)) return palette.ink[color]
  return /^#[0-9a-fA-F]{6}$/.test(color) ? color : palette.ink.ink
}

/** A fill's colour; a colour of one's own stays as it is. */
export function fillColor(palette: Palette, color: Color): string {
  if (isPaletteKey(color)) return palette.fill[color]
  return /^#[0-9a-fA-F]{6}$/.test(color) ? color : palette.fill.grey
}
