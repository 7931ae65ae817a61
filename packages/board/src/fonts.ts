import type { Font } from './element.ts'

/** What each font is on screen, as CSS's `font-family`. */
export const FONT_FAMILIES: Readonly<Record<Font, string>> = {
  sans: "'Inter Variable', Inter, system-ui, sans-serif",
  hand: "'Segoe Print', 'Bradley Hand', 'Comic Neue', cursive",
  serif: "Georgia, 'Times New Roman', serif",
  mono: 'ui-monospace, Menlo, Consolas, monospace',
}
