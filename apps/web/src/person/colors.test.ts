import { expect, test } from 'vitest'
import { initial, PERSON_COLORS, textOn } from './colors.ts'

test('an initial is one whole character', () => {
  expect(initial(' ada king')).toBe('A')
  expect(initial('🦊 fox')).toBe('🦊')
  expect(initial('  ')).toBe('?')
})

test('text is white on dark colours and dark on light ones', () => {
  expect(textOn('#000000')).toBe('#ffffff')
  expect(textOn('#3565d6')).toBe('#ffffff')
  expect(textOn('#c99a06')).toBe('#1f1e1c')
  expect(textOn('#ffffff')).toBe('#1f1e1c')
})

test('people have ten different colours', () => {
  expect(new Set(PERSON_COLORS.map(({ color }) => color)).size).toBe(10)
})
