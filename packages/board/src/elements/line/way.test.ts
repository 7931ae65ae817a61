import fc from 'fast-check'
import { expect, test } from 'vitest'
import { distanceToSegment, insidePolygon } from '../../area.ts'
import type { Point } from '../../box.ts'
import type { Element } from '../../element.ts'
import { geometryContext } from '../../geometry.ts'
import type { ElementId } from '../../ids.ts'
import { flattened } from '../../path.ts'
import { roughMeasure } from '../../rough-measure.ts'
import { outsideBox } from './gap.ts'
import { legMiddles, wayOf, wayPath } from './way.ts'

const id = (name: string) => name.padEnd(21, '_') as ElementId
const contextOf = (...elements: Element[]) => {
  const byId = new Map(elements.map((element) => [element.id, element]))
  return geometryContext((key) => byId.get(key), roughMeasure)
}
const TYPES = ['rectangle', 'ellipse', 'diamond', 'triangle', 'star', 'hexagon', 'sticky', 'image'] as const
const CURVES = ['straight', 'curved', 'elbow'] as const

const coordinate = fc.double({ min: -1_000, max: 1_000, noNaN: true })
const share = fc.double({ min: 0, max: 1, noNaN: true })
const target = (name: string) =>
  fc.record({
    id: fc.constant(id(name)),
    order: fc.constant('a0'),
    type: fc.constantFrom(...TYPES),
    x: coordinate,
    y: coordinate,
    w: fc.double({ min: 10, max: 400, noNaN: true }),
    h: fc.double({ min: 10, max: 400, noNaN: true }),
    angle: fc.oneof(fc.constant(0), fc.double({ min: -3, max: 3, noNaN: true })),
    radius: fc.constantFrom(0, 24),
  }) as fc.Arbitrary<Element>
const binding = (name: string, distance: number) =>
  fc.record({ id: fc.constant(id(name)), u: share, v: share, distance: fc.constant(distance) })

const arrow = (distance: number) =>
  fc
    .record({
      start: binding('one', distance),
      end: binding('other', distance),
      curve: fc.constantFrom(...CURVES),
      mid: fc.array(fc.tuple(coordinate, coordinate), { maxLength: 3 }),
    })
    .map(
      ({ start, end, ...rest }): Element => ({
        ...rest,
        id: id('arrow'),
        type: 'arrow',
        order: 'a1',
        start: { x: 0, y: 0, binding: start },
        end: { x: 0, y: 0, binding: end },
      }),
    )

const away = (point: Point, outline: readonly Point[]): number =>
  Math.min(...outline.map((corner, i) => distanceToSegment(point, corner, outline[(i + 1) % outline.length] ?? corner)))

test('bound ends lie on the outlines of their shapes, whatever these are and however the line goes', () => {
  fc.assert(
    fc.property(target('one'), target('other'), arrow(0), (one, other, line) => {
      const context = contextOf(one, other, line)
      const way = wayOf(line, context)
      expect(away(way.start, context.outlineOf(one) ?? [])).toBeLessThan(1e-3)
      expect(away(way.end, context.outlineOf(other) ?? [])).toBeLessThan(1e-3)
    }),
    { numRuns: 500 },
  )
})

test('bound ends that keep their distance are no further away than that', () => {
  fc.assert(
    fc.property(target('one'), target('other'), arrow(4), (one, other, line) => {
      const context = contextOf(one, other, line)
      const way = wayOf(line, context)
      expect(away(way.start, context.outlineOf(one) ?? [])).toBeLessThan(4.001)
      expect(away(way.end, context.outlineOf(other) ?? [])).toBeLessThan(4.001)
    }),
  )
})

