import fc from 'fast-check'
import { expect, test } from 'vitest'
import { layOut, linesAt, textHash } from './text-layout.ts'

const measure = (text: string, _font: string, fontSize: number) => text.length * fontSize * 0.5
const style = { font: 'sans', fontSize: 20 } as const

test('a text without a width has a line for each line feed', () => {
  const laid = layOut('one\n\nthree', style, measure)
  expect(linesAt('one\n\nthree', laid.breaks)).toEqual(['one', '', 'three'])
  expect(laid).toMatchObject({ w: 50, h: 75 })
})

test('a text with a width is cut at spaces, and within words that are wider', () => {
  const text = 'ab cd ef abcdefghij'
  const { breaks } = layOut(text, style, measure, 50)
  expect(linesAt(text, breaks)).toEqual(['ab cd ', 'ef ', 'abcde', 'fghij'])
})

test('the lines of any text hold all of it, and none is wider than the width', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n', '€', '😀') })
  fc.assert(
    fc.property(text, fc.integer({ min: 20, max: 100 }), (value, width) => {
      const laid = layOut(value, style, measure, width)
      const lines = linesAt(value, laid.breaks)
      expect(lines?.join('').replaceAll('\n', '')).toBe(value.replaceAll('\n', ''))
      for (const line of lines ?? []) expect(measure(line.trim(), 'sans', 20)).toBeLessThanOrEqual(width)
    }),
  )
})

test('breaks of another text are told', () => {
  expect(linesAt('short', [3, 9])).toBeUndefined()
  expect(linesAt('short', [3, 2])).toBeUndefined()
  expect(linesAt('short', [Number.NaN])).toBeUndefined()
  expect(textHash('one')).not.toBe(textHash('two'))
})

test('a text with a width is cut where browsers cut it: after hyphens that are no minus, and between ideographs', () => {
  const lines = (text: string) => linesAt(text, layOut(text, style, measure, 80).breaks)
  expect(lines('well-known')).toEqual(['well-', 'known'])
  expect(lines('2026-11-22')).toEqual(['2026-11-', '22'])
  expect(lines('abcdef -12')).toEqual(['abcdef ', '-12'])
  expect(lines('日本語のテキスト。')).toEqual(['日本語のテキス', 'ト。'])
})
