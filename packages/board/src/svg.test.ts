import fc from 'fast-check'
import { SaxesParser } from 'saxes'
import { describe, expect, test } from 'vitest'
import { ACTORS, anyElement } from './arbitraries.ts'
import { BoardDocument } from './document.ts'
import { ELEMENT_TYPES } from './elements/element-types.ts'
import { fold } from './fold.ts'
import type { ActorId, ElementId } from './ids.ts'
import type { NewElement, Op } from './op.ts'
import { PALETTES } from './palette.ts'
import { packPoints, type StrokePoint } from './points.ts'
import { boardSvg } from './svg.ts'
import { escaped } from './svg-writer.ts'
import type { Props } from './value.ts'

const SIZE = { palette: PALETTES.light, width: 480, height: 300 }
const ACTOR = 'A'.repeat(22) as ActorId

let made = 0
const element = (type: string, props: Props): NewElement => ({
  ...props,
  id: (typeof props.id === 'string' ? props.id : String(++made)).padEnd(21, '_') as ElementId,
  type,
  order: 'a0',
})

function boardOf(elements: readonly NewElement[]): BoardDocument {
  const document = new BoardDocument()
  const ops = elements.map((one): Op => ({ op: 'put', element: one }))
  fold(document, { actor: ACTOR, number: 1, ops })
  return document
}

interface Parsed {
  readonly tags: readonly { readonly name: string; readonly attributes: Readonly<Record<string, string>> }[]
  readonly texts: readonly string[]
}

/** Throws where the picture is no well-formed XML. */
function parsed(svg: string): Parsed {
  const tags: { name: string; attributes: Record<string, string> }[] = []
  const texts: string[] = []
  const parser = new SaxesParser({ xmlns: true })
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => {
    const values = Object.entries(attributes).map(([key, { value }]) => [key, value])
    tags.push({ name, attributes: Object.fromEntries(values) })
  })
  parser.on('text', (text) => texts.push(text))
  parser.write(svg).close()
  return { tags, texts }
}

const KNOWN_TAGS = new Set(['svg', 'rect', 'g', 'path', 'text', 'clipPath'])
const KNOWN_ATTRIBUTES = new Set([
  'xmlns', 'width', 'height', 'viewBox', 'fill', 'd', 'id', 'x', 'y', 'stroke', 'stroke-width', 'stroke-linecap',
  'stroke-linejoin', 'stroke-dasharray', 'stroke-opacity', 'opacity', 'transform', 'clip-path', 'font-family', 'font-size',
  'text-anchor', 'style', 'font-weight',
]) // biome-ignore format: one row of names