test('a line goes from its start over its points to its end, in as many parts as there are steps between them', () => {
  fc.assert(
    fc.property(target('one'), target('other'), arrow(0), (one, other, line) => {
      const way = wayOf(line, contextOf(one, other, line))
      const points = flattened(wayPath(way))[0]?.points ?? []
      expect(way.legs).toHaveLength(way.mid.length + 1)
      expect(legMiddles(way)).toHaveLength(way.mid.length + 1)
      for (const wanted of [way.start, ...way.mid, way.end]) {
        expect(Math.min(...points.map(({ x, y }) => Math.hypot(x - wanted.x, y - wanted.y)))).toBeLessThan(1e-6)
      }
      expect(points.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))).toBe(true)
    }),
  )
})

test('an elbow has right angles only, and goes around the two shapes that it joins', () => {
  const upright = (name: string, x: fc.Arbitrary<number>) =>
    fc.record({
      id: fc.constant(id(name)),
      order: fc.constant('a0'),
      type: fc.constant('rectangle'),
      x,
      y: fc.integer({ min: -400, max: 400 }),
      w: fc.integer({ min: 20, max: 300 }),
      h: fc.integer({ min: 20, max: 300 }),
    }) as fc.Arbitrary<Element>
  const middle = (name: string) => ({ id: id(name), u: 0.5, v: 0.5, distance: 4 })
  fc.assert(
    fc.property(
      upright('one', fc.integer({ min: -900, max: -350 })),
      upright('other', fc.integer({ min: 0, max: 600 })),
      (one, other) => {
        const line: Element = {
          id: id('arrow'),
          type: 'arrow',
          order: 'a1',
          curve: 'elbow',
          start: { x: 0, y: 0, binding: middle('one') },
          end: { x: 0, y: 0, binding: middle('other') },
        }
        const context = contextOf(one, other, line)
        const points = flattened(wayPath(wayOf(line, context)))[0]?.points ?? []
        for (const [i, point] of points.entries()) {
          const next = points[i + 1]
          if (!next) continue
          expect(Math.min(Math.abs(next.x - point.x), Math.abs(next.y - point.y))).toBeLessThan(1e-9)
          const between = { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 }
          expect(insidePolygon(context.outlineOf(one) ?? [], between)).toBe(false)
          expect(insidePolygon(context.outlineOf(other) ?? [], between)).toBe(false)
        }
        expect(points.length).toBeLessThanOrEqual(5)
      },
    ),
  )
})

test('two shapes beside each other are joined by a step in the middle of the room between them', () => {
  const at = (name: string, x: number, y: number): Element => ({ id: id(name), type: 'rectangle', order: 'a0', x, y, w: 100, h: 100 }) // biome-ignore format: one row
  const end = (name: string) => ({ x: 0, y: 0, binding: { id: id(name), u: 0.5, v: 0.5, distance: 0 } })
  const line: Element = { id: id('arrow'), type: 'arrow', order: 'a1', curve: 'elbow', start: end('one'), end: end('other') } // biome-ignore format: one row
  const way = wayOf(line, contextOf(at('one', 0, 0), at('other', 300, 80), line))
  expect(flattened(wayPath(way))[0]?.points).toEqual([
    { x: 100, y: 50 },
    { x: 200, y: 50 },
    { x: 200, y: 130 },
    { x: 300, y: 130 },
  ])
})

test('a gap in a line takes what lies in it, and nothing else', () => {
  const line = [{ x: 0, y: 0 }, { x: 100, y: 0 }, { x: 100, y: 100 }] // biome-ignore format: one row
  expect(outsideBox(line, { minX: 40, minY: -10, maxX: 60, maxY: 10 })).toEqual([
    [{ x: 0, y: 0 }, { x: 40, y: 0 }],
    [{ x: 60, y: 0 }, { x: 100, y: 0 }, { x: 100, y: 100 }],
  ]) // biome-ignore format: one row
  expect(outsideBox(line, { minX: 200, minY: 0, maxX: 300, maxY: 10 })).toEqual([line])
  expect(outsideBox(line, { minX: -10, minY: -10, maxX: 110, maxY: 110 })).toEqual([])
})
