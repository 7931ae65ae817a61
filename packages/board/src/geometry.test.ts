import fc from 'fast-check'
import { expect, test } from 'vitest'
import { distanceToSegment } from './area.ts'
import { type Box, boxAround, boxContains, boxGrown, boxUnion, type Point, turned } from './box.ts'
import type { Element } from './element.ts'
import { ELEMENT_TYPES } from './elements/element-types.ts'
import { bindingAt } from './elements/line/ends.ts'
import { resolvedEnds, route } from './elements/line/way.ts'
import { boundsOf, comparePaintOrder, geometryContext, hits, meetsBox, primitives, translated } from './geometry.ts'
import type { PaintContext } from './geometry-context.ts'
import type { ElementId } from './ids.ts'
import { flattened } from './path.ts'
import { packPoints } from './points.ts'
import type { Palette, Primitive } from './primitives.ts'
import { roughSketcher } from './sketch.ts'
import { textSequence } from './text.ts'
import type { Value } from './value.ts'

const ink = Object.fromEntries(
  ['ink', 'grey', 'red', 'orange', 'yellow', 'green', 'teal', 'blue', 'violet', 'pink'].map((key) => [key, '#123456']),
) as Palette['ink']
const palette: Palette = { ink, fill: ink, canvas: '#ffffff', sunken: '#eeeeee', line: '#dddddd', muted: '#888888' }
const measure = (text: string, _font: string, fontSize: number) => text.length * fontSize * 0.5

const sketch = roughSketcher()
const id = (name: string) => name.padEnd(21, '_') as ElementId
const words = (text: string) => textSequence(text, ['a'.repeat(21) as never, 1, 0]) as unknown as Value

function contextOf(...elements: Element[]): PaintContext {
  const byId = new Map(elements.map((element) => [element.id, element]))
  return { ...geometryContext((key) => byId.get(key), measure), palette, sketch }
}

const coordinate = fc.double({ min: -2_000, max: 2_000, noNaN: true })
const extent = fc.double({ min: 1, max: 800, noNaN: true })
const angle = fc.oneof(fc.constant(0), fc.double({ min: -4, max: 4, noNaN: true }))
const SHAPES = ['rectangle', 'ellipse', 'diamond', 'triangle', 'star', 'hexagon'] as const

const shape: fc.Arbitrary<Element> = fc
  .record({
    type: fc.constantFrom(...SHAPES),
    x: coordinate,
    y: coordinate,
    w: extent,
    h: extent,
    angle,
    width: fc.constantFrom(1, 4, 16),
    filled: fc.boolean(),
    fillStyle: fc.constantFrom('solid', 'hatch'),
    sketchy: fc.boolean(),
    seed: fc.nat(),
    radius: fc.constantFrom(0, 16),
    label: fc.constantFrom('', 'a', 'some words that wrap\nand a line'),
  })
  .map(({ filled, label, ...rest }) => ({
    ...rest,
    id: id('shape'),
    order: 'a0',
    ...(filled ? { fill: 'red' } : {}),
    ...(label ? { label: words(label) } : {}),
  }))

