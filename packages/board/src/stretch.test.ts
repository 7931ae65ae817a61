import fc from 'fast-check'
import { expect, test } from 'vitest'
import { distanceToSegment } from './area.ts'
import { boxAround, type Point, turned } from './box.ts'
import type { Element } from './element.ts'
import { route } from './elements/line/way.ts'
import { numberOf } from './elements/read.ts'
import { strokePoints } from './elements/stroke/stroke.ts'
import { geometryContext, isLine, rotated, skeletonOf, stretched } from './geometry.ts'
import type { ElementId } from './ids.ts'
import { packPoints } from './points.ts'
import { opProblem } from './properties.ts'
import { inverseStretch, type Stretch, stretchedPoint, wrappedAngle } from './stretch.ts'
import { textSequence } from './text.ts'
import type { Props, Value } from './value.ts'

const measure = (text: string, _font: string, fontSize: number) => text.length * fontSize * 0.5
const id = (name: string) => name.padEnd(21, '_') as ElementId
const contextOf = (...elements: Element[]) => {
  const byId = new Map(elements.map((element) => [element.id, element]))
  return geometryContext((key) => byId.get(key), measure)
}
const changed = (element: Element, props: Props) => ({ ...element, ...props }) as Element

const coordinate = fc.double({ min: -2_000, max: 2_000, noNaN: true })
const extent = fc.double({ min: 1, max: 800, noNaN: true })
const angle = fc.oneof(fc.constant(0), fc.double({ min: -3, max: 3, noNaN: true }))
const point = fc.record({ x: coordinate, y: coordinate })
const factor = fc
  .tuple(fc.double({ min: 0.2, max: 5, noNaN: true }), fc.constantFrom(1, 1, 1, -1))
  .map(([size, sign]) => size * sign)

const box = fc.record({
  id: fc.constant(id('box')),
  order: fc.constant('a0'),
  type: fc.constantFrom('rectangle', 'ellipse', 'diamond', 'triangle', 'star', 'hexagon', 'sticky', 'image'),
  x: coordinate,
  y: coordinate,
  w: extent,
  h: extent,
  angle,
  radius: fc.constantFrom(0, 16),
  text: fc.constant([] as unknown as Value),
}) as fc.Arbitrary<Element>
const frame = fc.record({
  id: fc.constant(id('frame')),
  order: fc.constant('a0'),
  type: fc.constant('frame'),
  x: coordinate,
  y: coordinate,
  w: extent,
  h: extent,
}) as fc.Arbitrary<Element>
const line = fc.record({
  id: fc.constant(id('line')),
  order: fc.constant('a0'),
  type: fc.constantFrom('line', 'arrow'),
  start: point,
  end: point,
  mid: fc.array(fc.tuple(coordinate, coordinate), { maxLength: 3 }),
  curve: fc.constantFrom('straight', 'curved', 'elbow'),
}) as fc.Arbitrary<Element>
const text = fc.record({
  id: fc.constant(id('text')),
  order: fc.constant('a0'),
  type: fc.constant('text'),
  x: coordinate,
  y: coordinate,
  angle,
  fontSize: fc.constantFrom(12, 20, 36),
  text: fc.constant(textSequence('some words\nand a line', ['a'.repeat(21) as never, 1, 0]) as unknown as Value),
}) as fc.Arbitrary<Element>

/** Along the element's own axes, as its handles pull. */
const stretchAlong = (element: Element, origin: Point, x: number, y: number): Stretch => ({
  origin,
  x,
  y,
  angle: numberOf(element, 'angle', 0),
})

/** The points that make an element, and how it is turned. */
function shapeOf(element: Element): number[] {
  const context = contextOf(element)
  const { start, mid, end } = route(element, context)
  const points = (isLine(element) ? [start, ...mid, end] : skeletonOf(element, context)).flatMap(({ x, y }) => [x, y])
  const direction = numberOf(element, 'angle', 0)
  return [...points, Math.cos(direction), Math.sin(direction), numberOf(element, 'fontSize', 0)]
}

