import { type ActorId, plainText, spliced, spliceTo, type TextSequence, textSequence } from '@inkwire/board'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rebased } from './rebase.ts'

const me = `${'m'.repeat(21)}A` as ActorId
const them = `${'t'.repeat(21)}A` as ActorId
const start = (text: string): TextSequence => textSequence(text, [them, 1, 0])
const changed = (sequence: TextSequence, next: string, number: number): TextSequence => {
  const splice = spliceTo(sequence, next)
  return splice ? spliced(sequence, splice, [them, number, 0]) : sequence
}

test('words that others add before the caret move it along', () => {
  const known = start('hello world')
  const next = changed(known, 'oh, hello world', 2)
  expect(rebased({ value: 'hello world', start: 5, end: 5 }, known, next, me)).toEqual({
    value: 'oh, hello world',
    start: 9,
    end: 9,
  })
})

test('my words that nobody has seen yet stay, and the caret behind them', () => {
  const known = start('hello world')
  const next = changed(known, 'hello big world', 2)
  expect(rebased({ value: 'hello world!!', start: 13, end: 13 }, known, next, me)).toEqual({
    value: 'hello big world!!',
    start: 17,
    end: 17,
  })
})

test('a caret in words that others deleted stands where they were', () => {
  const known = start('one abc three')
  const next = changed(known, 'one three', 2)
  expect(rebased({ value: 'one abc three', start: 6, end: 6 }, known, next, me)).toMatchObject({ start: 4 })
})

test('offsets count UTF-16 units, as the browser does', () => {
  const known = start('a😀b')
  const next = changed(known, '😀a😀b', 2)
  expect(rebased({ value: 'a😀b', start: 3, end: 3 }, known, next, me)).toEqual({ value: '😀a😀b', start: 5, end: 5 })
})

test('what the field shows is what the fold is going to make of it', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '😀'), maxLength: 12 })
  fc.assert(
    fc.property(text, text, text, (before, mine, theirs) => {
      const known = start(before)
      const next = changed(known, theirs, 2)
      const field = rebased({ value: mine, start: 0, end: mine.length }, known, next, me)
      const splice = spliceTo(known, mine)
      expect(field.value).toBe(plainText(splice ? spliced(next, splice, [me, 1, 0]) : next))
      expect(field.start).toBeGreaterThanOrEqual(0)
      expect(field.end).toBeLessThanOrEqual(field.value.length)
    }),
  )
})