const stroke: fc.Arbitrary<Element> = fc
  .record({
    x: coordinate,
    y: coordinate,
    width: fc.constantFrom(2, 8, 24),
    points: fc.array(
      fc.record({
        x: fc.double({ min: -300, max: 300, noNaN: true }),
        y: fc.double({ min: -300, max: 300, noNaN: true }),
        pressure: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
      { minLength: 1, maxLength: 40 },
    ),
  })
  .map(({ points, ...rest }) => ({
    ...rest,
    id: id('stroke'),
    type: 'stroke',
    order: 'a0',
    points: packPoints(points, 1),
  }))

const other: fc.Arbitrary<Element> = fc
  .record({
    type: fc.constantFrom('text', 'sticky', 'image', 'frame', 'from-the-future'),
    x: coordinate,
    y: coordinate,
    w: extent,
    h: extent,
    angle,
  })
  .map((rest) => ({ ...rest, id: id('other'), order: 'a0', name: 'Frame', text: words('some words\nmore'), asset: '' }))

// Whole px: heads of lines that are nearly nothing turn with the last bit of a coordinate.
const whole = fc.integer({ min: -2_000, max: 2_000 })
const line: fc.Arbitrary<Element> = fc
  .record({
    type: fc.constantFrom('line', 'arrow'),
    start: fc.record({ x: whole, y: whole }),
    end: fc.record({ x: whole, y: whole }),
    mid: fc.array(fc.tuple(whole, whole), { maxLength: 3 }),
    curve: fc.constantFrom('straight', 'curved', 'elbow'),
    endHead: fc.constantFrom('none', 'arrow', 'triangle', 'bar', 'dot', 'diamond'),
  })
  .map((rest) => ({ ...rest, id: id('line'), order: 'a0', width: 3 }))

const anyElement = fc.oneof(shape, stroke, other, line)

/** Shorter than its round beginning is wide. */
const shortStroke = {
  id: id('short'),
  type: 'stroke',
  order: 'a0',
  x: 0,
  y: 0,
  width: 2,
  points: Uint8Array.from([0, 3, 0, 0, 0, 0, 0, 0, 0, 46, 0]),
}

/** Where primitives put ink. */
function inkBox(parts: readonly Primitive[]): Box | undefined {
  return boxUnion(parts.map((part) => boxAround(inkPoints(part))))
}

function inkPoints(part: Primitive): Point[] {
  switch (part.kind) {
    case 'path': {
      const reach = (part.stroke?.width ?? 0) / 2
      return flattened(part.path).flatMap(({ points }) =>
        points.flatMap(({ x, y }) => [
          { x: x - reach, y: y - reach },
          { x: x + reach, y: y + reach },
        ]),
      )
    }
    case 'text': {
      const w = measure(part.text, part.font, part.fontSize)
      const left = part.align === 'left' ? part.x : part.align === 'center' ? part.x - w / 2 : part.x - w
      const bottom = part.top + part.lineHeight
      return [left, left + w].flatMap((x) => [part.top, bottom].map((y) => ({ x, y })))
    }
    case 'image':
      return [part.x, part.x + part.w].flatMap((x) => [part.y, part.y + part.h].map((y) => ({ x, y })))
    case 'group': {
      const points = part.clip
        ? flattened(part.clip).flatMap((polyline) => polyline.points)
        : part.children.flatMap(inkPoints)
      const { turn } = part
      return turn ? points.map((point) => turned(point, turn, turn.angle)) : points
    }
  }
}

test('bounds hold all that is painted', () => {
  fc.assert(
    fc.property(anyElement, (element) => {
      const context = contextOf(element)
      const painted = inkBox(primitives(element, context))
      const bounds = boundsOf(element, context)
      expect(bounds && painted && boxContains(boxGrown(bounds, 1), painted)).toBe(true)
    }),
    { examples: [[shortStroke]] },
  )
})

test('what is hit lies within the bounds, and ink is hit', () => {
  fc.assert(
    fc.property(
      anyElement,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (element, u, v) => {
        const context = contextOf(element)
        const bounds = boundsOf(element, context)
        if (!bounds) return
        const point = {
          x: bounds.minX - 20 + u * (bounds.maxX - bounds.minX + 40),
          y: bounds.minY - 20 + v * (bounds.maxY - bounds.minY + 40),
        }
        if (hits(element, point, 0, context))
          expect(
            boxContains(boxGrown(bounds, 0.001), { minX: point.x, minY: point.y, maxX: point.x, maxY: point.y }),
          ).toBe(true)
        const beyond = { x: bounds.maxX + 11, y: point.y }
        expect(hits(element, beyond, 10, context)).toBe(false)
      },
    ),
  )
  fc.assert(
    fc.property(shape, fc.nat(), (element, pick) => {
      const context = contextOf(element)
      const outline = context.outlineOf(element) ?? []
      const corner = outline[pick % outline.length]
      expect(corner && hits(element, corner, 0.01, context)).toBe(true)
    }),
  )
})

test('an unfilled shape is hit at its outline and its label only, a filled one inside too', () => {
  const box: Element = { id: id('box'), type: 'rectangle', order: 'a0', x: 0, y: 0, w: 200, h: 200, width: 4 }
  const context = contextOf(box)
  const inside = { x: 50, y: 50 }
  expect(hits(box, inside, 6, context)).toBe(false)
  expect(hits(box, { x: 7, y: 50 }, 6, context)).toBe(true)
  expect(hits(box, { x: -8.5, y: 50 }, 6, context)).toBe(false)
  expect(hits({ ...box, fill: 'red' }, inside, 0, context)).toBe(true)
  expect(hits({ ...box, label: words('word') }, { x: 100, y: 100 }, 0, context)).toBe(true)
  expect(hits({ ...box, label: words('word') }, inside, 0, context)).toBe(false)
})

test('a stroke is hit as far as it is painted, and a tap is a dot', () => {
  const points = [0, 100].map((x) => ({ x, y: 0, pressure: 0.5 }))
  const drawn: Element = {
    id: id('s'),
    type: 'stroke',
    order: 'a0',
    x: 10,
    y: 10,
    width: 10,
    points: packPoints(points, 1),
  }
  const context = contextOf(drawn)
  expect(hits(drawn, { x: 60, y: 15.9 }, 1, context)).toBe(true)
  expect(hits(drawn, { x: 60, y: 16.5 }, 1, context)).toBe(false)
  const dot: Element = { ...drawn, points: packPoints([{ x: 0, y: 0, pressure: 0.5 }], 1) }
  // Pressure is stored as a byte, so not exactly as it was.
  const bounds = boundsOf(dot, context)
  expect(bounds?.minX).toBeCloseTo(5, 1)
  expect(bounds?.maxY).toBeCloseTo(15, 1)
})

test('a moved element lies as far from where it was as it was moved', () => {
  fc.assert(
    fc.property(
      anyElement,
      fc.integer({ min: -500, max: 500 }),
      fc.integer({ min: -500, max: 500 }),
      (element, dx, dy) => {
        const before = boundsOf(element, contextOf(element))
        const moved = { ...element, ...translated(element, dx, dy) } as Element
        const after = boundsOf(moved, contextOf(moved))
        expect(before).toBeDefined()
        for (const [key, by] of [
          ['minX', dx],
          ['maxX', dx],
          ['minY', dy],
          ['maxY', dy],
        ] as const) {
          expect(after?.[key]).toBeCloseTo((before?.[key] ?? 0) + by, 6)
        }
      },
    ),
  )
})

test('bound ends lie on the outline of what they are bound to', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true })
  const curve = fc.constantFrom('straight', 'curved', 'elbow')
  const mid = fc.array(fc.tuple(coordinate, coordinate), { maxLength: 2 })
  fc.assert(
    fc.property(shape, share, share, coordinate, coordinate, curve, mid, (target, u, v, x, y, curve, mid) => {
      const arrow: Element = {
        id: id('arrow'),
        type: 'arrow',
        order: 'a1',
        start: { x, y },
        end: { x: 0, y: 0, binding: { id: target.id, u, v, distance: 0 } },
        curve,
        mid,
      }
      const context = contextOf(target, arrow)
      const { end } = route(arrow, context)
      const outline = context.outlineOf(target) ?? []
      const away = Math.min(
        ...outline.map((corner, i) => distanceToSegment(end, corner, outline[(i + 1) % outline.length] ?? corner)),
      )
      expect(away).toBeLessThan(0.001)
    }),
  )
})