function expectSame(after: Element, before: Element): void {
  const [now, then] = [shapeOf(after), shapeOf(before)]
  expect(now).toHaveLength(then.length)
  for (const [i, value] of now.entries()) expect(Math.abs(value - (then[i] ?? Number.NaN))).toBeLessThan(1e-6)
}

test('a stretch and the one that takes it back leave everything where it was', () => {
  fc.assert(
    fc.property(fc.oneof(box, frame, line), point, factor, factor, (element, origin, x, y) => {
      const stretch = stretchAlong(element, origin, x, y)
      const far = changed(element, stretched(element, stretch, contextOf(element)))
      const back = changed(far, stretched(far, inverseStretch(stretch), contextOf(far)))
      expectSame(back, element)
    }),
  )
})

test('a text grows and shrinks evenly, and back', () => {
  fc.assert(
    fc.property(text, point, fc.double({ min: 0.2, max: 5, noNaN: true }), (element, origin, size) => {
      const stretch = stretchAlong(element, origin, size, size)
      const far = changed(element, stretched(element, stretch, contextOf(element)))
      expect(numberOf(far, 'fontSize', 0)).toBeCloseTo(numberOf(element, 'fontSize', 0) * size, 6)
      expectSame(changed(far, stretched(far, inverseStretch(stretch), contextOf(far))), element)
    }),
  )
})

test('a text that is pulled at a side wraps there and keeps its corner and its size', () => {
  const element = {
    id: id('text'),
    type: 'text',
    order: 'a0',
    x: 100,
    y: 50,
    angle: 0.5,
    fontSize: 20,
    text: textSequence('several words that wrap', ['a'.repeat(21) as never, 1, 0]) as unknown as Value,
  } as unknown as Element
  const [corner] = skeletonOf(element, contextOf(element))
  const stretch = { origin: corner ?? { x: 0, y: 0 }, x: 0.5, y: 1, angle: 0.5 }
  const narrow = changed(element, stretched(element, stretch, contextOf(element)))
  expect(numberOf(narrow, 'w', 0)).toBeCloseTo(115)
  expect(numberOf(narrow, 'fontSize', 0)).toBe(20)
  const [after, right, bottom] = skeletonOf(narrow, contextOf(narrow))
  expect(after?.x).toBeCloseTo(corner?.x ?? 0)
  expect(after?.y).toBeCloseTo(corner?.y ?? 0)
  expect(Math.hypot((bottom?.x ?? 0) - (right?.x ?? 0), (bottom?.y ?? 0) - (right?.y ?? 0))).toBeGreaterThan(25)
})

test('a turn and the one back leave everything where it was', () => {
  fc.assert(
    fc.property(fc.oneof(box, frame, line, text), point, angle, (element, centre, by) => {
      const far = changed(element, rotated(element, centre, by, contextOf(element)))
      expectSame(changed(far, rotated(far, centre, -by, contextOf(far))), element)
    }),
  )
})

test('a stroke that is stretched or turned and brought back has its points where they were, to the unit that they are stored in', () => {
  const strokes = fc.record({
    at: point,
    points: fc.array(fc.record({ x: coordinate, y: coordinate, pressure: fc.constant(1) }), {
      minLength: 1,
      maxLength: 30,
    }),
    zoom: fc.constantFrom(1, 8),
  })
  fc.assert(
    fc.property(strokes, point, factor, factor, angle, ({ at, points, zoom }, origin, x, y, by) => {
      const element = { id: id('s'), type: 'stroke', order: 'a0', ...at, points: packPoints(points, zoom) } as Element
      const stretch = { origin, x, y, angle: 0 }
      const far = changed(element, stretched(element, stretch, contextOf(element)))
      const back = changed(far, stretched(far, inverseStretch(stretch), contextOf(far)))
      const round = changed(element, rotated(element, origin, by, contextOf(element)))
      const home = changed(round, rotated(round, origin, -by, contextOf(round)))
      for (const after of [back, home]) {
        const moved = strokePoints(after)
        for (const [i, before] of strokePoints(element).entries()) {
          const now = moved[i]
          const dx = Number(after.x) + (now?.x ?? Number.NaN) - Number(element.x) - before.x
          const dy = Number(after.y) + (now?.y ?? Number.NaN) - Number(element.y) - before.y
          // Half a unit there, half a unit back.
          expect(Math.max(Math.abs(dx), Math.abs(dy))).toBeLessThanOrEqual(1.01 / 16)
        }
      }
    }),
  )
})

