import type { Font, FontWeight } from './element.ts'

/** Tells how wide texts are. */
export interface Measure {
  /** Width in px of a line of text in a font of that size. */
  (text: string, font: Font, fontSize: number, weight?: FontWeight): number
  /** Whether the font is there that a text is written in; until then another one stands in for it. Missing: it always is. */
  readonly ready?: (text: string, font: Font, weight: FontWeight) => boolean
}

/** Of a line, in font sizes. */
export const LINE_HEIGHT = 1.25

/** What the schema of `layout` takes; a longer text is laid out anew by whoever paints it. */
export const MAX_BREAKS = 5_000

export interface TextStyle {
  readonly font: Font
  /** px */
  readonly fontSize: number
  /** Normal where it is missing. */
  readonly weight?: FontWeight
}

/** A text cut into lines. `breaks` are the offsets (UTF-16) at which lines after the first begin; w and h are px. */
export interface LaidText {
  readonly breaks: readonly number[]
  readonly w: number
  readonly h: number
}

/** Cuts a text into lines: at its line feeds and, where a width is given, at spaces, or within a word that is wider than that. */
export function layOut(text: string, style: TextStyle, measure: Measure, maxWidth?: number): LaidText {
  const breaks: number[] = []
  let widest = 0
  let start = 0
  for (;;) {
    const feed = text.indexOf('\n', start)
    const end = feed === -1 ? text.length : feed
    widest = Math.max(widest, wrap(text, start, end, style, measure, maxWidth, breaks))
    if (feed === -1) break
    start = feed + 1
    breaks.push(start)
  }
  return { breaks, w: widest, h: (breaks.length + 1) * style.fontSize * LINE_HEIGHT }
}

/** Wraps one paragraph, adds its breaks, and answers with the width of its widest line. */
function wrap(
  text: string,
  start: number,
  end: number,
  { font, fontSize, weight }: TextStyle,
  measure: Measure,
  maxWidth: number | undefined,
  breaks: number[],
): number {
  const whole = measure(text.slice(start, end), font, fontSize, weight)
  if (maxWidth === undefined || whole <= maxWidth) return whole
  let widest = 0
  let line = start
  let width = 0
  /** Ends the line before `at`; the spaces at its end take no room. */
  const endLine = (at: number): void => {
    widest = Math.max(widest, measure(text.slice(line, at).trimEnd(), font, fontSize, weight))
    line = at
    width = 0
  }
  for (const [word, at] of words(text, start, end)) {
    const inked = measure(word.trimEnd(), font, fontSize, weight)
    if (width > 0 && width + inked > maxWidth) {
      breaks.push(at)
      endLine(at)
    }
    if (inked <= maxWidth) {
      width += measure(word, font, fontSize, weight)
      continue
    }
    let unit = at
    for (const character of word) {
      const characterWidth = measure(character, font, fontSize, weight)
      if (unit > line && width + characterWidth > maxWidth && character.trim() !== '') {
        breaks.push(unit)
        endLine(unit)
      }
      width += characterWidth
      unit += character.length
    }
  }
  endLine(end)
  return widest
}

/** Words with the spaces after them, and where they begin. */
function* words(text: string, start: number, end: number): Iterable<[word: string, at: number]> {
  const pattern = /\s*\S+\s*|\s+/g
  const paragraph = text.slice(start, end)
  for (const match of paragraph.matchAll(pattern)) {
    let from = 0
    for (const piece of match[0].split(WITHIN_WORDS)) {
      if (piece === '') continue
      yield [piece, start + match.index + from]
      from += piece.length
    }
  }
}

/** Chinese, Japanese and Korean: lines break between any two of these. */
const IDEOGRAPH = '[\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uac00-\\ud7a3\\uf900-\\ufaff]'
/** Never at the beginning of a line. */
const CLOSING =
  '[\\u3001\\u3002\\uff0c\\uff0e\\uff01\\uff1f\\uff09\\u300d\\u300f\\u3011\\u3005\\u30fc\\u3041\\u3043\\u3045\\u3047\\u3049\\u3063\\u3083\\u3085\\u3087\\u30a1\\u30a3\\u30a5\\u30a7\\u30a9\\u30c3\\u30e3\\u30e5\\u30e7]'
/** Where browsers break lines besides at spaces: after a hyphen that is no minus and after a question mark, and around ideographs. The text field that is typed in does so too. */
const WITHIN_WORDS = new RegExp(
  `(?<=[-?])(?=\\p{L})|(?<=[\\p{L}\\p{N}]-)(?=\\p{N})|(?<=${IDEOGRAPH})(?=[^\\s])(?!${CLOSING})(?=[\\p{L}\\p{N}\\u300c\\u300e\\uff08])|(?<=[\\p{L}\\p{N}\\u3001\\u3002])(?=${IDEOGRAPH})(?!${CLOSING})`,
  'u',
)

/** The lines of a text by its breaks, without their line feeds. Undefined when the breaks are none of this text's. */
export function linesAt(text: string, breaks: readonly number[]): string[] | undefined {
  const lines: string[] = []
  let from = 0
  for (const at of breaks) {
    if (!(at > from) || at > text.length) return undefined
    lines.push(text.slice(from, at))
    from = at
  }
  lines.push(text.slice(from))
  return lines.map((line) => (line.endsWith('\n') ? line.slice(0, -1) : line))
}

/** A 32-bit hash (FNV-1a over UTF-16 units) that tells whether a layout was made for this text. */
export function textHash(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash >>> 0
}