test('a bound end follows its target, and stays at x, y when the target is gone', () => {
  const target: Element = { id: id('t'), type: 'ellipse', order: 'a0', x: 100, y: 0, w: 100, h: 100 }
  const binding = bindingAt(target, { x: 150, y: 50 }, 4, contextOf(target))
  expect(binding).toEqual({ id: target.id, u: 0.5, v: 0.5, distance: 4 })
  const arrow: Element = {
    id: id('arrow'),
    type: 'arrow',
    order: 'a1',
    start: { x: 0, y: 50 },
    end: { x: 7, y: 8, binding: { ...binding } as Value },
  }
  expect(route(arrow, contextOf(target, arrow)).end.x).toBeCloseTo(96, 1)
  expect(route(arrow, contextOf({ ...target, x: 200 }, arrow)).end.x).toBeCloseTo(196, 1)
  expect(route(arrow, contextOf(arrow)).end).toEqual({ x: 7, y: 8 })
  expect(resolvedEnds(arrow, contextOf(target, arrow)).end.binding).toEqual(binding)
})

test('no arrow follows an arrow', () => {
  const first: Element = { id: id('first'), type: 'arrow', order: 'a0', start: { x: 0, y: 0 }, end: { x: 9, y: 9 } }
  const end = { x: 5, y: 6, binding: { id: first.id, u: 0.5, v: 0.5, distance: 0 } }
  const second: Element = { id: id('second'), type: 'arrow', order: 'a1', start: { x: 50, y: 0 }, end }
  const context = contextOf(first, second)
  expect(route(second, context).end).toEqual({ x: 5, y: 6 })
  expect(bindingAt(first, { x: 5, y: 5 }, 0, context)).toBeUndefined()
})

