import { FONT_FAMILIES, type Font } from '@inkwire/board'
import { type FontSource, pageFontSources } from '../raster/font-sources.ts'
import { dataUrl } from './data-url.ts'

/** Fonts with the code points that are written in them. */
export type FontUse = Map<Font, Set<number>>

/** The `@font-face` rules of fonts that are used, with their files in them; what can't be loaded is left out. */
export async function embeddedFonts(use: FontUse): Promise<string> {
  const sources = pageFontSources()
  const rules: string[] = []
  for (const [font, characters] of use) {
    const families = FONT_FAMILIES[font].split(',').map((family) => family.trim().replace(/^(["'])(.*)\1$/, '$2'))
    for (const source of sources) {
      if (!families.includes(source.family) || !covers(source.unicodeRange, characters)) continue
      const rule = await ruleOf(source)
      if (rule !== undefined) rules.push(rule)
    }
  }
  return rules.join('')
}

async function ruleOf({ family, source, weight, style, unicodeRange }: FontSource): Promise<string | undefined> {
  const address = /url\("([^"]+)"\)/.exec(source)?.[1]
  if (address === undefined) return undefined
  try {
    const answer = await fetch(address, { credentials: 'same-origin' })
    if (!answer.ok) return undefined
    const url = await dataUrl(await answer.blob())
    return (
      `@font-face{font-family:${JSON.stringify(family)};src:url(${url});` +
      `font-weight:${weight};font-style:${style};unicode-range:${unicodeRange}}`
    )
  } catch {
    return undefined
  }
}

/** Whether a `unicode-range` holds one of the code points. */
export function covers(range: string, characters: ReadonlySet<number>): boolean {
  const parts = range.split(',').flatMap((part) => {
    const found = /^\s*U\+([0-9a-f?]{1,6})(?:-([0-9a-f]{1,6}))?\s*$/i.exec(part)
    const [, first = '', last] = found ?? []
    if (!found) return []
    const from = Number.parseInt(first.replaceAll('?', '0'), 16)
    return [{ from, to: Number.parseInt(last ?? first.replaceAll('?', 'F'), 16) }]
  })
  for (const character of characters) {
    if (parts.some(({ from, to }) => character >= from && character <= to)) return true
  }
  return false
}
