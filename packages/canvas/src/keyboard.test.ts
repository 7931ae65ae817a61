import { expect, test } from 'vitest'
import { COMMANDS } from './commands.ts'
import { commandFor } from './keyboard.ts'

const none = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false }
const press = (key: string, code: string, held: Partial<typeof none> = {}) =>
  commandFor({ key, code, ...none, ...held }, COMMANDS)?.id

test('keys run the commands whose shortcuts they are', () => {
  expect(press('p', 'KeyP')).toBe('tool-pen')
  expect(press('z', 'KeyZ', { ctrlKey: true })).toBe('undo')
  expect(press('Z', 'KeyZ', { metaKey: true, shiftKey: true })).toBe('redo')
  expect(press('y', 'KeyY', { ctrlKey: true })).toBe('redo')
  expect(press('!', 'Digit1', { shiftKey: true })).toBe('zoom-fit')
  expect(press('+', 'Equal', { ctrlKey: true, shiftKey: true })).toBe('zoom-in')
  expect(press('=', 'Equal', { ctrlKey: true })).toBe('zoom-in')
  expect(press('Backspace', 'Backspace')).toBe('delete')
  expect(press('ArrowLeft', 'ArrowLeft', { shiftKey: true })).toBe('move-left-far')
})

test('a letter with another key held is another shortcut', () => {
  expect(press('d', 'KeyD')).toBe('tool-diamond')
  expect(press('d', 'KeyD', { ctrlKey: true })).toBe('duplicate')
  expect(press('P', 'KeyP', { shiftKey: true })).toBeUndefined()
  expect(press('p', 'KeyP', { altKey: true })).toBeUndefined()
})

test('keyboards that type no Latin letters work by the place of the key', () => {
  expect(press('з', 'KeyP')).toBe('tool-pen')
})

test('no two commands share an id or a shortcut', () => {
  const shortcuts = COMMANDS.flatMap(({ shortcut, aliases = [] }) => [shortcut, ...aliases]).filter((one) => one !== '')
  expect(new Set(shortcuts).size).toBe(shortcuts.length)
  expect(new Set(COMMANDS.map(({ id }) => id)).size).toBe(COMMANDS.length)
})
