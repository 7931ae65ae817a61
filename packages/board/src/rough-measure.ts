import type { Measure } from './text-layout.ts'

/** Widths in font sizes, as most fonts have them. */
const NARROW = 0.3
const COMMON = 0.54
const CAPITAL = 0.67
const FULL = 1
const MONOSPACED = 0.6
/** Bold letters are wider. */
const BOLD = 1.07

/** Measures text where there is no browser: near enough to place lines that nobody's browser has laid out. */
export const roughMeasure: Measure = (text, font, fontSize, weight) => {
  let width = 0
  for (const character of text) width += font === 'mono' ? MONOSPACED : roughWidth(character)
  return width * fontSize * (weight === 'bold' && font !== 'mono' ? BOLD : 1)
}

function roughWidth(character: string): number {
  if (/[\s.,:;!|'`ijlI()[\]{}/\\ft1-]/.test(character)) return NARROW
  if (/[\p{Lu}mw@%&0-9]/u.test(character)) return CAPITAL
  // Chinese, Japanese, Korean, emoji.
  return (character.codePointAt(0) ?? 0) >= 0x2e80 ? FULL : COMMON
}
