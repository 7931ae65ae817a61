import { expect, test } from 'vitest'
import { COMMANDS } from './commands.ts'
import { commandFor } from './keyboard.ts'
import { Trial } from './testing/trial.ts'

test('the menu selects what it is opened on, unless that is selected', () => {
  const trial = new Trial()
  trial.desk.setStyle({ fill: 'red' })
  const a = trial.shape('rectangle', [0, 0], [50, 50])
  const b = trial.shape('rectangle', [100, 0], [150, 50])
  trial.desk.openMenuAt({ x: 20, y: 20 })
  expect(trial.desk.selection).toEqual([a])
  expect(trial.desk.menu).toMatchObject({ x: 20, y: 20 })
  expect(trial.desk.menu?.commands).toEqual(
    expect.arrayContaining(['duplicate', 'group', 'lock', 'delete', 'select-all']),
  )
  trial.desk.select([a, b])
  trial.desk.openMenuAt({ x: 120, y: 20 })
  expect(trial.desk.selection).toEqual([a, b])
  trial.desk.openMenuAt({ x: 300, y: 300 })
  expect(trial.desk.selection).toEqual([])
  expect(trial.desk.menu?.commands).not.toContain('delete')
  expect(trial.desk.menu?.commands).toContain('zoom-fit')
  trial.click(300, 300)
  expect(trial.desk.menu).toBeNull()
})

test('every command of a menu is a row of the table', () => {
  const trial = new Trial()
  trial.shape('rectangle', [0, 0], [50, 50])
  trial.desk.openMenuAt({ x: 0, y: 20 })
  const ids = new Set<string>(COMMANDS.map(({ id }) => id))
  for (const id of trial.desk.menu?.commands ?? []) expect(ids.has(id)).toBe(true)
})

test('brackets order, with shift to the very front and back', () => {
  const press = (key: string, modifiers: Partial<{ shiftKey: boolean; ctrlKey: boolean; altKey: boolean }> = {}) =>
    commandFor(
      { key, code: '', ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...modifiers },
      COMMANDS,
    )?.id
  expect(press(']')).toBe('bring-forward')
  expect(press('[', { ctrlKey: true })).toBe('send-backward')
  expect(press('}', { shiftKey: true })).toBe('bring-to-front')
  expect(press('{', { shiftKey: true, ctrlKey: true })).toBe('send-to-back')
  expect(press('g', { ctrlKey: true })).toBe('group')
  expect(press('G', { ctrlKey: true, shiftKey: true })).toBe('ungroup')
  expect(press('L', { ctrlKey: true, shiftKey: true })).toBe('lock')
})
