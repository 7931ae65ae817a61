import { expect, test } from 'vitest'
import { Editor } from './editor.ts'
import { Late } from './late.ts'
import * as rest from './rest.ts'
import { evenMeasure, MemoryBoard } from './testing/memory-board.ts'
import { id, someGesture } from './testing/selecting.ts'

function opened() {
  const board = new MemoryBoard()
  const mine = board.join('Ada')
  mine.commit(
    someGesture,
    ['a', 'b', 'c'].map((name, i) => ({
      op: 'put',
      element: { id: id(name), type: 'rectangle', order: 'a1', x: i * 100, y: i * 10, w: 50, h: 50, color: 'red' },
    })),
  )
  return {
    board,
    mine,
    editor: new Editor({ board: mine, theme: 'light', measure: evenMeasure, rest: Late.there(rest) }),
  }
}

const can = (editor: Editor, name: string) => editor.commands.find((one) => one.id === name)?.when(editor) ?? false

test('switches say what they did, and keep to it', () => {
  const { editor } = opened()
  expect(editor.state).toMatchObject({ snapping: true, gridSnap: false, wholeOnly: false, penMode: false })
  const names = ['toggle-snapping', 'toggle-grid-snap', 'toggle-whole-only', 'toggle-pen-mode']
  const notices = names.map((name) => {
    editor.run(name)
    return editor.state.notice
  })
  expect(new Set(notices).size).toBe(4)
  expect(editor.state).toMatchObject({ snapping: false, gridSnap: true, wholeOnly: true, penMode: true })
  const checked = names.map((name) => editor.commands.find((one) => one.id === name)?.checked?.(editor))
  expect(checked).toEqual([false, true, true, true])
})

test('align needs two that can be moved, distribute three, and each run is one batch', () => {
  const { editor, mine } = opened()
  expect(can(editor, 'align-left')).toBe(false)
  editor.desk.select([id('a'), id('b')])
  expect([can(editor, 'align-left'), can(editor, 'distribute-horizontally')]).toEqual([true, false])
  editor.run('lock')
  expect(can(editor, 'align-left')).toBe(false)
  editor.run('lock')
  editor.run('select-all')
  expect(can(editor, 'distribute-horizontally')).toBe(true)
  const before = mine.batches.length
  editor.run('align-top')
  editor.run('align-top')
  expect(mine.batches.length).toBe(before + 1)
  mine.setCanEdit(false)
  expect(can(editor, 'align-left') || can(editor, 'flip-vertically') || can(editor, 'paste-style')).toBe(false)
})

test('a style can be pasted once one was copied', () => {
  const { editor } = opened()
  editor.desk.select([id('a')])
  expect(can(editor, 'paste-style')).toBe(false)
  editor.run('copy-style')
  expect(can(editor, 'paste-style')).toBe(true)
})
