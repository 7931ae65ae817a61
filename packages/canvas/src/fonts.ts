import { FONT_FAMILIES, type Font, type Measure } from '@inkwire/board'

export function fontFamily(font: Font): string {
  return FONT_FAMILIES[font]
}

/** The value of CSS's and Canvas's `font`. */
export function cssFont(font: Font, fontSize: number): string {
  return `${fontSize}px ${FONT_FAMILIES[font]}`
}

/** Size at which widths are measured; others follow from it, so that a text keeps its shape when its size changes. */
const MEASURED_SIZE = 100
/** Words kept measured. */
const MAX_MEASURED = 20_000

/** Measures with the browser's own text layout. */
export function canvasMeasure(): Measure {
  const context = document.createElement('canvas').getContext('2d')
  const known = new Map<string, number>()
  // Widths of the font that stood in for one that came late.
  document.fonts.addEventListener('loadingdone', () => known.clear())
  return (text, font, fontSize) => {
    const key = `${font} ${text}`
    let width = known.get(key)
    if (width === undefined && context) {
      context.font = cssFont(font, MEASURED_SIZE)
      width = context.measureText(text).width
      if (known.size >= MAX_MEASURED) known.clear()
      known.set(key, width)
    }
    return ((width ?? 0) * fontSize) / MEASURED_SIZE
  }
}
