import type { ElementId } from '@inkwire/board'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { element, id, put, someGesture } from '../testing/selecting.ts'
import { Trial } from '../testing/trial.ts'
import { type Alignment, alignOps, type Direction, distributeOps } from './alignment.ts'

const names = ['a', 'b', 'c', 'd', 'e']
const ids = names.map(id)
const anyShape = fc.record({
  x: fc.integer({ min: -900, max: 900 }).map((x) => x / 7),
  y: fc.integer({ min: -900, max: 900 }).map((y) => y / 7),
  w: fc.integer({ min: 1, max: 300 }),
  h: fc.integer({ min: 1, max: 300 }),
  angle: fc.constantFrom(0, 0, 0.3, 2),
})
const anyShapes = fc.array(anyShape, { minLength: 2, maxLength: 5 })

function drawn(shapes: readonly object[]): { trial: Trial; ids: ElementId[] } {
  const trial = new Trial()
  put(trial, ...shapes.map((shape, i) => ({ type: 'rectangle', order: `a${i}`, ...shape, id: ids[i] })))
  return { trial, ids: ids.slice(0, shapes.length) }
}

const ALL: readonly Alignment[] = ['left', 'center', 'right', 'top', 'middle', 'bottom']
const BOTH: readonly Direction[] = ['horizontally', 'vertically']

describe('align', () => {
  test('brings edges to one line', () => {
    const { trial } = drawn([{ x: 0, y: 0, w: 10, h: 10 }, { x: 50, y: 30, w: 20, h: 5 }]) // biome-ignore format: one row
    const at = (to: Alignment) => {
      trial.mine.commit(someGesture, alignOps(trial.desk.scene, ids.slice(0, 2), to))
      return ids.slice(0, 2).map((one) => [element(trial, one).x, element(trial, one).y])
    }
    expect(at('right')).toEqual([[60, 0], [50, 30]]) // biome-ignore format: one row
    expect(at('center')).toEqual([[55, 0], [50, 30]]) // biome-ignore format: one row
    expect(at('bottom')).toEqual([[55, 25], [50, 30]]) // biome-ignore format: one row
    expect(at('left')).toEqual([[50, 25], [50, 30]]) // biome-ignore format: one row
  })

  test('once done, there is nothing to do', () => {
    fc.assert(
      fc.property(anyShapes, fc.constantFrom(...ALL), (shapes, to) => {
        const { trial, ids } = drawn(shapes)
        const ops = alignOps(trial.desk.scene, ids, to)
        if (ops.length > 0) trial.mine.commit(someGesture, ops)
        expect(alignOps(trial.desk.scene, ids, to)).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  test('groups count as one, arrows that follow what is aligned do so, one alone stays', () => {
    const box = (x: number, y: number, more: object = {}) => ({ x, y, w: 10, h: 10, ...more })
    const { trial } = drawn([box(0, 0), box(100, 50, { parent: id('e') }), box(130, 90, { parent: id('e') })])
    put(
      trial,
      { id: id('e'), type: 'group', order: 'a8' },
      { id: id('d'), type: 'arrow', order: 'a9', start: { x: 5, y: 5, binding: { id: id('a'), u: 0.5, v: 0.5, distance: 0 } }, end: { x: 300, y: 300 } }, // biome-ignore format: one row
    )
    const { scene } = trial.desk
    trial.mine.commit(someGesture, alignOps(scene, [id('a'), id('e'), id('d')], 'left'))
    expect(element(trial, id('b')).x).toBe(0)
    expect(element(trial, id('c')).x).toBe(30)
    expect(element(trial, id('d')).start).toMatchObject({ binding: { id: id('a') } })
    expect(alignOps(scene, [id('a'), id('d')], 'left')).toEqual([])
  })
})

describe('distribute', () => {
  test('makes gaps alike', () => {
    const { trial } = drawn([0, 15, 100].map((x) => ({ x, y: 0, w: 10, h: 10 })))
    trial.mine.commit(someGesture, distributeOps(trial.desk.scene, ids.slice(0, 3), 'horizontally'))
    expect(ids.slice(0, 3).map((one) => element(trial, one).x)).toEqual([0, 50, 100])
    expect(distributeOps(trial.desk.scene, ids.slice(0, 2), 'horizontally')).toEqual([])
  })

  test('once done, there is nothing to do', () => {
    fc.assert(
      fc.property(anyShapes, fc.constantFrom(...BOTH), (shapes, direction) => {
        const { trial, ids } = drawn(shapes)
        const ops = distributeOps(trial.desk.scene, ids, direction)
        if (ops.length > 0) trial.mine.commit(someGesture, ops)
        expect(distributeOps(trial.desk.scene, ids, direction)).toEqual([])
      }),
      { numRuns: 60 },
    )
  })
})
