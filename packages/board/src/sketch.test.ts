import fc from 'fast-check'
import { expect, test } from 'vitest'
import { distanceToSegment } from './area.ts'
import type { Point } from './box.ts'
import type { Element } from './element.ts'
import { SKETCH_REACH } from './elements/shape/shape.ts'
import { geometryContext, lookOf, primitives } from './geometry.ts'
import type { PaintContext } from './geometry-context.ts'
import type { ElementId } from './ids.ts'
import { PALETTES } from './palette.ts'
import { flattened } from './path.ts'
import { roughMeasure } from './rough-measure.ts'
import { roughSketcher } from './sketch.ts'

const context: PaintContext = {
  ...geometryContext(() => undefined, roughMeasure),
  palette: PALETTES.light,
  sketch: roughSketcher(),
}

const shape = fc.record({
  id: fc.constant('shape'.padEnd(21, '_') as ElementId),
  order: fc.constant('a0'),
  type: fc.constantFrom('rectangle', 'ellipse', 'diamond', 'triangle', 'star', 'hexagon'),
  x: fc.integer({ min: -1e6, max: 1e6 }),
  y: fc.integer({ min: -1e6, max: 1e6 }),
  w: fc.integer({ min: 24, max: 3_000 }),
  h: fc.integer({ min: 24, max: 3_000 }),
  angle: fc.constantFrom(0, 0.7),
  radius: fc.constantFrom(0, 16),
  width: fc.constant(2),
  sketchy: fc.constant(true),
  seed: fc.integer({ min: 0, max: 2 ** 31 }),
  fill: fc.constant('red'),
  fillStyle: fc.constantFrom('solid', 'hatch'),
}) as fc.Arbitrary<Element>

test('the same seed always gives the same lines, another one others', () => {
  fc.assert(
    fc.property(shape, (element) => {
      const first = primitives(element, context)
      expect(primitives({ ...element }, { ...context, sketch: roughSketcher() })).toEqual(first)
      expect(primitives({ ...element, seed: Number(element.seed) === 7 ? 8 : 7 }, context)).not.toEqual(first)
    }),
  )
})

test('an element without a seed has one of its own', () => {
  fc.assert(
    fc.property(shape, ({ seed: _, ...element }) => {
      expect(primitives(element, context)).toEqual(primitives({ ...element }, context))
    }),
  )
})

test('a sketchy line strays no further from its outline than its bounds allow', () => {
  fc.assert(
    fc.property(shape, (element) => {
      const outline = context.outlineOf(element) ?? []
      const made = primitives(element, context)
      const line = made.at(-1)
      if (line?.kind !== 'path') throw new Error('no line')
      for (const { points } of flattened(line.path)) {
        for (const point of points) expect(away(point, outline)).toBeLessThanOrEqual(SKETCH_REACH)
      }
    }),
  )
})

test('what is small on screen, and all where nothing sketches, is drawn clean', () => {
  const element = { id: 'a' as ElementId, type: 'rectangle', order: 'a0', x: 0, y: 0, w: 100, h: 50, sketchy: true }
  const clean = primitives({ ...element, sketchy: false }, context)
  expect(primitives(element, { ...context, scale: 0.2 })).toEqual(clean)
  expect(primitives(element, { ...context, sketch: undefined })).toEqual(clean)
  expect(primitives(element, { ...context, scale: 0.3 })).not.toEqual(clean)
  expect([0.2, 0.3].map((scale) => lookOf(element, { ...context, scale }))).toEqual([0, 1])
})

function away(point: Point, outline: readonly Point[]): number {
  let least = Infinity
  for (const [i, corner] of outline.entries()) {
    least = Math.min(least, distanceToSegment(point, corner, outline[(i + 1) % outline.length] ?? corner))
  }
  return least
}
