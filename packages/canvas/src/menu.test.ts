import { expect, test } from 'vitest'
import { COMMANDS } from './commands.ts'
import { commandFor } from './keyboard.ts'
import { commandsOf, type Menu, openSelectionMenu } from './menu.ts'
import { Trial } from './testing/trial.ts'

const rows = (menu: Menu | null) => (menu ? commandsOf(menu) : [])

test('the menu selects what it is opened on, unless that is selected', () => {
  const trial = new Trial()
  trial.desk.setStyle({ fill: 'red' })
  const a = trial.shape('rectangle', [0, 0], [50, 50])
  const b = trial.shape('rectangle', [100, 0], [150, 50])
  trial.desk.openMenuAt({ x: 20, y: 20 })
  expect(trial.desk.selection).toEqual([a])
  expect(trial.desk.menu).toMatchObject({ x: 20, y: 20 })
  expect(rows(trial.desk.menu)).toEqual(
    expect.arrayContaining(['duplicate', 'group', 'bring-to-front', 'lock', 'delete', 'select-all']),
  )
  trial.desk.select([a, b])
  trial.desk.openMenuAt({ x: 120, y: 20 })
  expect(trial.desk.selection).toEqual([a, b])
  trial.desk.openMenuAt({ x: 300, y: 300 })
  expect(trial.desk.selection).toEqual([])
  expect(rows(trial.desk.menu)).not.toContain('delete')
  expect(rows(trial.desk.menu)).toContain('zoom-fit')
  trial.click(300, 300)
  expect(trial.desk.menu).toBeNull()
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

test('a key opens the menu for what is selected, in the middle of it, but never out of view', () => {
  const trial = new Trial()
  const a = trial.shape('rectangle', [100, 100], [200, 200])
  openSelectionMenu(trial.desk)
  expect(trial.desk.menu).toMatchObject({ x: 150, y: 150 })
  expect(trial.desk.selection).toEqual([a])
  expect(rows(trial.desk.menu)).toEqual(expect.arrayContaining(['align-left', 'flip-vertically', 'copy-style']))
  trial.desk.pan(-5_000, 0)
  openSelectionMenu(trial.desk)
  expect(trial.desk.menu).toMatchObject({ x: 40, y: 150 })
  trial.desk.select([])
  openSelectionMenu(trial.desk)
  expect(rows(trial.desk.menu)).toEqual(expect.arrayContaining(['toggle-snapping', 'toggle-pen-mode']))
})
