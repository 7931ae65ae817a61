import { boardId } from '@inkwire/board'
import type { ListedBoard } from '@inkwire/protocol'
import { expect, test } from 'vitest'
import { arranged, folderView, type Sort, type View } from './arrange.ts'

const board = (name: string, rest: Partial<ListedBoard> = {}): ListedBoard => ({
  id: boardId.parse(name.replace(/\W/g, '').padEnd(21, '_')),
  name,
  role: 'owner',
  createdAt: 1,
  editedAt: 1,
  openedAt: null,
  starred: false,
  folder: null,
  ...rest,
})

const boards = [
  board('Plan 10', { editedAt: 5, openedAt: 2, createdAt: 3 }),
  board('plan 9', { editedAt: 9, openedAt: 8, role: 'viewer', folder: 'f', createdAt: 1 }),
  board('Ärger', { editedAt: 7, starred: true, role: 'editor', createdAt: 2 }),
]
const names = (view: View, sort: Sort = 'edited') => arranged(boards, view, sort).map(({ name }) => name)

test('shows mine, what is shared with me, what has a star, and what lies in a folder', () => {
  expect(names('all')).toEqual(['plan 9', 'Ärger', 'Plan 10'])
  expect(names('mine')).toEqual(['Plan 10'])
  expect(names('shared')).toEqual(['plan 9', 'Ärger'])
  expect(names('starred')).toEqual(['Ärger'])
  expect(names(folderView({ id: 'f' }))).toEqual(['plan 9'])
  expect(names(folderView({ id: '__proto__' }))).toEqual([])
})

test('recent is what I opened, the last one first, whatever the order', () => {
  expect(names('recent', 'name')).toEqual(['plan 9', 'Plan 10'])
  const many = Array.from({ length: 50 }, (_, i) => board(`B${i}`, { openedAt: i }))
  expect(arranged(many, 'recent', 'edited').map(({ name }) => name)).toEqual(
    Array.from({ length: 12 }, (_, i) => `B${49 - i}`),
  )
})

test('sorts by name as people do, and by times newest first', () => {
  expect(names('all', 'name')).toEqual(['Ärger', 'plan 9', 'Plan 10'])
  expect(names('all', 'opened')).toEqual(['plan 9', 'Plan 10', 'Ärger'])
  expect(names('all', 'created')).toEqual(['Plan 10', 'Ärger', 'plan 9'])
})
