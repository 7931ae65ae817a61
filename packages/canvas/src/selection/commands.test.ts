import type { ElementId } from '@inkwire/board'
import { expect, test } from 'vitest'
import { Editor } from '../editor.ts'
import { Late } from '../late.ts'
import * as rest from '../rest.ts'
import { evenMeasure, MemoryBoard } from '../testing/memory-board.ts'

const id = (name: string) => name.padEnd(21, '_') as ElementId

function opened() {
  const board = new MemoryBoard()
  const mine = board.join('Ada')
  const names = ['a', 'b', 'c']
  mine.commit(id('g') as never, names.map((name, i) => ({
    op: 'put',
    element: { id: id(name), type: 'rectangle', order: `a${i}`, x: 100 * i, y: 0, w: 50, h: 50 },
  }))) // biome-ignore format: one row
  return {
    board,
    mine,
    editor: new Editor({ board: mine, theme: 'light', measure: evenMeasure, rest: Late.there(rest) }),
  }
}

test('group and ungroup by command, each one gesture', () => {
  const { board, mine, editor } = opened()
  editor.run('ungroup')
  expect(mine.batches).toHaveLength(1)
  editor.run('select-all')
  editor.run('group')
  expect(mine.batches).toHaveLength(2)
  const [group] = editor.getState().selection
  expect(group && board.document.get(group)?.type).toBe('group')
  editor.run('select-all')
  expect(editor.getState().selection).toEqual([group])
  editor.run('ungroup')
  expect(mine.batches).toHaveLength(3)
  expect([...editor.getState().selection].sort()).toEqual(['a', 'b', 'c'].map(id))
  expect(board.document.size).toBe(3)
})

test('what is locked can not be deleted, moved or restyled, but unlocked', () => {
  const { board, mine, editor } = opened()
  editor.run('select-all')
  editor.run('lock')
  expect(editor.getState().styleFields).toEqual([])
  editor.run('delete')
  editor.run('move-right')
  editor.setStyle({ color: 'red' })
  editor.run('bring-to-front')
  expect(board.document.size).toBe(3)
  expect(mine.get(id('a'))).toMatchObject({ x: 0, locked: true })
  expect(mine.get(id('a'))?.color).toBeUndefined()
  editor.run('lock')
  editor.run('move-right')
  expect(mine.get(id('a'))).toMatchObject({ x: 1 })
  expect(mine.get(id('a'))?.locked).toBeUndefined()
})

test('duplicates lie beside their originals, are selected, and can be moved though those were locked', () => {
  const { board, mine, editor } = opened()
  editor.run('select-all')
  editor.run('lock')
  editor.run('duplicate')
  expect(board.document.size).toBe(6)
  const copies = editor.getState().selection
  expect(copies).toHaveLength(3)
  for (const copy of copies) expect(mine.get(copy)?.locked).toBeUndefined()
})

test('who may only look arranges nothing', () => {
  const { mine, editor } = opened()
  editor.run('select-all')
  mine.setCanEdit(false)
  for (const command of ['group', 'lock', 'bring-forward', 'delete', 'duplicate']) editor.run(command)
  expect(mine.batches).toHaveLength(1)
})

test('running a command closes the menu', () => {
  const { editor } = opened()
  editor.openMenuAt({ x: 0, y: 10 })
  expect(editor.getState().menu?.parts.flat()).toContain('lock')
  expect(editor.getState().selection).toEqual([id('a')])
  editor.run('bring-to-front')
  expect(editor.getState().menu).toBeNull()
})
