import type { ElementId } from '@inkwire/board'
import { expect, test } from 'vitest'
import { OthersInk } from './others-ink.ts'
import { MemoryBoard } from './testing/memory-board.ts'

const id = (name: string) => name.padEnd(21, '_') as never
const stroke = { kind: 'stroke', id: id('ink') as ElementId, x: 0, y: 0, color: 'ink', width: 2, zoom: 1 } as const
const point = (x: number) => ({ x, y: 0, pressure: 0.5 })

function watched() {
  const board = new MemoryBoard()
  const [mine, theirs] = [board.join('Ada'), board.join('Ben')]
  let turns = 0
  const ink = new OthersInk(mine, () => turns++)
  return { mine, theirs, ink, turns: () => turns }
}

test('a stroke that is being drawn is seen from its first point on; however long it grows, nobody is called again', () => {
  const { theirs, ink, turns } = watched()
  ink.frame()
  expect([ink.seen, turns()]).toEqual([false, 0])
  for (let from = 0; from < 60; from++) {
    theirs.live({ ...stroke, from, points: [point(from)] })
    ink.frame()
    expect([ink.seen, turns()]).toEqual([true, 1])
  }
})

test('a stroke that is given up is seen no more', () => {
  const { theirs, ink, turns } = watched()
  theirs.live({ ...stroke, from: 0, points: [point(0)] })
  ink.frame()
  theirs.live({ kind: 'cancel' })
  ink.frame()
  expect([ink.seen, turns()]).toEqual([false, 2])
})

test('cursors and selections are no ink; nor is what is drawn on a board that has elements', () => {
  const { mine, theirs, ink, turns } = watched()
  theirs.live({ kind: 'cursor', x: 1, y: 1 })
  theirs.live({ kind: 'selection', ids: [id('any')] })
  ink.frame()
  mine.commit(id('g'), [
    { op: 'put', element: { id: id('box'), type: 'rectangle', order: 'a0', x: 0, y: 0, w: 5, h: 5 } },
  ])
  theirs.live({ ...stroke, from: 0, points: [point(0)] })
  ink.frame()
  expect([ink.seen, turns()]).toEqual([false, 0])
})
