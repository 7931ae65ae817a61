import { boundsOf, packPoints, resolvedEnds } from '@inkwire/board'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { flipSelection } from '../selection/arranging.ts'
import { element, id, put } from '../testing/selecting.ts'
import { Trial } from '../testing/trial.ts'

const rectangle = (name: string, x: number, y: number, more: object = {}) => ({
  id: id(name),
  type: 'rectangle',
  order: 'a1',
  x,
  y,
  w: 100,
  h: 40,
  ...more,
})

function flipped(direction: 'horizontally' | 'vertically', ...elements: readonly { readonly id: string }[]): Trial {
  const trial = new Trial()
  put(trial, ...elements)
  trial.desk.select(elements.map((one) => one.id) as never)
  flipSelection(trial.desk, direction)
  return trial
}

describe('flip', () => {
  test('places are mirrored in the middle of all, angles turned the other way', () => {
    const trial = flipped('horizontally', rectangle('a', 0, 0), rectangle('b', 300, 0, { angle: 0.5 }))
    expect(Number(element(trial, id('b')).angle)).toBeCloseTo(-0.5)
    expect(Number(element(trial, id('b')).x)).toBeLessThan(Number(element(trial, id('a')).x))
    expect(trial.mine.batches).toHaveLength(2)
  })

  test('strokes are mirrored point by point, within the same bounds', () => {
    const points = packPoints([0, 10, 20].map((x) => ({ x, y: x * x, pressure: 0.5 })), 1) // biome-ignore format: one row
    const stroke = { id: id('s'), type: 'stroke', order: 'a1', x: 10, y: 10, points, color: 'ink', width: 4 }
    const trial = new Trial()
    put(trial, stroke)
    const before = boundsOf(element(trial, id('s')), trial.desk.scene.context)
    trial.desk.select([id('s')])
    flipSelection(trial.desk, 'vertically')
    expect(element(trial, id('s')).points).not.toEqual(points)
    const after = boundsOf(element(trial, id('s')), trial.desk.scene.context)
    for (const side of ['minX', 'minY', 'maxX', 'maxY'] as const) {
      expect(Math.abs((after?.[side] ?? 0) - (before?.[side] ?? 0))).toBeLessThan(1)
    }
  })

  test('a triangle points down after it; one with words in it keeps them upright', () => {
    const triangle = { ...rectangle('t', 0, 0), type: 'triangle' }
    expect(Number(element(flipped('vertically', triangle), id('t')).angle)).toBeCloseTo(Math.PI)
    expect(element(flipped('vertically', { ...triangle, label: 'up' } as never), id('t')).angle ?? 0).toBe(0)
    expect(element(flipped('horizontally', triangle), id('t')).angle ?? 0).toBe(0)
  })

  test('an arrow stays bound to what is mirrored with it, at the mirrored place, and lets go of the rest', () => {
    const arrow = {
      id: id('w'),
      type: 'arrow',
      order: 'a2',
      start: { x: 100, y: 10, binding: { id: id('a'), u: 0.9, v: 0.25, distance: 0 } },
      end: { x: 400, y: 10, binding: { id: id('gone'), u: 0.5, v: 0.5, distance: 0 } },
    }
    const trial = flipped('horizontally', rectangle('a', 0, 0, { angle: 0.3 }), arrow)
    const { start, end } = element(trial, id('w')) as unknown as { start: object; end: object }
    expect(start).toMatchObject({ binding: { id: id('a'), v: 0.25 } })
    expect(Number((start as { binding: { u: number } }).binding.u)).toBeCloseTo(0.1)
    expect(end).not.toHaveProperty('binding')
  })

  test('what looks the same mirrored makes no gesture', () => {
    expect(flipped('horizontally', rectangle('a', 5, 5)).mine.batches).toHaveLength(1)
  })

  test('twice is as before', () => {
    const anyShape = fc.record({
      type: fc.constantFrom('rectangle', 'ellipse', 'triangle', 'star', 'sticky'),
      x: fc.integer({ min: -500, max: 500 }),
      y: fc.integer({ min: -500, max: 500 }),
      w: fc.integer({ min: 1, max: 300 }),
      h: fc.integer({ min: 1, max: 300 }),
      angle: fc.integer({ min: -30, max: 30 }).map((angle) => angle / 10),
    })
    const anyDirection = fc.constantFrom('horizontally' as const, 'vertically' as const)
    fc.assert(
      fc.property(fc.array(anyShape, { minLength: 2, maxLength: 4 }), anyDirection, (shapes, direction) => {
        const trial = new Trial()
        const all = shapes.map((shape, i) => ({ color: 'ink', text: '', order: `a${i}`, ...shape, id: id(`n${i}`) }))
        put(trial, ...all, {
          id: id('w'),
          type: 'arrow',
          order: 'a9',
          start: { x: 0, y: 0, binding: { id: id('n0'), u: 0.3, v: 0.2, distance: 4 } },
          end: { x: 900, y: 700 },
        })
        const ends = () => resolvedEnds(element(trial, id('w')), trial.desk.scene.context)
        const before = ends()
        trial.desk.select([...all.map((one) => one.id), id('w')])
        flipSelection(trial.desk, direction)
        trial.desk.select([...all.map((one) => one.id), id('w')])
        flipSelection(trial.desk, direction)
        for (const { id: key, x, y, w, h, angle } of all) {
          const now = element(trial, key)
          for (const [value, was] of [[now.x, x], [now.y, y], [now.w, w], [now.h, h]]) expect(Number(value)).toBeCloseTo(Number(was), 5) // biome-ignore format: one row
          const turn = (Number(now.angle ?? 0) - angle) / (2 * Math.PI)
          expect(turn - Math.round(turn)).toBeCloseTo(0, 6)
        }
        expect(ends().start.x).toBeCloseTo(before.start.x, 4)
        expect(ends().start.y).toBeCloseTo(before.start.y, 4)
      }),
      { numRuns: 60 },
    )
  })
})
