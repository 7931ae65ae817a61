import { own } from '@inkwire/board'
import { expect, test } from 'vitest'
import { COMMANDS, type Command } from './commands.ts'
import { Editor } from './editor.ts'
import { Late } from './late.ts'
import * as rest from './rest.ts'
import { evenMeasure, MemoryBoard } from './testing/memory-board.ts'

const id = (name: string) => name.padEnd(21, '_') as never

function opened(commands: readonly Command[] = COMMANDS) {
  const board = new MemoryBoard()
  const mine = board.join('Ada')
  mine.commit(id('g'), [
    { op: 'put', element: { id: id('box'), type: 'rectangle', order: 'a0', x: 0, y: 0, w: 50, h: 50, label: 'words' } },
    { op: 'put', element: { id: id('group'), type: 'group', order: 'a1' } },
    {
      op: 'put',
      element: { id: id('in'), type: 'ellipse', order: 'a0', x: 90, y: 0, w: 50, h: 50, parent: id('group') },
    },
    {
      op: 'put',
      element: {
        id: id('arrow'),
        type: 'arrow',
        order: 'a2',
        start: { x: 0, y: 0, binding: { id: id('box'), u: 0.5, v: 0.5, distance: 4 } },
        end: { x: 0, y: 0, binding: { id: id('in'), u: 0.5, v: 0.5, distance: 4 } },
      },
    },
  ])
  return {
    board,
    mine,
    editor: new Editor({ board: mine, theme: 'light', commands, measure: evenMeasure, rest: Late.there(rest) }),
  }
}

test('select all, duplicate: copies of arrows are bound to the copies', () => {
  const { board, editor } = opened()
  editor.run('select-all')
  expect([...editor.getState().selection].sort()).toEqual([id('arrow'), id('box'), id('group')])
  editor.run('duplicate')
  expect(board.document.size).toBe(8)
  const copies = [...board.document.elements()].slice(4)
  const arrow = copies.find(({ type }) => type === 'arrow')
  const box = copies.find(({ type }) => type === 'rectangle')
  const group = copies.find(({ type }) => type === 'group')
  expect(box).toMatchObject({ x: 16, y: 16 })
  expect(own(arrow ?? {}, 'start')).toMatchObject({ binding: { id: box?.id } })
  expect(copies.find(({ type }) => type === 'ellipse')?.parent).toBe(group?.id)
  expect(editor.getState().selection).toHaveLength(3)
})

test('deleting a group deletes what it holds', () => {
  const { board, editor, mine } = opened()
  editor.run('select-all')
  editor.run('delete')
  expect(board.document.size).toBe(0)
  expect(mine.batches).toHaveLength(2)
  expect(editor.getState()).toMatchObject({ empty: true, selection: [] })
})

test('presses of arrow keys that follow each other are one gesture', () => {
  const { editor, mine } = opened()
  editor.run('select-all')
  editor.run('move-right-far')
  editor.run('move-right')
  const [, first, second] = mine.batches
  expect(first?.gesture).toBe(second?.gesture)
  expect(mine.get(id('box'))).toMatchObject({ x: 11 })
})

test('a command that can not be run now does nothing, and an application adds its own', () => {
  let helped = 0
  const help: Command = {
    id: 'help',
    title: 'Help',
    shortcut: '?',
    group: 'Help',
    when: () => true,
    run: () => helped++,
  }
  const { editor, mine } = opened([...COMMANDS, help])
  editor.run('delete')
  editor.run('no-such-command')
  editor.run('help')
  expect(mine.batches).toHaveLength(1)
  expect(helped).toBe(1)
})

test('the state is replaced when something in it changes, and only then', () => {
  const { editor } = opened()
  let calls = 0
  const stop = editor.subscribe(() => calls++)
  const before = editor.getState()
  editor.setTool('select')
  expect(editor.getState()).toBe(before)
  editor.setTool('pen')
  expect(editor.getState()).toMatchObject({ tool: 'pen', styleFields: ['color', 'width', 'opacity'] })
  expect(calls).toBe(1)
  stop()
  editor.setTool('select')
  expect(calls).toBe(1)
  editor.run('select-all')
  // One of them has a label.
  const { styleFields } = editor.getState()
  for (const field of ['color', 'fill', 'fillStyle', 'width', 'dash', 'sketchy', 'font', 'weight', 'fontSize', 'align'])
    expect(styleFields).toContain(field)
})

test('while a board is on its way any tool can be taken; it stays for whoever may edit', () => {
  for (const may of [true, false]) {
    const { editor, mine } = opened()
    mine.canEdit = false
    editor.run('tool-rectangle')
    expect(editor.getState().tool).toBe('select')
    mine.opening = true
    editor.run('tool-rectangle')
    expect(editor.getState().tool).toBe('rectangle')
    mine.setCanEdit(may)
    expect(editor.getState().tool).toBe(may ? 'rectangle' : 'select')
  }
})

test('zoom steps, and back to 100 %', () => {
  const { editor } = opened()
  editor.run('zoom-in')
  expect(editor.getState().zoom).toBe(1.5)
  editor.run('zoom-reset')
  expect(editor.getState().zoom).toBe(1)
})
