import type { PaletteKey } from '@inkwire/board'

/** A colour of the ink palette as CSS, in the theme of the page. */
export const inkColor = (key: PaletteKey): string => `var(--ink-${key})`

/** The same as a fill: a tint over the canvas. */
export const fillColor = (key: PaletteKey): string => `color-mix(in srgb, var(--ink-${key}) 18%, var(--canvas))`
