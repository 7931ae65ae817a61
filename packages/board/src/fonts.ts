import type { Font } from './element.ts'

/** What each font is on screen, as CSS's `font-family`. */
export const FONT_FAMILIES: Readonly<Record<Font, string>> = {
  sans: "'Inter Variable', Inter, system-ui, sans-serif",
  hand: "Kalam, 'Segoe Print', 'Bradley Hand', cursive",
  serif: "'Source Serif 4 Variable', 'Source Serif 4', Georgia, serif",
  mono: "'JetBrains Mono Variable', 'JetBrains Mono', ui-monospace, monospace",
}

/** Of a bold text, as CSS's `font-weight`. */
export const BOLD_WEIGHT = 700

/** How far each font reaches above and below its baseline, in font sizes: what a browser makes the line boxes of. */
export const FONT_REACH: Readonly<Record<Font, { readonly ascent: number; readonly descent: number }>> = {
  sans: { ascent: 0.969, descent: 0.241 },
  hand: { ascent: 1.063, descent: 0.531 },
  serif: { ascent: 1.036, descent: 0.335 },
  mono: { ascent: 1.02, descent: 0.3 },
}
