import { endOf } from '@inkwire/board'
import { describe, expect, test } from 'vitest'
import { removeOps } from '../edits/removal.ts'
import { element, handleNames, id, pull, put, someGesture } from '../testing/selecting.ts'
import { Trial } from '../testing/trial.ts'

describe('copies', () => {
  test('alt-drag leaves the originals and moves copies; arrows between them are bound to the copies', () => {
    const trial = new Trial()
    trial.desk.setStyle({ fill: 'red' })
    const a = trial.shape('rectangle', [100, 100], [200, 200])
    const b = trial.shape('rectangle', [300, 100], [400, 200])
    trial.desk.setTool('arrow')
    trial.drag([150, 150], [350, 150])
    const [arrow] = trial.desk.selection
    if (!arrow) throw new Error('no arrow')
    trial.desk.select([a, b, arrow])
    const [x, y] = [110, 110]
    trial.down(x, y, { alt: true })
    trial.move(x, y + 100, { alt: true })
    expect(trial.theirs.peers()[0]?.preview.size).toBe(3)
    trial.up(x, y + 200, { alt: true })
    expect(trial.board.document.size).toBe(6)
    expect(element(trial, a)).toMatchObject({ x: 100, y: 100 })
    const copies = trial.desk.selection.map((one) => element(trial, one))
    expect(copies.map(({ y }) => y)).toEqual([300, 300, undefined])
    const [copyA, copyB, copy] = copies
    expect(copy && endOf(copy, 'start')?.binding?.id).toBe(copyA?.id)
    expect(copy && endOf(copy, 'end')?.binding?.id).toBe(copyB?.id)
    expect(endOf(element(trial, arrow), 'start')?.binding?.id).toBe(a)
  })

  test('letting go of alt moves after all', () => {
    const trial = new Trial()
    trial.desk.setStyle({ fill: 'red' })
    const a = trial.shape('rectangle', [100, 100], [200, 200])
    trial.down(150, 150, { alt: true })
    trial.move(200, 200, { alt: true })
    trial.move(250, 150)
    trial.up(250, 150)
    expect(trial.board.document.size).toBe(1)
    expect(element(trial, a)).toMatchObject({ x: 200, y: 100 })
  })
})

describe('frames', () => {
  const framed = () => {
    const trial = new Trial()
    put(trial, { id: id('frame'), type: 'frame', order: 'a0', x: 300, y: 100, w: 200, h: 200 })
    trial.desk.setStyle({ fill: 'red' })
    const a = trial.shape('rectangle', [100, 100], [200, 200])
    return { trial, a, frame: id('frame') }
  }

  test('what is dropped into a frame becomes its member, and out of it again none', () => {
    const { trial, a, frame } = framed()
    const batches = trial.mine.batches.length
    trial.down(150, 150)
    trial.move(350, 200)
    expect(trial.desk.tool.target).toBe(frame)
    trial.up(350, 200)
    expect(trial.mine.batches).toHaveLength(batches + 1)
    expect(element(trial, a).parent).toBe(frame)
    trial.drag([350, 200], [150, 150])
    expect(element(trial, a).parent).toBeUndefined()
  })

  test('what would be hidden by a frame stays out of it: its middle counts, not the pointer alone', () => {
    const { trial, a, frame } = framed()
    trial.drag([195, 150], [305, 150])
    expect(element(trial, a)).toMatchObject({ x: 210 })
    expect(element(trial, a).parent).toBeUndefined()
    trial.drag([250, 150], [330, 150])
    expect(element(trial, a).parent).toBe(frame)
  })

  test('a copy that is dropped into a frame is a member of it', () => {
    const { trial, a, frame } = framed()
    trial.drag([150, 150], [400, 200], { alt: true })
    expect(element(trial, a).parent).toBeUndefined()
    const [copy] = trial.desk.selection
    expect(copy && element(trial, copy)).toMatchObject({ x: 350, parent: frame })
  })

  test('a frame takes its members along', () => {
    const { trial, a, frame } = framed()
    trial.drag([150, 150], [350, 200])
    const before = Number(element(trial, a).x)
    trial.desk.select([frame])
    trial.drag([300, 280], [320, 290])
    expect(element(trial, frame)).toMatchObject({ x: 320, y: 110 })
    expect(element(trial, a)).toMatchObject({ x: before + 20, parent: frame })
  })

  test('deleting a frame leaves what it holds in its place, unless that is selected too', () => {
    const { trial, a, frame } = framed()
    trial.drag([150, 150], [350, 200])
    put(trial, { id: id('above'), type: 'rectangle', order: 'a5', x: 0, y: 0, w: 10, h: 10 })
    const both = removeOps(trial.desk.scene, [frame, a])
    expect(both.map(({ op }) => op)).toEqual(['remove', 'remove'])
    trial.mine.commit(someGesture, removeOps(trial.desk.scene, [frame]))
    expect(trial.board.document.get(frame)).toBeUndefined()
    expect(element(trial, a).parent).toBeUndefined()
    expect(trial.desk.scene.paintOrdered([id('above'), a]).map(({ id }) => id)).toEqual([a, id('above')])
  })

  test('a frame alone is resized around what it holds; with others what it holds grows too', () => {
    const { trial, a, frame } = framed()
    trial.drag([150, 150], [400, 200])
    const before = element(trial, a)
    trial.desk.select([frame])
    pull(trial, 'se', 100, 50)
    expect(element(trial, frame)).toMatchObject({ w: 300, h: 250 })
    expect(element(trial, a)).toBe(before)
    put(trial, { id: id('beside'), type: 'rectangle', order: 'a9', x: 600, y: 100, w: 100, h: 100 })
    trial.desk.select([frame, id('beside')])
    pull(trial, 'se', 400, 250)
    expect(element(trial, a)).toMatchObject({ w: 200, h: 200 })
  })

  test('a frame has no rotation handle', () => {
    const { trial, frame } = framed()
    trial.desk.select([frame])
    expect(handleNames(trial)).not.toContain('rotate')
    expect(handleNames(trial)).toContain('se')
  })
})
