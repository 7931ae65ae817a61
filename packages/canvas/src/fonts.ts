import { BOLD_WEIGHT, FONT_FAMILIES, type Font, type FontWeight, type Measure } from '@inkwire/board'
import type { Canvas2D } from './paint/painter.ts'

export function fontFamily(font: Font): string {
  return FONT_FAMILIES[font]
}

/**
 * The value of CSS's and Canvas's `font`. A worker's canvas keeps what stood in for a font under the same value after that came: a
 * name at the end that grows with `age` (fonts that came so far) makes it look again.
 */
export function cssFont(font: Font, fontSize: number, weight: FontWeight = 'normal', age = 0): string {
  const bold = weight === 'bold' ? `${BOLD_WEIGHT} ` : ''
  return `${bold}${fontSize}px ${FONT_FAMILIES[font]}${age > 0 ? `, age-${age}` : ''}`
}

/** Size at which widths are measured; others follow from it, so that a text keeps its shape when its size changes. */
const MEASURED_SIZE = 100
/** Words kept measured. */
const MAX_MEASURED = 20_000

/** Measures with the browser's own text layout. */
export function canvasMeasure(context: Canvas2D | null = pageContext(), fonts: FontFaceSet = document.fonts): Measure {
  const known = new Map<string, number>()
  // Widths of the font that stood in for one that came late.
  let age = 0
  fonts.addEventListener('loadingdone', () => {
    age++
    known.clear()
  })
  const measure: Measure = (text, font, fontSize, weight = 'normal') => {
    const key = `${font} ${weight} ${text}`
    let width = known.get(key)
    if (width === undefined && context) {
      context.font = cssFont(font, MEASURED_SIZE, weight, age)
      width = context.measureText(text).width
      if (known.size >= MAX_MEASURED) known.clear()
      known.set(key, width)
    }
    return ((width ?? 0) * fontSize) / MEASURED_SIZE
  }
  const ready = (text: string, font: Font, weight: FontWeight) =>
    fonts.check(cssFont(font, MEASURED_SIZE, weight), text)
  return Object.assign(measure, { ready })
}

function pageContext(): CanvasRenderingContext2D | null {
  return document.createElement('canvas').getContext('2d')
}