/** Well-formed, and made of nothing that could run, load or be missing. */
function expectHarmless(svg: string): Parsed {
  const picture = parsed(svg)
  for (const { name, attributes } of picture.tags) {
    expect(KNOWN_TAGS).toContain(name)
    for (const [key, value] of Object.entries(attributes)) {
      expect(KNOWN_ATTRIBUTES).toContain(key)
      if (key === 'xmlns') continue
      expect(value).not.toMatch(/NaN|undefined|Infinity|:\/\/|javascript|data:/)
      if (value.includes('url(')) expect(value).toMatch(/^url\(#c\d+\)$/)
    }
  }
  return picture
}

const box = { x: 10, y: 20, w: 200, h: 100 }
const zigzag = (count: number, step: number): StrokePoint[] =>
  Array.from({ length: count }, (_, i) => ({ x: i * step, y: (i % 2) * 40 * step, pressure: 0.5 }))
const EXAMPLES: { readonly [type: string]: Props } = {
  stroke: { x: 0, y: 0, points: packPoints(zigzag(20, 5), 0), pen: 'highlighter', color: 'yellow', width: 20 },
  line: { start: { x: 0, y: 0 }, end: { x: 100, y: 50 }, dash: 'dashed', label: 'a line' },
  arrow: { start: { x: 0, y: 0 }, end: { x: 100, y: 50 }, endHead: 'triangle', startHead: 'dot', curve: 'curved' },
  rectangle: { ...box, fill: 'blue', radius: 8, label: 'words', dash: 'dotted', opacity: 0.5 },
  ellipse: { ...box, angle: 0.4, label: 'words', fill: '#ABCDEF' },
  diamond: box,
  triangle: box,
  star: box,
  hexagon: box,
  text: { x: 5, y: 5, text: 'Some words\nin two lines', font: 'hand', align: 'right', angle: 1 },
  sticky: { ...box, text: 'remember', color: 'yellow' },
  image: { ...box, asset: 'a'.repeat(64), angle: 0.1 },
  frame: { ...box, name: 'A frame' },
  group: {},
  'something-newer': { ...box, whatever: 1 },
}

test('there is an example of each type', () => {
  expect(Object.keys(EXAMPLES)).toEqual(expect.arrayContaining(Object.keys(ELEMENT_TYPES)))
})

test.each(Object.entries(EXAMPLES))('%s is painted as well-formed SVG', (type, props) => {
  const { tags } = expectHarmless(boardSvg(boardOf([element(type, props)]), SIZE))
  expect(tags.some(({ name }) => name === 'path' || name === 'text')).toBe(type !== 'group')
})

test('an empty board is a plain picture', () => {
  expect(parsed(boardSvg(new BoardDocument(), SIZE)).tags.map(({ name }) => name)).toEqual(['svg', 'rect', 'g'])
})

test('any elements give a harmless picture', () => {
  fc.assert(
    fc.property(fc.array(anyElement, { maxLength: 8 }), (elements) => {
      const document = new BoardDocument()
      const ops = elements.map((one): Op => ({ op: 'put', element: one }))
      fold(document, { actor: ACTORS[0] ?? ACTOR, number: 1, ops })
      expectHarmless(boardSvg(document, SIZE))
    }),
  )
})

describe('what people wrote stays text', () => {
  const hostile = [
    '</text><script>alert(1)</script>',
    '"><image href="http://evil.example/x.png"/>',
    "' onload='alert(1)",
    '&lt;script&gt; &amp; &#x3c;',
    ']]><foreignObject/>',
    '\u0000\u0008\u001b\ufffe control',
  ]
  test.each(hostile)('%j', (words) => {
    const elements = [
      element('text', { x: 0, y: 0, text: words }),
      element('sticky', { ...box, text: words }),
      element('rectangle', { ...box, label: words, color: words, fill: words, dash: words, link: words }),
      element('frame', { ...box, name: words }),
      element('image', { ...box, asset: words }),
      element('rectangle', { ...box, id: words }),
    ]
    const { texts } = expectHarmless(boardSvg(boardOf(elements), SIZE))
    const clean = words.replace(/[\p{Cc}\ufffe]/gu, '\ufffd')
    // One line, whichever way it is wrapped: the text element has no width.
    expect(texts).toContain(clean)
  })
})

test('half a surrogate pair and both halves of one', () => {
  expect(escaped('\ud800a\udc00 𝒳')).toBe('\ufffda\ufffd 𝒳')
})

test('both themes paint the same in their own colours', () => {
  const document = boardOf([element('rectangle', { ...box, color: 'red', fill: 'teal' })])
  const [light, dark] = [boardSvg(document, SIZE), boardSvg(document, { ...SIZE, palette: PALETTES.dark })]
  expect(light).toContain('#D6453D')
  expect(dark).toContain('#F2766E')
  expect(dark).toContain(`fill="${PALETTES.dark.canvas}"`)
})

test('paints in paint order and fits everything into the picture', () => {
  const svg = boardSvg(
    boardOf([
      { ...element('rectangle', { x: 9_000, y: -4_000, w: 10, h: 10, fill: 'blue' }), order: 'a2' },
      { ...element('rectangle', { x: -5_000, y: 3_000, w: 10, h: 10, fill: 'red' }), order: 'a1' },
    ]),
    SIZE,
  )
  expect(svg.indexOf(PALETTES.light.fill.red)).toBeLessThan(svg.indexOf(PALETTES.light.fill.blue))
  for (const { name, attributes } of parsed(svg).tags) {
    const [x, y] = name === 'path' ? (attributes.d?.match(/-?[\d.]+/g) ?? []).map(Number) : [100, 100]
    expect(x).toBeGreaterThanOrEqual(0)
    expect(x).toBeLessThanOrEqual(480)
    expect(y).toBeGreaterThanOrEqual(0)
    expect(y).toBeLessThanOrEqual(300)
  }
})

test('a frame cuts what it holds', () => {
  const frame = element('frame', { ...box, id: 'frame' })
  const inside = { ...element('rectangle', { x: 150, y: 60, w: 500, h: 500 }), parent: frame.id }
  const { tags } = expectHarmless(boardSvg(boardOf([frame, inside]), SIZE))
  expect(tags.filter(({ name }) => name === 'clipPath')).toHaveLength(1)
  expect(tags.filter(({ attributes }) => attributes['clip-path'])).toHaveLength(1)
})

test('what is left out is small, not large', () => {
  const strokes = Array.from({ length: 20_000 }, (_, i) =>
    element('stroke', { x: (i % 200) * 60, y: Math.floor(i / 200) * 60, points: packPoints(zigzag(20, 2), 0) }),
  )
  const large = element('ellipse', { x: 0, y: 0, w: 9_000, h: 6_000, color: '#ABCDEF' })
  const { tags } = parsed(boardSvg(boardOf([...strokes.slice(0, 5_001), large, ...strokes.slice(5_001)]), SIZE))
  expect(tags.filter(({ attributes }) => attributes.stroke === '#ABCDEF')).toHaveLength(1)
  expect(tags.length).toBeGreaterThan(500)
})

test('small things stay to be seen: text as bars, thin strokes at a width', () => {
  const { tags } = expectHarmless(
    boardSvg(
      boardOf([
        element('text', { x: 0, y: 0, text: 'too small to read' }),
        element('rectangle', { x: 0, y: 0, w: 50_000, h: 30_000 }),
      ]),
      SIZE,
    ),
  )
  expect(tags.some(({ name }) => name === 'text')).toBe(false)
  expect(tags.some(({ attributes }) => attributes['stroke-opacity'] !== undefined)).toBe(true)
})

describe('the picture stays small', () => {
  test.each<[string, () => NewElement[]]>([
    [
      '20,000 strokes',
      () =>
        Array.from({ length: 20_000 }, (_, i) =>
          element('stroke', { x: (i % 200) * 60, y: Math.floor(i / 200) * 60, points: packPoints(zigzag(20, 2), 0) }),
        ),
    ],
    ['a few strokes of 5,000 points', () => Array.from({ length: 20 }, () => element('stroke', { x: 0, y: 0, points: packPoints(zigzag(5_000, 0.1), 0) }))], // biome-ignore format: one row
    ['20,000 lines of text', () => [element('text', { x: 0, y: 0, text: 'a\n'.repeat(10_000) })]],
    [
      'many texts',
      () => Array.from({ length: 3_000 }, (_, i) => element('text', { x: 0, y: i, text: '<&>'.repeat(100) })),
    ],
    ['one long word', () => [element('sticky', { ...box, text: '&'.repeat(20_000) })]],
  ])('%s', (_, elements) => {
    const svg = boardSvg(boardOf(elements()), SIZE)
    expect(svg.length).toBeLessThanOrEqual(200_000)
    expect(svg.length).toBeGreaterThan(300)
    expectHarmless(svg)
  })

  test('a bound that nothing fits into leaves an empty picture', () => {
    const svg = boardSvg(boardOf([element('rectangle', box)]), { ...SIZE, maxLength: 10 })
    expect(parsed(svg).tags).toHaveLength(3)
  })
})
