import { PALETTES, type Palette, type Theme } from '@inkwire/board'

export type { Theme }

/** The colours of a theme: what elements are painted with, and what the editor draws itself. */
export interface ThemeColors extends Palette {
  readonly accent: string
  readonly panel: string
}

export const THEMES: Readonly<Record<Theme, ThemeColors>> = {
  light: { ...PALETTES.light, panel: '#FFFFFF', accent: '#3B5BDB' },
  dark: { ...PALETTES.dark, panel: '#242529', accent: '#8DA2FB' },
}