test('nothing that can stand in a property throws', () => {
  const strange = fc.oneof(
    fc.constant(null),
    fc.constant(Number.NaN),
    fc.constant(Infinity),
    fc.string(),
    fc.integer(),
    fc.array(fc.oneof(fc.integer(), fc.string(), fc.constant(null))),
    fc.record({ x: fc.string(), binding: fc.oneof(fc.integer(), fc.record({ id: fc.string() })) }),
    fc.uint8Array(),
  )
  const names = [
    'x', 'y', 'w', 'h', 'angle', 'points', 'start', 'end', 'mid', 'width', 'fontSize', 'label', 'text', 'layout', 'fill',
    'color', 'opacity', 'parent', 'name', 'radius', 'dash', 'font', 'align', 'asset', 'curve', 'endHead',
  ] // biome-ignore format: one row of names
  const types = [...Object.keys(ELEMENT_TYPES), 'from-the-future', '__proto__', 'constructor']
  fc.assert(
    fc.property(fc.constantFrom(...types), fc.dictionary(fc.constantFrom(...names), strange), (type, props) => {
      const element = { ...props, id: id('e'), type, order: 'a0' } as unknown as Element
      const context = contextOf(element)
      primitives(element, context)
      boundsOf(element, context)
      hits(element, { x: 0, y: 0 }, 5, context)
      meetsBox(element, { minX: 0, minY: 0, maxX: 9, maxY: 9 }, context)
      translated(element, 1, 2)
    }),
    { numRuns: 2_000 },
  )
})

test('what a group or frame holds is painted after it, in the place of the group', () => {
  const element = (name: string, order: string, parent?: Element): Element => ({
    id: id(name),
    type: 'frame',
    order,
    ...(parent ? { parent: parent.id } : {}),
  })
  const low = element('low', 'a0')
  const high = element('high', 'a5')
  const inLow = element('in-low', 'a9', low)
  const orphan: Element = { ...element('orphan', 'a3'), parent: id('gone') }
  const context = contextOf(low, high, inLow, orphan)
  const sorted = [high, orphan, inLow, low].sort((a, b) => comparePaintOrder(a, b, context.get))
  expect(sorted.map((one) => one.id)).toEqual([low, inLow, orphan, high].map((one) => one.id))
})
