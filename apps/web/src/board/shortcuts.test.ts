import { expect, test } from 'vitest'
import { shown } from './shortcuts.ts'

test('shortcuts are written as on the keyboard', () => {
  expect(shown('Mod+Shift+Z', false)).toBe('Ctrl+Shift+Z')
  expect(shown('Mod+Shift+Z', true)).toBe('⌘⇧Z')
  expect(shown('Shift+ArrowLeft', false)).toBe('Shift+←')
  expect(shown('Mod+=', false)).toBe('Ctrl+=')
  expect(shown('V', true)).toBe('V')
})