test('a stretched stroke has its points where the stretch puts them', () => {
  const element = {
    id: id('s'),
    type: 'stroke',
    order: 'a0',
    x: 10,
    y: 20,
    points: packPoints([{ x: 0, y: 0, pressure: 1 }, { x: 30, y: 40, pressure: 1 }], 1), // biome-ignore format: one row
  } as Element
  const stretch = { origin: { x: 0, y: 0 }, x: -2, y: 3, angle: 0 }
  const far = changed(element, stretched(element, stretch, contextOf(element)))
  expect([far.x, far.y]).toEqual([-20, 60])
  expect(strokePoints(far).map(({ x, y }) => [x, y])).toEqual([[0, 0], [-60, 120]]) // biome-ignore format: one row
})

test('bound ends stay on the outline of a shape that is stretched or turned', () => {
  fc.assert(
    fc.property(box, point, point, factor, factor, angle, (shape, from, origin, x, y, by) => {
      fc.pre(shape.type !== 'image')
      const arrow = {
        id: id('arrow'),
        type: 'arrow',
        order: 'a1',
        start: from,
        end: { x: 0, y: 0, binding: { id: shape.id, u: 0.5, v: 0.5, distance: 0 } },
      } as unknown as Element
      const context = contextOf(shape)
      const stretch = stretchAlong(shape, origin, x, y)
      for (const props of [stretched(shape, stretch, context), rotated(shape, origin, by, context)]) {
        const after = changed(shape, props)
        const { end } = route(arrow, contextOf(after, arrow))
        const outline = contextOf(after).outlineOf(after) ?? []
        const away = Math.min(
          ...outline.map((corner, i) => distanceToSegment(end, corner, outline[(i + 1) % outline.length] ?? corner)),
        )
        expect(away).toBeLessThan(1e-6)
      }
    }),
  )
})

test('corners go where the stretch takes them, also of what is mirrored', () => {
  fc.assert(
    fc.property(box, point, factor, factor, (element, origin, x, y) => {
      const stretch = stretchAlong(element, origin, x, y)
      const after = changed(element, stretched(element, stretch, contextOf(element)))
      const wanted = boxAround(skeletonOf(element, contextOf(element)).map((corner) => stretchedPoint(corner, stretch)))
      const found = boxAround(skeletonOf(after, contextOf(after)))
      for (const side of ['minX', 'minY', 'maxX', 'maxY'] as const) {
        expect(found?.[side]).toBeCloseTo(wanted?.[side] ?? Number.NaN, 5)
      }
    }),
  )
})

test('whatever is pulled however far gives ops that can be stored', () => {
  const wild = fc.double({ min: -1e7, max: 1e7, noNaN: true }).filter((value) => value !== 0)
  fc.assert(
    fc.property(fc.oneof(box, frame, line, text), point, wild, wild, angle, (element, origin, x, y, by) => {
      const context = contextOf(element)
      const props = [
        stretched(element, { origin, x, y, angle: by }, context),
        rotated(element, origin, by * 1_000, context),
      ]
      for (const one of props) expect(opProblem({ op: 'set', id: element.id, props: one })).toBeUndefined()
    }),
  )
})

test('angles stay within one turn', () => {
  fc.assert(
    fc.property(fc.double({ min: -500, max: 500, noNaN: true }), (wide) => {
      const narrow = wrappedAngle(wide)
      expect(Math.abs(narrow)).toBeLessThanOrEqual(Math.PI)
      expect(turned({ x: 1, y: 0 }, { x: 0, y: 0 }, narrow).x).toBeCloseTo(Math.cos(wide), 6)
    }),
  )
})
