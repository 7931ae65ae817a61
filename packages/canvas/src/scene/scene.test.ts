import { BoardDocument, boundsOf, type Element, type ElementId, orderKey, packPoints } from '@inkwire/board'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { evenMeasure } from '../testing/memory-board.ts'
import { Scene } from './scene.ts'

const id = (name: string) => name as ElementId
const box = (name: string, order: string, x: number, more: object = {}) =>
  ({ id: id(name), type: 'rectangle', order, x, y: 0, w: 10, h: 10, ...more }) as Element

function sceneOf(...elements: Element[]) {
  const document = new BoardDocument()
  for (const element of elements) document.put(element)
  const scene = new Scene(document, evenMeasure)
  const put = (element: Element) => {
    document.put(element)
    return scene.update([element.id])
  }
  return { document, scene, put }
}

describe('what is added on top', () => {
  test('is new and above what it meets', () => {
    const { scene, put } = sceneOf(box('a', 'a5', 0), box('b', 'a9', 100))
    put(box('c', 'aA', 0))
    expect(scene.addedOnTop).toBe(true)
    put(box('d', 'a7', 0))
    expect(scene.addedOnTop).toBe(false)
    put(box('e', 'a7', 500))
    expect(scene.addedOnTop).toBe(true)
    put(box('e', 'aZ', 500))
    expect(scene.addedOnTop).toBe(false)
    put(box('f', 'b00', 900, { parent: 'a' }))
    expect(scene.addedOnTop).toBe(false)
  })
})

test('where a text was is painted anew with room for letters that stand out of their lines', () => {
  const words = { id: id('words'), type: 'text', order: 'a1', x: 10, y: 20, text: 'Ägypten', fontSize: 40 } as Element
  const { document, scene } = sceneOf(words)
  const lines = scene.ownBounds(id('words'))
  document.remove(id('words'))
  const [was] = scene.update([id('words')])
  if (!lines || !was) throw new Error('it was nowhere')
  expect(lines.minY - was.minY).toBe(10)
  expect(was.maxX - lines.maxX).toBe(10)
})

test('the highest order is that of a look through everything, after any changes', () => {
  const names = fc.constantFrom('a', 'b', 'c', 'd', 'frame')
  const order = fc.array(fc.boolean(), { maxLength: 6 }).map((bits) => {
    let key = 'a0'
    for (const bit of bits) key = orderKey(bit ? key : null, bit ? null : key, () => 0.3)
    return key
  })
  const change = fc.record({ name: names, order, parent: fc.option(fc.constant('frame')), gone: fc.boolean() })
  fc.assert(
    fc.property(fc.array(change, { maxLength: 30 }), (changes) => {
      const { document, scene } = sceneOf(box('first', 'a1', 0))
      expect(scene.topOrder()).toBe('a1')
      for (const { name, order, parent, gone } of changes) {
        if (gone) document.remove(id(name))
        else {
          const type = name === 'frame' ? 'frame' : 'rectangle'
          document.put(box(name, order, 0, { type, ...(parent && name !== parent ? { parent } : {}) }))
        }
        scene.update([id(name)])
        expect(scene.topOrder()).toBe(new Scene(document, evenMeasure).topOrder())
      }
    }),
  )
})

test('however many move at once, all are found where they are, and nowhere else', () => {
  const many = Array.from({ length: 400 }, (_, i) => box(`n${i}`, 'a1', (i % 20) * 30, { y: Math.floor(i / 20) * 30 }))
  const step = fc.record({ from: fc.nat(399), count: fc.constantFrom(3, 99, 100, 250), by: fc.nat(300), gone: fc.boolean() }) // biome-ignore format: one row
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 5 }), (steps) => {
      const { document, scene } = sceneOf(...many)
      for (const { from, count, by, gone } of steps) {
        const some = many.slice(from, from + count).map(({ id }) => id)
        for (const one of some) {
          const element = document.get(one)
          if (element && gone) document.remove(one)
          else if (element) document.put({ ...element, x: Number(element.x) + by })
        }
        scene.update(some)
        const anew = new Scene(document, evenMeasure)
        for (const area of [
          { minX: 100, minY: 50, maxX: 400, maxY: 300 },
          { minX: 0, minY: 0, maxX: 2_500, maxY: 700 },
        ]) {
          expect(scene.idsIn(area).sort()).toEqual(anew.idsIn(area).sort())
        }
        expect(scene.allBounds()).toEqual(anew.allBounds())
      }
    }),
    { numRuns: 30 },
  )
})

test('the index holds all ink of a stroke, whatever it is like', () => {
  const point = fc.record({
    x: fc.integer({ min: -300, max: 300 }),
    y: fc.integer({ min: -300, max: 300 }),
    pressure: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  fc.assert(
    fc.property(fc.array(point, { minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 40 }), (points, width) => {
      const stroke = { id: id('s'), type: 'stroke', order: 'a1', x: 50, y: -20, width, points: packPoints(points, 1) }
      const { scene } = sceneOf(stroke as Element)
      const [around, bounds] = [scene.around(id('s')), boundsOf(stroke as Element, scene.context)]
      if (!around || !bounds) throw new Error('the stroke is nowhere')
      expect(scene.ownBounds(id('s'))).toEqual(bounds)
      expect(around.minX).toBeLessThanOrEqual(bounds.minX)
      expect(around.minY).toBeLessThanOrEqual(bounds.minY)
      expect(around.maxX).toBeGreaterThanOrEqual(bounds.maxX)
      expect(around.maxY).toBeGreaterThanOrEqual(bounds.maxY)
    }),
  )
})
