import { describe, expect, test, vi } from 'vitest'
import { element, id, pull, put } from '../testing/selecting.ts'
import { Trial } from '../testing/trial.ts'
import { neighbours } from './neighbours.ts'
import { Snapper } from './snapper.ts'

const shape = (name: string, x: number, y: number, w: number, h: number, more: object = {}) => ({
  id: id(name),
  type: 'rectangle',
  order: 'a1',
  x,
  y,
  w,
  h,
  width: 4,
  fill: 'red',
  ...more,
})

function trial(): Trial {
  const made = new Trial()
  made.desk.preferences.set({ snapping: true })
  put(made, shape('1', 100, 100, 100, 100), shape('2', 300, 300, 50, 50))
  return made
}

describe('moving', () => {
  test('sticks to an edge that is near, and says so by a guide while it goes on', () => {
    const t = trial()
    t.down(320, 320)
    t.move(250, 320)
    t.move(123, 320)
    expect(t.desk.tool.guides).toEqual([100, 150].map((at) => ({ axis: 'x', at, from: 100, to: 350 })))
    t.up(123, 320)
    expect(element(t, id('2'))).toMatchObject({ x: 100, y: 300 })
    expect(t.desk.tool.guides).toEqual([])
  })

  test('ctrl turns it off while it is held, and on where it is off', () => {
    const t = trial()
    t.drag([320, 320], [123, 320], { ctrl: true })
    expect(element(t, id('2'))).toMatchObject({ x: 103, y: 300 })
    t.desk.preferences.set({ snapping: false })
    t.drag([123, 320], [128, 320])
    expect(element(t, id('2'))).toMatchObject({ x: 108, y: 300 })
    t.drag([128, 320], [150, 320])
    t.drag([150, 320], [122, 320], { ctrl: true })
    expect(element(t, id('2'))).toMatchObject({ x: 100, y: 300 })
  })

  test('with shift it sticks only along the way that it goes', () => {
    const t = trial()
    put(t, shape('3', 303, 500, 50, 50))
    t.drag([320, 320], [322, 400], { shift: true })
    expect(element(t, id('2')).x).toBe(300)
  })

  test('a selection sticks as one, not to what is in it', () => {
    const t = trial()
    put(t, shape('3', 400, 300, 50, 50))
    t.desk.select([id('2'), id('3')])
    t.drag([320, 320], [170, 321])
    // 150 … 300: its left edge comes to the middle of the first.
    expect(element(t, id('2'))).toMatchObject({ x: 150, y: 301 })
    expect(element(t, id('3'))).toMatchObject({ x: 250, y: 301 })
  })

  test('sticks to the gap that two others have, and shows both while it goes on; not with ctrl', () => {
    const t = trial()
    put(t, shape('3', 240, 100, 110, 100))
    const to = [413, 160] as const
    t.down(320, 320)
    t.move(400, 200)
    t.move(...to)
    const gap = { axis: 'y', at: 165, isGap: true }
    expect(t.desk.tool.guides).toEqual([
      { ...gap, from: 350, to: 390 },
      { ...gap, from: 200, to: 240 },
    ])
    t.move(...to, { ctrl: true })
    expect(t.desk.tool.guides).toEqual([])
    t.up(...to)
    expect(element(t, id('2'))).toMatchObject({ x: 390, y: 140 })
  })

  test('a copy sticks to what it is a copy of, too', () => {
    const t = trial()
    put(t, shape('3', 240, 100, 110, 100))
    t.drag([260, 150], [413, 165], { alt: true })
    const [copy] = t.desk.selection
    if (!copy) throw new Error('nothing was copied')
    expect(element(t, copy)).toMatchObject({ x: 390, y: 115 })
    expect(element(t, id('3'))).toMatchObject({ x: 240, y: 100 })
  })

  test('the grid takes the place of others', () => {
    const t = trial()
    t.desk.preferences.set({ gridSnap: true })
    t.drag([320, 320], [129, 333])
    expect(element(t, id('2'))).toMatchObject({ x: 100, y: 320 })
  })
})

