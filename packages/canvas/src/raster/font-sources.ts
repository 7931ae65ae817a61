/** A font as the page's stylesheets describe it: what the worker needs to load it too. */
export interface FontSource {
  readonly family: string
  /** CSS's `src`, addresses absolute. */
  readonly source: string
  readonly weight: string
  readonly style: string
  readonly unicodeRange: string
  /** The page has loaded it already. */
  readonly loaded: boolean
}

/** The fonts of the page's stylesheets; those of other sites that can't be read are left out. */
export function pageFontSources(): FontSource[] {
  const loaded = new Set<string>()
  for (const face of document.fonts) if (face.status === 'loaded') loaded.add(nameOf(face))
  return [...document.styleSheets].flatMap((sheet) => {
    try {
      return [...sheet.cssRules].flatMap((rule) =>
        rule instanceof CSSFontFaceRule ? [fontSource(rule, sheet, loaded)] : [],
      )
    } catch {
      return []
    }
  })
}

function fontSource({ style }: CSSFontFaceRule, sheet: CSSStyleSheet, loaded: ReadonlySet<string>): FontSource {
  const value = (name: string, fallback: string) => style.getPropertyValue(name).trim() || fallback
  const known = {
    family: value('font-family', '').replace(/^(["'])(.*)\1$/, '$2'),
    weight: value('font-weight', 'normal'),
    style: value('font-style', 'normal'),
    unicodeRange: value('unicode-range', 'U+0-10FFFF'),
  }
  return {
    ...known,
    source: absoluteAddresses(value('src', ''), sheet.href ?? document.baseURI),
    loaded: loaded.has(nameOf(known)),
  }
}

type Face = Pick<FontSource, 'family' | 'weight' | 'style' | 'unicodeRange'>

function nameOf({ family, weight, style, unicodeRange }: Face): string {
  return [family.replaceAll(/["']/g, ''), weight, style, unicodeRange].join(' ').toLowerCase()
}

/** Addresses in a stylesheet are relative to it. */
export function absoluteAddresses(source: string, base: string): string {
  return source.replace(/url\(\s*(["']?)(.*?)\1\s*\)/g, (_, _quote, address: string) => {
    return `url(${JSON.stringify(new URL(address, base).href)})`
  })
}
