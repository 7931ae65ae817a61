import type { ElementId } from '@inkwire/board'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Dirt } from './dirt.ts'

const WHOLE = { x: 0, y: 0, w: 100, h: 100 }
const id = (name: string) => name as ElementId

describe('what of a surface is out of date', () => {
  test('repairs of a revision leave what changed since', () => {
    const dirt = new Dirt(WHOLE)
    dirt.add({ x: 0, y: 0, w: 10, h: 10 }, 3)
    const [repair, ...others] = dirt.repairs()
    expect(others).toEqual([])
    dirt.add({ x: 5, y: 5, w: 10, h: 10 }, 4)
    if (repair) dirt.repaired(repair, 3)
    expect(dirt.first).toBe(4)
    for (const next of dirt.repairs()) dirt.repaired(next, 4)
    expect(dirt.first).toBeUndefined()
  })

  test('it is painted whole when most of it changed', () => {
    const dirt = new Dirt(WHOLE)
    dirt.add({ x: 0, y: 0, w: 100, h: 30 }, 1)
    expect(dirt.repairs()).toEqual([{ rect: { x: 0, y: 0, w: 100, h: 30 } }])
    dirt.add({ x: 0, y: 60, w: 100, h: 35 }, 2)
    expect(dirt.repairs()).toEqual([{ rect: WHOLE }])
    expect(dirt.first).toBe(1)
  })

  test('new elements above everything are painted on what is there', () => {
    const dirt = new Dirt(WHOLE)
    dirt.add({ x: 0, y: 0, w: 10, h: 10 }, 1, id('a'))
    dirt.add({ x: 80, y: 80, w: 10, h: 10 }, 2, id('b'))
    const [repair] = dirt.repairs()
    expect(repair).toEqual({ rect: { x: 0, y: 0, w: 90, h: 90 }, only: ['a', 'b'] })
    dirt.add({ x: 40, y: 40, w: 10, h: 10 }, 3, id('c'))
    if (repair) dirt.repaired(repair, 3)
    expect(dirt.repairs()).toEqual([{ rect: { x: 40, y: 40, w: 10, h: 10 }, only: ['c'] }])
    dirt.add({ x: 42, y: 42, w: 10, h: 10 }, 4)
    expect(dirt.repairs()).toEqual([{ rect: { x: 40, y: 40, w: 12, h: 12 } }])
  })

  test('what was added and is painted in part by then is not painted on itself', () => {
    const dirt = new Dirt(WHOLE)
    dirt.add({ x: 0, y: 0, w: 20, h: 20 }, 1)
    const [asked] = dirt.repairs()
    dirt.add({ x: 10, y: 10, w: 30, h: 30 }, 2, id('a'))
    if (asked) dirt.repaired(asked, 2)
    expect(dirt.repairs()).toEqual([{ rect: { x: 10, y: 10, w: 30, h: 30 } }])
  })

  test('what was added, went and came again elsewhere is still to be painted there', () => {
    const dirt = new Dirt(WHOLE)
    const [old, now] = [
      { x: 0, y: 0, w: 10, h: 10 },
      { x: 50, y: 50, w: 10, h: 10 },
    ]
    dirt.add(old, 1, id('a'))
    const [asked] = dirt.repairs()
    dirt.add(old, 2)
    dirt.add(now, 3, id('a'))
    if (asked) dirt.repaired(asked, 3)
    expect(dirt.repairs()).toEqual([{ rect: old }, { rect: now }])
  })

  test('however many changes there are, all of them are repaired, by few rectangles', () => {
    const change = fc.record({
      x: fc.integer({ min: 0, max: 95 }),
      y: fc.integer({ min: 0, max: 95 }),
      w: fc.integer({ min: 1, max: 5 }),
      h: fc.integer({ min: 1, max: 5 }),
    })
    fc.assert(
      fc.property(fc.array(fc.tuple(change, fc.boolean()), { minLength: 1, maxLength: 400 }), (changes) => {
        const dirt = new Dirt(WHOLE)
        for (const [i, [rect, added]] of changes.entries()) dirt.add(rect, i + 1, added ? id(`${i}`) : undefined)
        const repairs = dirt.repairs()
        expect(repairs.length).toBeLessThanOrEqual(4)
        for (const repair of repairs) dirt.repaired(repair, changes.length)
        expect(dirt.first).toBeUndefined()
        expect(dirt.area).toBe(0)
      }),
    )
  })
})
