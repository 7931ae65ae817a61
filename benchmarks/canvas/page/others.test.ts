import { unpackOps } from '@inkwire/board'
import { expect, test } from 'vitest'
import { othersDrawing } from './others.ts'

test('others draw on top: above what was stored when they began, so nearly always above all', () => {
  const { people, ticks } = othersDrawing(30, 5_000, { x: 0, y: 0, zoom: 1 })
  expect(new Set(people.map(({ actor }) => actor)).size).toBe(30)
  const orders = ticks
    .flatMap(({ batches }) => batches)
    .flatMap(({ ops }) => unpackOps(ops).map((op) => (op.op === 'put' ? op.element.order : '')))
  expect(orders.length).toBeGreaterThan(60)
  expect(new Set(orders).size).toBe(orders.length)
  const [first, last] = [orders.slice(0, 25), orders.slice(-25)]
  expect(first.every((order) => last.every((later) => order < later))).toBe(true)
})
