import {
  ELEMENT_TYPES,
  type Element,
  type ElementId,
  PALETTE,
  packPoints,
  type TextSequence,
  textSequence,
  type Value,
} from '@inkwire/board'
import { ACTORS } from '@inkwire/board/arbitraries'
import fc from 'fast-check'

/** Random elements that people could have drawn, on a sheet of about 400 × 400 world px, of every type and with all that they can look like. */

const SHAPES = ['rectangle', 'ellipse', 'diamond', 'triangle', 'star', 'hexagon'] as const
const FONTS = ['hand', 'sans', 'serif', 'mono'] as const
const HEADS = ['none', 'arrow', 'triangle', 'bar', 'dot', 'diamond'] as const

export const elementId = (name: string): ElementId => name.padEnd(21, '_') as ElementId

export const elementIds = ['one', 'two', 'three', 'four', 'five', 'six'].map(elementId)

const [writer] = ACTORS
if (!writer) throw new Error('somebody has to write the texts')

/** As the document holds a text. */
export function words(text: string): Value {
  const sequence: TextSequence = textSequence(text, [writer as NonNullable<typeof writer>, 1, 0])
  return sequence as unknown as Value
}

const place = fc.integer({ min: 0, max: 1_600 }).map((n) => n / 4)
/** The tools make nothing smaller: what has no width has no ink either, but can still be caught. */
const side = fc.oneof(
  fc.integer({ min: 4, max: 200 }),
  fc.integer({ min: 4, max: 800 }).map((n) => n / 4),
)
const angle = fc.oneof(fc.constant(0), fc.double({ min: -4, max: 4, noNaN: true }))
const someText = fc.constantFrom('a', 'ink', 'Words and words that wrap', 'two\nlines', 'Ägypten 𝒳 ❤')
const text = fc.oneof(fc.constant(''), someText)
const color = fc.constantFrom(...PALETTE, '#2277cc')
const width = fc.constantFrom(1, 2, 4, 8, 16)
const dash = fc.constantFrom('solid', 'dashed', 'dotted')
const opacity = fc.oneof({ weight: 3, arbitrary: fc.constant(1) }, fc.constantFrom(0.3, 0.6))
const point = fc.record({ x: place, y: place })

const base = {
  id: fc.constantFrom(...elementIds),
  order: fc.constantFrom('a0', 'a1', 'a2', 'a3'),
  parent: fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, fc.constantFrom(...elementIds)),
  opacity,
  color,
}
const box = { x: place, y: place, w: side, h: side }
const written = { font: fc.constantFrom(...FONTS), align: fc.constantFrom('left', 'center', 'right') }

const shape = fc
  .record({
    ...base,
    ...box,
    ...written,
    type: fc.constantFrom(...SHAPES),
    angle,
    width,
    dash,
    fill: fc.option(color, { nil: undefined }),
    fillStyle: fc.constantFrom('solid', 'hatch'),
    sketchy: fc.boolean(),
    seed: fc.nat(1_000),
    radius: fc.constantFrom(0, 8, 32),
    label: text,
  })
  .map((made) => ({ ...made, label: made.label === '' ? undefined : words(made.label) }))

const stroke = fc
  .record({
    ...base,
    x: place,
    y: place,
    width,
    pen: fc.constantFrom(undefined, 'highlighter'),
    points: fc.array(
      fc.record({
        x: fc.integer({ min: -90, max: 90 }),
        y: fc.integer({ min: -90, max: 90 }),
        pressure: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
      { minLength: 1, maxLength: 12 },
    ),
  })
  .map(({ points, ...made }) => ({ ...made, type: 'stroke', points: packPoints(points, 1) }))

const binding = fc.record({
  id: fc.constantFrom(...elementIds),
  u: fc.double({ min: 0, max: 1, noNaN: true }),
  v: fc.double({ min: 0, max: 1, noNaN: true }),
  distance: fc.constantFrom(0, 4, 12),
})
const lineEnd = fc.record({ x: place, y: place, binding: fc.option(binding, { nil: undefined }) })

const line = fc
  .record({
    ...base,
    type: fc.constantFrom('line', 'arrow'),
    start: lineEnd,
    end: lineEnd,
    mid: fc.array(fc.tuple(place, place), { maxLength: 2 }),
    width: fc.constantFrom(1, 2, 4, 8),
    dash,
    curve: fc.constantFrom('straight', 'curved', 'elbow'),
    startHead: fc.constantFrom(...HEADS),
    endHead: fc.constantFrom(...HEADS),
    label: text,
  })
  .map(({ label, mid, ...made }) => ({
    ...made,
    ...(mid.length > 0 ? { mid } : {}),
    ...(label === '' ? {} : { label: words(label) }),
  }))

/** A text without a word goes when it is left. */
const writtenText = fc
  .record({
    ...base,
    ...written,
    x: place,
    y: place,
    w: fc.option(side, { nil: undefined }),
    angle,
    text: someText,
    fontSize: fc.constantFrom(12, 20, 36),
    weight: fc.constantFrom('normal', 'bold'),
  })
  .map((made) => ({ ...made, type: 'text', text: words(made.text) }))

const sticky = fc
  .record({ ...base, ...box, ...written, angle, text })
  .map((made) => ({ ...made, type: 'sticky', text: words(made.text) }))

const image = fc.record({ ...base, ...box, angle }).map((made) => ({ ...made, type: 'image', asset: 'a'.repeat(64) }))

const frame = fc
  .record({ ...base, ...box, name: fc.constantFrom(undefined, 'Frame', 'A longer name of a frame') })
  .map((made) => ({ ...made, type: 'frame' }))

const group = fc.record({ ...base, type: fc.constant('group') })

const unknown = fc.record({ ...base, ...box, type: fc.constant('of-a-newer-version') })

/** Properties that are undefined are left out, as documents have none. */
const bare = (element: object): Element =>
  Object.fromEntries(Object.entries(element).filter(([, value]) => value !== undefined)) as Element

export const anyElement: fc.Arbitrary<Element> = fc
  .oneof(shape, shape, stroke, line, writtenText, sticky, image, frame, group, unknown)
  .map(bare)

/** An element that holds no others and is bound to none. */
export const anyLoneElement: fc.Arbitrary<Element> = anyElement.map(({ parent: _, ...element }) => {
  const loose = (end: unknown) => ({ ...(end as object), binding: undefined })
  const { start, end } = element
  return (start === undefined ? element : { ...element, start: loose(start), end: loose(end) }) as Element
})

export const anyPoint = point

/** Every type that this version knows is among the random ones, or these proofs say too little. */
export const PROVED_TYPES = new Set([...SHAPES, 'stroke', 'line', 'arrow', 'text', 'sticky', 'image', 'frame', 'group'])
for (const type of Object.keys(ELEMENT_TYPES)) if (!PROVED_TYPES.has(type)) throw new Error(`no proof draws a ${type}`)
