import { BoardDocument, type ElementId, fold, isOrderKey } from '@inkwire/board'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Scene } from '../scene/scene.ts'
import { evenMeasure } from '../testing/memory-board.ts'
import { type OrderStep, orderOps, placementOps } from './ordering.ts'

const id = (name: string) => name.padEnd(21, '_') as ElementId
const ACTOR = `${'a'.repeat(21)}A` as never

/** Boxes that all lie on one another, but those whose names are upper case, which lie apart. */
function board(orders: Readonly<Record<string, string>>) {
  const document = new BoardDocument()
  let number = 0
  const commit = (ops: Parameters<typeof fold>[1]['ops']) => {
    fold(document, { actor: ACTOR, number: ++number, ops })
    scene.rebuild()
  }
  const scene = new Scene(document, evenMeasure)
  commit(
    Object.entries(orders).map(([name, order], i) => ({
      op: 'put',
      element: { id: id(name), type: 'rectangle', order, x: name < 'a' ? 1_000 * (i + 1) : 0, y: 0, w: 10, h: 10 },
    })),
  )
  const names = () => scene.membersOf(undefined).map((element) => element.id.replaceAll('_', ''))
  const step = (chosen: readonly string[], kind: OrderStep) => commit(orderOps(scene, chosen.map(id), kind))
  return { document, scene, commit, names, step }
}

test('to front, to back, and by one step', () => {
  const { names, step } = board({ a: 'a0', b: 'a1', c: 'a2', d: 'a3' })
  step(['a'], 'front')
  expect(names()).toEqual(['b', 'c', 'd', 'a'])
  step(['d', 'a'], 'back')
  expect(names()).toEqual(['d', 'a', 'b', 'c'])
  step(['d'], 'forward')
  expect(names()).toEqual(['a', 'd', 'b', 'c'])
  step(['c'], 'backward')
  expect(names()).toEqual(['a', 'd', 'c', 'b'])
})

test('a step goes past the next one that it touches', () => {
  const { names, step } = board({ a: 'a0', X: 'a1', Y: 'a2', b: 'a3', Z: 'a4' })
  step(['a'], 'forward')
  expect(names()).toEqual(['X', 'Y', 'b', 'a', 'Z'])
  step(['a'], 'backward')
  expect(names()).toEqual(['X', 'Y', 'a', 'b', 'Z'])
})

test('what is there already stays as it is', () => {
  const { scene } = board({ a: 'a0', b: 'a1' })
  expect(orderOps(scene, [id('b')], 'front')).toEqual([])
  expect(orderOps(scene, [id('b')], 'forward')).toEqual([])
  expect(orderOps(scene, [id('gone')], 'back')).toEqual([])
})

test('between equal keys the upper neighbour gets a new one in the same batch', () => {
  const { names, step } = board({ a: 'a0', b: 'a0', c: 'a0', d: 'a1' })
  step(['d'], 'backward')
  expect(names()).toEqual(['a', 'b', 'd', 'c'])
  step(['a'], 'forward')
  expect(names()).toEqual(['b', 'a', 'd', 'c'])
})

test('only what moves gets a new key where there is room', () => {
  const { scene } = board({ a: 'a0', b: 'a1', c: 'a2' })
  expect(orderOps(scene, [id('a')], 'forward')).toMatchObject([{ op: 'set', id: id('a') }])
})

test('what goes to another parent lies above the sibling that it is put on', () => {
  const { scene, commit, names } = board({ a: 'a0', b: 'a1', c: 'a2' })
  commit([{ op: 'put', element: { id: id('frame'), type: 'frame', order: 'a3', x: 0, y: 0, w: 9, h: 9 } }])
  const a = scene.get(id('a'))
  if (!a) throw new Error('no a')
  commit(placementOps(scene, [{ element: a, parent: id('frame'), above: undefined }]))
  expect(names()).toEqual(['b', 'c', 'frame'])
  const inside = scene.get(id('a'))
  if (!inside) throw new Error('no a')
  commit(placementOps(scene, [{ element: inside, parent: undefined, above: id('b') }]))
  expect(names()).toEqual(['b', 'a', 'c', 'frame'])
})

test('any number of steps keeps the others in order, and keys that can be stored', () => {
  const steps = fc.array(
    fc.tuple(
      fc.subarray(['a', 'b', 'c', 'd'], { minLength: 1 }),
      fc.constantFrom<OrderStep>('front', 'forward', 'backward', 'back'),
    ),
    { maxLength: 60 },
  )
  fc.assert(
    fc.property(steps, (list) => {
      const { names, step, scene } = board({ a: 'a0', b: 'a0', c: 'a1', d: 'a2' })
      for (const [chosen, kind] of list) {
        const before = names()
        step(chosen, kind)
        const others = (order: readonly string[]) => order.filter((name) => !chosen.includes(name))
        const mine = (order: readonly string[]) => order.filter((name) => chosen.includes(name))
        expect(others(names())).toEqual(others(before))
        expect(mine(names())).toEqual(mine(before))
        for (const element of scene.membersOf(undefined)) expect(isOrderKey(element.order)).toBe(true)
      }
    }),
    { numRuns: 30 },
  )
})
