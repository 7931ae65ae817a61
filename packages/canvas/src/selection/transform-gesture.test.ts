import { endOf, numberOf, own, packPoints, skeletonOf, strokePoints } from '@inkwire/board'
import { describe, expect, test } from 'vitest'
import { element, handle, handleNames, id, pull, put, someGesture } from '../testing/selecting.ts'
import { Trial } from '../testing/trial.ts'

describe('handles', () => {
  test('a corner resizes; with shift it keeps the ratio, with alt the centre', () => {
    const trial = new Trial()
    const a = trial.shape('rectangle', [100, 100], [200, 150])
    pull(trial, 'se', 40, 30)
    expect(element(trial, a)).toMatchObject({ x: 100, y: 100, w: 140, h: 80 })
    pull(trial, 'nw', 70, 0, { shift: true })
    // The pointer stays at the old top: of the two factors the larger one counts.
    expect(element(trial, a)).toMatchObject({ w: 140, h: 80 })
    pull(trial, 'se', 10, 20, { alt: true })
    expect(element(trial, a)).toMatchObject({ x: 90, y: 80, w: 160, h: 120 })
  })

  test('a line beside a handle can still be taken to move by', () => {
    const trial = new Trial()
    const a = trial.shape('rectangle', [100, 100], [200, 200])
    trial.drag([100, 150], [130, 150])
    expect(element(trial, a)).toMatchObject({ x: 130, y: 100, w: 100, h: 100 })
  })

  test('a side changes one length', () => {
    const trial = new Trial()
    const a = trial.shape('ellipse', [100, 100], [200, 200])
    pull(trial, 'e', 50, 33)
    expect(element(trial, a)).toMatchObject({ x: 100, y: 100, w: 150, h: 100 })
    pull(trial, 'n', 10, -20)
    expect(element(trial, a)).toMatchObject({ x: 100, y: 80, w: 150, h: 120 })
  })

  test('pulled past the other side it is mirrored, never without a size', () => {
    const trial = new Trial()
    const a = trial.shape('rectangle', [100, 100], [200, 200])
    pull(trial, 'e', -180, 0)
    expect(element(trial, a)).toMatchObject({ x: 20, w: 80 })
    pull(trial, 'e', -80, 0)
    expect(numberOf(element(trial, a), 'w', 0)).toBeGreaterThan(0)
  })

  test('resizing is seen by others while it goes on, one batch when it is over, and nothing when it is given up', () => {
    const trial = new Trial()
    const a = trial.shape('rectangle', [100, 100], [200, 200])
    const batches = trial.mine.batches.length
    const [x, y] = handle(trial, 'se')
    trial.down(x, y)
    trial.move(x + 50, y + 50)
    expect(trial.theirs.peers()[0]?.preview.get(a)).toMatchObject({ w: 150, h: 150 })
    expect(trial.mine.batches).toHaveLength(batches)
    trial.desk.cancel()
    trial.up(x + 50, y + 50)
    expect(trial.mine.batches).toHaveLength(batches)
    expect(trial.theirs.peers()[0]?.preview.size).toBe(0)
    pull(trial, 'se', 50, 50)
    expect(trial.mine.batches).toHaveLength(batches + 1)
  })

  test('an element that is turned is resized along its own sides, and the corner across stays', () => {
    const trial = new Trial()
    const a = trial.shape('rectangle', [100, 100], [200, 200])
    trial.mine.commit(someGesture, [{ op: 'set', id: a, props: { angle: Math.PI / 4 } }])
    const [before] = skeletonOf(element(trial, a), trial.desk.scene.context)
    pull(trial, 'se', 0, 50)
    const after = element(trial, a)
    expect(numberOf(after, 'w', 0)).toBeCloseTo(100 + 50 / Math.SQRT2)
    expect(numberOf(after, 'h', 0)).toBeCloseTo(100 + 50 / Math.SQRT2)
    expect(after.angle).toBeCloseTo(Math.PI / 4)
    const [corner] = skeletonOf(after, trial.desk.scene.context)
    expect(corner?.x).toBeCloseTo(before?.x ?? 0)
    expect(corner?.y).toBeCloseTo(before?.y ?? 0)
  })

  test('the rotation handle turns around the centre, with shift in steps of 15 degrees', () => {
    const trial = new Trial()
    const a = trial.shape('rectangle', [100, 100], [200, 200])
    trial.drag(handle(trial, 'rotate'), [226, 150])
    expect(element(trial, a).angle).toBeCloseTo(Math.PI / 2)
    expect(element(trial, a)).toMatchObject({ x: 100, y: 100, w: 100, h: 100 })
    trial.drag(handle(trial, 'rotate'), [156, 226], { shift: true })
    expect(element(trial, a).angle).toBeCloseTo(Math.PI)
  })

  test('several are resized and turned in their common box', () => {
    const trial = new Trial()
    const a = trial.shape('rectangle', [100, 100], [200, 200])
    const b = trial.shape('ellipse', [300, 100], [400, 200])
    trial.desk.select([a, b])
    pull(trial, 'e', 300, 0)
    expect(element(trial, a)).toMatchObject({ x: 100, w: 200, h: 100 })
    expect(element(trial, b)).toMatchObject({ x: 500, w: 200, h: 100 })
    const [x] = handle(trial, 'rotate')
    const [, middle] = handle(trial, 'e')
    trial.drag([x, handle(trial, 'rotate')[1]], [x + 300, middle])
    expect(element(trial, a).angle).toBeCloseTo(Math.PI / 2)
    expect(numberOf(element(trial, a), 'x', 0)).toBeCloseTo(numberOf(element(trial, b), 'x', 0))
    expect(numberOf(element(trial, b), 'y', 0)).toBeGreaterThan(numberOf(element(trial, a), 'y', 0))
  })

  test('what is turned grows evenly with others', () => {
    const trial = new Trial()
    const a = trial.shape('rectangle', [100, 100], [200, 200])
    const b = trial.shape('rectangle', [300, 100], [400, 200])
    trial.mine.commit(someGesture, [{ op: 'set', id: b, props: { angle: 0.3 } }])
    trial.desk.select([a, b])
    expect(handleNames(trial)).not.toContain('e')
    const height = numberOf(element(trial, b), 'h', 0)
    pull(trial, 'se', 200, 0)
    const ratio = numberOf(element(trial, b), 'h', 0) / height
    expect(ratio).toBeGreaterThan(1.2)
    expect(numberOf(element(trial, a), 'w', 0) / 100).toBeCloseTo(ratio)
  })

  test('the points of a stroke go along', () => {
    const trial = new Trial()
    trial.desk.setTool('pen')
    trial.drag([100, 100], [200, 180])
    const [stroke] = [...trial.board.document.elements()]
    if (!stroke) throw new Error('no stroke')
    trial.desk.setTool('select')
    trial.desk.select([stroke.id])
    pull(trial, 'se', 100, 80)
    const after = element(trial, stroke.id)
    const last = strokePoints(after).at(-1)
    expect(Number(after.x)).toBeCloseTo(100, 0)
    expect(Number(after.x) + (last?.x ?? 0)).toBeCloseTo(300, 0)
    expect(Number(after.y) + (last?.y ?? 0)).toBeCloseTo(260, 0)
  })

  test('a text grows at a corner, wraps at a side, and is measured anew', () => {
    const trial = new Trial()
    put(trial, { id: id('t'), type: 'text', order: 'a0', x: 100, y: 100, fontSize: 20, text: 'some words here' })
    trial.desk.select([id('t')])
    expect(handleNames(trial)).not.toContain('s')
    pull(trial, 'se', 150, 25)
    expect(element(trial, id('t'))).toMatchObject({ fontSize: 40, x: 100, y: 100 })
    expect(own(element(trial, id('t')), 'layout')).toMatchObject({ fontSize: 40, breaks: [] })
    pull(trial, 'e', -150, 0)
    expect(element(trial, id('t'))).toMatchObject({ fontSize: 40, w: 150, x: 100, y: 100 })
    expect(own(element(trial, id('t')), 'layout')).toMatchObject({ breaks: [5, 11] })
  })

  test('the end of an arrow is dragged, and bound to what it is put on', () => {
    const trial = new Trial()
    const box = trial.shape('rectangle', [300, 100], [400, 200])
    trial.desk.setTool('arrow')
    trial.drag([100, 300], [200, 300])
    const [arrow] = trial.desk.selection
    if (!arrow) throw new Error('no arrow')
    expect(handleNames(trial)).toEqual(['between-0', 'start', 'end'])
    trial.drag(handle(trial, 'end'), [350, 150])
    expect(endOf(element(trial, arrow), 'end')?.binding?.id).toBe(box)
    trial.drag(handle(trial, 'end'), [350, 320])
    expect(endOf(element(trial, arrow), 'end')).toEqual({ x: 350, y: 320 })
  })

  test('when somebody deletes what is resized, that ends and says so', () => {
    const trial = new Trial()
    const a = trial.shape('rectangle', [100, 100], [200, 200])
    const [x, y] = handle(trial, 'se')
    trial.down(x, y)
    trial.move(x + 50, y + 50)
    trial.theirs.commit(someGesture, [{ op: 'remove', id: a }])
    expect(trial.desk.notice).toMatch(/deleted/)
    trial.move(x + 60, y + 60)
    trial.up(x + 60, y + 60)
    expect(trial.board.document.size).toBe(0)
    expect(trial.desk.tool.busy).toBe(false)
  })

  test('what others change meanwhile stays', () => {
    const trial = new Trial()
    const a = trial.shape('rectangle', [100, 100], [200, 200])
    const [x, y] = handle(trial, 'e')
    trial.down(x, y)
    trial.move(x + 50, y)
    trial.theirs.commit(someGesture, [{ op: 'set', id: a, props: { color: 'red', h: 300 } }])
    trial.up(x + 50, y)
    expect(element(trial, a)).toMatchObject({ w: 150, h: 300, color: 'red' })
  })

  test('however far a handle is pulled, what is stored is valid', () => {
    const trial = new Trial()
    const a = trial.shape('rectangle', [100, 100], [200, 200])
    trial.desk.setCamera({ x: 0, y: 0, zoom: 0.1 })
    trial.desk.select([a])
    pull(trial, 'se', 1e9, 1e9, { alt: true })
    expect(numberOf(element(trial, a), 'w', 0)).toBeGreaterThanOrEqual(100)
  })

  test('others are shown no more than fits into a live message', () => {
    const trial = new Trial()
    const ids = Array.from({ length: 900 }, (_, i) => id(`e${i}`))
    put(trial, ...ids.map((key, i) => ({ id: key, type: 'rectangle', order: `a0${i}1`, x: i, y: i, w: 9, h: 9 })))
    const turned = (count: number) => {
      trial.desk.select(ids.slice(0, count))
      const [x, y] = handle(trial, 'rotate')
      trial.drag([x, y], [x + 100, y + 50])
      return trial.mine.parts.findLast((part) => part.kind === 'preview')?.ops.length
    }
    const some = turned(200)
    expect(some).toBeGreaterThan(50)
    expect(some).toBeLessThanOrEqual(200)
    trial.mine.parts.length = 0
    // Of a crowd the picture is turned: nothing is worked out before the pointer is up.
    expect(turned(900)).toBeUndefined()
    expect(trial.mine.batches.at(-1)?.ops).toHaveLength(900)
  })
})

test('what a newer version made has no handles of its own, and keeps its size among others', () => {
  const trial = new Trial()
  put(trial, {
    id: id('s'),
    type: 'stroke',
    order: 'a0',
    x: 0,
    y: 0,
    points: packPoints([{ x: 0, y: 0, pressure: 1 }], 1),
  })
  put(trial, { id: id('n'), type: 'newer-thing', order: 'a1', x: 100, y: 100, w: 50, h: 50 })
  trial.desk.select([id('n')])
  expect(handleNames(trial)).toEqual([])
  trial.desk.select([id('s'), id('n')])
  pull(trial, 'se', 100, 100)
  expect(element(trial, id('n'))).toMatchObject({ w: 50, h: 50 })
})
