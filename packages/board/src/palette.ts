import type { PaletteKey } from './element.ts'
import type { Palette } from './primitives.ts'

export type Theme = 'light' | 'dark'

const INK: Readonly<Record<Theme, Readonly<Record<PaletteKey, string>>>> = {
  light: {
    ink: '#1F1E1C',
    grey: '#7A766E',
    red: '#D6453D',
    orange: '#D9730D',
    yellow: '#C99A06',
    green: '#2F8F5B',
    teal: '#16858C',
    blue: '#3565D6',
    violet: '#7A4FD0',
    pink: '#C83E86',
  },
  dark: {
    ink: '#ECEBE7',
    grey: '#9A968D',
    red: '#F2766E',
    orange: '#F29A4A',
    yellow: '#E3C04A',
    green: '#5FC08A',
    teal: '#4FBAC1',
    blue: '#7C9DF5',
    violet: '#AA8AF2',
    pink: '#EE7FB5',
  },
}

/** How much of the ink is in its fill; the rest is the canvas. */
const FILL_SHARE = 0.18

/** The colours that elements are painted with in each theme. */
export const PALETTES: Readonly<Record<Theme, Palette>> = {
  light: palette('light', { canvas: '#FBFAF8', sunken: '#F4F3F0', line: '#E4E2DD', muted: '#6B6862' }),
  dark: palette('dark', { canvas: '#17181B', sunken: '#1D1E21', line: '#35363B', muted: '#A3A19B' }),
}

function palette(theme: Theme, colors: Omit<Palette, 'ink' | 'fill'>): Palette {
  const ink = INK[theme]
  const fill = { ...ink }
  for (const key of Object.keys(ink) as PaletteKey[]) fill[key] = mixed(ink[key], colors.canvas, FILL_SHARE)
  return { ...colors, ink, fill }
}

/** `share` of one colour and the rest of another, opaque. */
function mixed(color: string, over: string, share: number): string {
  const channel = (hex: string, at: number) => Number.parseInt(hex.slice(at, at + 2), 16)
  const mix = (at: number) => Math.round(channel(color, at) * share + channel(over, at) * (1 - share))
  return `#${[1, 3, 5].map((at) => mix(at).toString(16).padStart(2, '0')).join('')}`
}
