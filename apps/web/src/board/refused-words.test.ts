import type { ElementId, Op } from '@inkwire/board'
import { expect, test } from 'vitest'
import { whatWasDone } from './refused-words.ts'

const id = (name: string) => name.padEnd(21, '-') as ElementId
const put = (name: string, type: string): Op => ({
  op: 'put',
  element: { id: id(name), type, order: 'a0', x: 0, y: 0 },
})

test('what was refused is told by its kinds and numbers', () => {
  expect(whatWasDone([put('a', 'rectangle')])).toBe('Rectangle')
  expect(whatWasDone([put('a', 'stroke'), put('b', 'stroke'), put('c', 'text')])).toBe('2 × stroke, text')
  const set = (name: string): Op => ({ op: 'set', id: id(name), props: { x: 1 } })
  expect(whatWasDone([set('a'), set('a'), set('__proto__')])).toBe('Change of 2 elements')
  expect(whatWasDone([{ op: 'remove', id: id('a') }])).toBe('Deleting of an element')
  expect(whatWasDone([put('a', 'constructor')])).toBe('Constructor')
  expect(whatWasDone([])).toBe('')
})
