import { fold } from '@inkwire/board'
import { describe, expect, test } from 'vitest'
import { duplicateOps } from '../edits/duplication.ts'
import { removeOps } from '../edits/removal.ts'
import { element, handleNames, id, pull, someGesture } from '../testing/selecting.ts'
import { Trial } from '../testing/trial.ts'
import { groupSelection, toggleLock, ungroupSelection } from './arranging.ts'
import { leaveGroup } from './groups.ts'

describe('groups', () => {
  const grouped = () => {
    const trial = new Trial()
    trial.desk.setStyle({ fill: 'red' })
    const a = trial.shape('rectangle', [100, 100], [200, 200])
    const b = trial.shape('rectangle', [150, 150], [250, 250])
    const c = trial.shape('rectangle', [240, 240], [340, 340])
    trial.desk.select([b, a])
    groupSelection(trial.desk)
    const [group] = trial.desk.selection
    if (!group) throw new Error('no group')
    return { trial, a, b, c, group }
  }

  test('a group lies where its upmost member was, and its members keep their order', () => {
    const { trial, a, b, c, group } = grouped()
    expect(trial.desk.scene.paintOrdered([a, b, c, group]).map(({ id }) => id)).toEqual([group, a, b, c])
    expect(element(trial, a).parent).toBe(group)
  })

  test('a click on a member selects the group, which moves and is resized as one', () => {
    const { trial, a, b, group } = grouped()
    trial.click(500, 500)
    trial.click(110, 110)
    expect(trial.desk.selection).toEqual([group])
    trial.drag([110, 110], [130, 140])
    expect(element(trial, b)).toMatchObject({ x: 170, y: 180 })
    pull(trial, 'se', 150, 150)
    expect(element(trial, a)).toMatchObject({ x: 120, y: 130, w: 200, h: 200 })
    expect(element(trial, b)).toMatchObject({ x: 220, y: 230, w: 200, h: 200 })
  })

  test('a double-click goes into the group; escape and a click elsewhere come out of it', () => {
    const { trial, a, b, c, group } = grouped()
    trial.click(500, 500)
    trial.doubleClick(110, 110)
    expect(trial.desk.entered).toBe(group)
    expect(trial.desk.selection).toEqual([a])
    trial.click(240, 200)
    expect(trial.desk.selection).toEqual([b])
    expect(leaveGroup(trial.desk)).toBe(true)
    expect(trial.desk.selection).toEqual([group])
    expect(trial.desk.entered).toBeNull()
    trial.doubleClick(110, 110)
    trial.click(330, 330)
    expect(trial.desk.selection).toEqual([c])
    expect(trial.desk.entered).toBeNull()
  })

  test('groups nest, and are dissolved one by one, members in their places', () => {
    const { trial, a, b, c, group } = grouped()
    trial.desk.select([group, c])
    groupSelection(trial.desk)
    const [outer] = trial.desk.selection
    trial.click(500, 500)
    trial.doubleClick(110, 110)
    expect(trial.desk.selection).toEqual([group])
    trial.doubleClick(110, 110)
    expect(trial.desk.selection).toEqual([a])
    trial.desk.enter(null)
    trial.desk.select(outer ? [outer] : [])
    ungroupSelection(trial.desk)
    expect([...trial.desk.selection].sort()).toEqual([group, c].sort())
    ungroupSelection(trial.desk)
    expect(trial.desk.scene.paintOrdered([c, b, a]).map(({ id }) => id)).toEqual([a, b, c])
    expect([...trial.board.document.elements()].map(({ type }) => type)).toEqual([
      'rectangle',
      'rectangle',
      'rectangle',
    ])
  })

  test('a group goes with its last member', () => {
    const { trial, a, b, c } = grouped()
    trial.mine.commit(someGesture, removeOps(trial.desk.scene, [a]))
    expect(trial.board.document.size).toBe(3)
    trial.mine.commit(someGesture, removeOps(trial.desk.scene, [b]))
    expect([...trial.board.document.elements()].map(({ id }) => id)).toEqual([c])
  })

  test('copies of a group are members of its copy, in the same order', () => {
    const { trial, group } = grouped()
    let count = 0
    const { ops, copies } = duplicateOps(trial.desk.scene, [group], {
      dx: 10,
      dy: 10,
      newId: () => id(`n${count++}`),
      random: () => 0.5,
    })
    fold(trial.board.document, { actor: trial.mine.actor, number: 99, ops })
    trial.desk.scene.rebuild()
    expect(trial.desk.scene.membersOf(copies[0]).map(({ x }) => x)).toEqual([110, 160])
  })
})

describe('locked', () => {
  test('what is locked is neither moved nor resized nor deleted, but picked by a click to be unlocked', () => {
    const trial = new Trial()
    trial.desk.setStyle({ fill: 'red' })
    const a = trial.shape('rectangle', [100, 100], [200, 200])
    trial.desk.select([a])
    toggleLock(trial.desk)
    expect(handleNames(trial)).toEqual([])
    trial.drag([150, 150], [250, 250])
    expect(element(trial, a)).toMatchObject({ x: 100, y: 100 })
    // The drag was a marquee, which does not take it.
    expect(trial.desk.selection).toEqual([])
    expect(trial.desk.unlocked()).toEqual([])
    trial.desk.setTool('eraser')
    trial.drag([90, 150], [210, 150])
    expect(trial.board.document.size).toBe(1)
    trial.desk.setTool('select')
    trial.doubleClick(150, 150)
    expect(trial.desk.typing).toBeNull()
    expect(trial.desk.selection).toEqual([a])
    toggleLock(trial.desk)
    trial.drag([150, 150], [160, 150])
    expect(element(trial, a)).toMatchObject({ x: 110 })
  })
})