describe('resizing and drawing', () => {
  test('the corner that is pulled sticks; the other stays', () => {
    const t = trial()
    t.desk.select([id('2')])
    pull(t, 'nw', -103, -98)
    expect(element(t, id('2'))).toMatchObject({ x: 200, y: 200, w: 150, h: 150 })
  })

  test('with shift the nearer side sticks, and the shape keeps its own', () => {
    const t = trial()
    t.desk.select([id('2')])
    pull(t, 'nw', -97, -97, { shift: true })
    const { w, h, x } = element(t, id('2'))
    expect([x, w, h].map(Number)).toEqual([200, 150, 150])
  })

  test('a side never sticks to its opposite', () => {
    const t = trial()
    put(t, shape('3', 300, 500, 20, 20))
    t.desk.select([id('2')])
    pull(t, 'e', -48, 0, {})
    expect(Number(element(t, id('2')).w)).toBeGreaterThanOrEqual(1)
  })

  test('what is drawn begins and ends at edges', () => {
    const t = trial()
    const drawn = t.shape('rectangle', [203, 96], [304, 298])
    expect(element(t, drawn)).toMatchObject({ x: 200, y: 100, w: 100, h: 200 })
  })
})

test('a crowd of neighbours is looked at in part, what is out of view not at all', () => {
  const t = new Trial()
  put(t, ...Array.from({ length: 900 }, (_, i) => shape(`n${i}`, (i % 30) * 20, Math.floor(i / 30) * 20, 10, 10)))
  put(t, shape('far', 5_000, 100, 50, 50))
  const view = { minX: 0, minY: 0, maxX: 800, maxY: 600 }
  const around = { minX: 100, minY: 100, maxX: 110, maxY: 110 }
  const found = neighbours(t.desk.scene, { around, view, zoom: 1 }, new Set([id('n155')]))
  expect(found?.length).toBeGreaterThan(20)
  expect(found?.length).toBeLessThan(200)
  const alone = neighbours(
    t.desk.scene,
    { around: { minX: 700, minY: 500, maxX: 710, maxY: 510 }, view, zoom: 0.01 },
    new Set(),
  )
  expect(alone).toEqual([])
})

test('in a crowd nothing sticks, and the crowd is not looked at in every frame', () => {
  const t = new Trial()
  put(
    t,
    ...Array.from({ length: 2_700 }, (_, i) => shape(`x${i}`, 50 + (i % 60) * 2, 50 + Math.floor(i / 60) * 2, 8, 8)),
  )
  put(t, shape('mine', 400, 300, 50, 50))
  t.desk.preferences.set({ snapping: true })
  const search = vi.spyOn(t.desk.scene, 'idsIn')
  const snapper = new Snapper(t.desk)
  const ids = [id('mine')]
  for (let i = 0; i < 60; i++) {
    expect(snapper.moved(ids, { x: -297, y: -180 }, { ctrl: false, shift: false, alt: false })).toEqual({
      x: -297,
      y: -180,
    })
  }
  expect(snapper.guides).toEqual([])
  expect(search.mock.calls.length).toBeLessThan(4)
})

test('lines and strokes are nothing to stick to, but stick themselves', () => {
  const t = trial()
  t.desk.setTool('line')
  t.drag([20, 500], [40, 560], { ctrl: true })
  const [line] = t.desk.selection
  if (!line) throw new Error('no line was drawn')
  t.drag([320, 320], [62, 320])
  expect(element(t, id('2')).x).toBe(42)
  const before = t.desk.scene.bounds([line])
  t.desk.select([])
  const way = 100 - (before?.minX ?? 0)
  t.drag([30, 530], [30 + way + 3, 530])
  expect(t.desk.scene.bounds([line])?.minX).toBeCloseTo(100)
})
