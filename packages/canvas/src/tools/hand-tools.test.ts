import { TRAIL_TIME } from '@inkwire/board'
import { describe, expect, test, vi } from 'vitest'
import { selectKind } from '../selection/arranging.ts'
import { element, id, put } from '../testing/selecting.ts'
import { Trial } from '../testing/trial.ts'

const box = (name: string, x: number, y: number, more: object = {}) => ({
  id: id(name),
  type: 'rectangle',
  order: 'a1',
  x,
  y,
  w: 50,
  h: 50,
  color: 'red',
  fill: 'blue',
  ...more,
})

function lassoed(trial: Trial, places: readonly (readonly [number, number])[], held = {}): void {
  trial.desk.setTool('lasso')
  const [first, ...others] = places
  if (!first) return
  trial.down(...first, held)
  for (const place of others) trial.move(...place, held)
  trial.up(...(others.at(-1) ?? first), held)
}

describe('lasso', () => {
  const around = [[80, 80], [260, 80], [260, 170], [80, 170]] as const // biome-ignore format: one row

  test('selects what it touches, with alt only what lies whole in it; then Select is at work', () => {
    const trial = new Trial()
    put(trial, box('a', 100, 100), box('b', 240, 100), box('c', 400, 100))
    lassoed(trial, around)
    expect(new Set(trial.desk.selection)).toEqual(new Set([id('a'), id('b')]))
    expect(trial.desk.toolId).toBe('select')
    lassoed(trial, around, { alt: true })
    expect(trial.desk.selection).toEqual([id('a')])
    trial.desk.preferences.set({ wholeOnly: true })
    lassoed(trial, around)
    expect(trial.desk.selection).toEqual([id('a')])
  })

  test('goes around things: what is in its box but not in its line is not selected', () => {
    const trial = new Trial()
    put(trial, box('in', 100, 100), box('hollow', 200, 200), box('line', 300, 300, { locked: true }))
    lassoed(trial, [[80, 80], [400, 80], [400, 170], [180, 170], [180, 400], [80, 400]]) // biome-ignore format: one row
    expect(trial.desk.selection).toEqual([id('in')])
  })

  test('with shift it adds; escape gives it up; a click selects what is there', () => {
    const trial = new Trial()
    put(trial, box('a', 100, 100), box('b', 400, 100))
    trial.desk.select([id('b')])
    lassoed(trial, around, { shift: true })
    expect(new Set(trial.desk.selection)).toEqual(new Set([id('a'), id('b')]))
    trial.desk.select([id('b')])
    trial.desk.setTool('lasso')
    trial.down(80, 80, { shift: true })
    trial.move(260, 80, { shift: true })
    trial.move(260, 170, { shift: true })
    trial.desk.cancel()
    expect(trial.desk.selection).toEqual([id('b')])
    lassoed(trial, [[110, 110]])
    expect(trial.desk.selection).toEqual([id('a')])
  })

  test('a group counts as one, and as whole when all in it is', () => {
    const trial = new Trial()
    put(trial, { id: id('g'), type: 'group', order: 'a1' }, box('a', 100, 100, { parent: id('g') }), box('b', 240, 100, { parent: id('g') })) // biome-ignore format: one row
    lassoed(trial, around)
    expect(trial.desk.selection).toEqual([id('g')])
    lassoed(trial, around, { alt: true })
    expect(trial.desk.selection).toEqual([])
  })
})

test('a marquee takes what it touches; with alt, or as it is set, only what lies whole in it', () => {
  const trial = new Trial()
  put(trial, box('a', 100, 100), box('b', 240, 100))
  trial.drag([80, 80], [260, 170])
  expect(trial.desk.selection).toHaveLength(2)
  trial.drag([80, 80], [260, 170], { alt: true })
  expect(trial.desk.selection).toEqual([id('a')])
  trial.desk.preferences.set({ wholeOnly: true })
  trial.drag([80, 80], [260, 170])
  expect(trial.desk.selection).toEqual([id('a')])
  trial.drag([80, 80], [260, 170], { alt: true })
  expect(trial.desk.selection).toHaveLength(2)
})

describe('laser', () => {
  test('shows its way to others, stores nothing, and fades', () => {
    const trial = new Trial()
    trial.desk.setTool('laser')
    trial.move(0, 0)
    trial.drag([10, 10], [50, 10])
    trial.drag([10, 90], [50, 90])
    const trail = trial.theirs.peers()[0]?.trail ?? []
    expect(trail[0]).toMatchObject({ x: 10, y: 10 })
    expect(trail.at(-1)).toMatchObject({ x: 50, y: 90 })
    expect(trial.mine.batches).toEqual([])
    const later = performance.now() + TRAIL_TIME + 1
    const clock = vi.spyOn(performance, 'now').mockReturnValue(later)
    trial.down(5, 5)
    expect(trial.desk.tool.trail).toEqual([{ x: 5, y: 5, trail: Math.floor(later), at: later }])
    clock.mockRestore()
  })

  test('is for those too who may only look', () => {
    const trial = new Trial()
    trial.mine.setCanEdit(false)
    trial.desk.setTool('laser')
    trial.drag([10, 10], [50, 10])
    expect(trial.theirs.peers()[0]?.trail.length).toBeGreaterThan(1)
  })
})

describe('eraser', () => {
  test('with alt it gives back what it goes over', () => {
    const trial = new Trial()
    put(trial, box('a', 0, 0), box('b', 100, 0), box('c', 200, 0))
    trial.desk.setTool('eraser')
    trial.down(20, 20)
    trial.move(220, 20)
    expect(trial.desk.draft.elements.size).toBe(3)
    expect(trial.theirs.peers()[0]?.preview.size).toBe(3)
    trial.move(120, 20, { alt: true })
    expect([...trial.desk.draft.elements.keys()]).toEqual([id('a')])
    trial.up(120, 20, { alt: true })
    expect([...trial.board.document.elements()].map((one) => one.id)).toEqual([id('b'), id('c')])
    expect(trial.mine.batches).toHaveLength(2)
  })

  test('escape gives up, and what was all given back is no gesture', () => {
    const trial = new Trial()
    put(trial, box('a', 0, 0))
    trial.desk.setTool('eraser')
    trial.down(20, 20)
    trial.desk.cancel()
    trial.up(20, 20)
    trial.drag([20, 20], [20, 20], { alt: true })
    expect(trial.board.document.size).toBe(1)
    expect(trial.mine.batches).toHaveLength(1)
  })

  test('what stays when its frame goes is not faint; a highlighter fades from what it is', () => {
    const trial = new Trial()
    put(trial, { id: id('f'), type: 'frame', order: 'a1', x: 0, y: 0, w: 200, h: 200, name: 'F' }, box('a', 50, 50, { parent: id('f') })) // biome-ignore format: one row
    trial.desk.setTool('eraser')
    trial.down(100, 0)
    expect([...trial.desk.draft.elements.keys()]).toEqual([id('f')])
    trial.desk.cancel()
    trial.desk.setTool('highlighter')
    trial.drag([300, 300], [400, 300])
    trial.desk.setTool('eraser')
    trial.down(350, 300)
    expect([...trial.desk.draft.elements.values()][0]?.opacity).toBeCloseTo(0.35 * 0.25)
  })

  test('what somebody else deletes meanwhile is let go of', () => {
    const trial = new Trial()
    put(trial, box('a', 0, 0), box('b', 100, 0))
    trial.desk.setTool('eraser')
    trial.down(20, 20)
    trial.move(120, 20)
    trial.theirs.commit('h'.repeat(21) as never, [{ op: 'remove', id: id('a') }])
    expect([...trial.desk.draft.elements.keys()]).toEqual([id('b')])
    trial.up(120, 20)
    expect(trial.board.document.size).toBe(0)
  })
})

describe('eyedropper', () => {
  test('takes the colours for what is drawn next, and the tool before is back', () => {
    const trial = new Trial()
    put(trial, box('a', 0, 0, { color: 'violet', fill: 'green' }))
    trial.desk.setTool('ellipse')
    trial.desk.setTool('eyedropper')
    trial.click(20, 20)
    expect(trial.desk.toolId).toBe('ellipse')
    expect(trial.desk.style).toMatchObject({ color: 'violet', fill: 'green' })
  })

  test('gives them to what is selected, in one gesture; nothing under it takes nothing', () => {
    const trial = new Trial()
    put(trial, box('a', 0, 0, { color: 'violet', fill: 'green' }), box('b', 100, 0), box('c', 200, 0))
    trial.desk.select([id('b'), id('c')])
    trial.desk.setTool('eyedropper')
    trial.click(500, 500)
    expect(trial.desk.toolId).toBe('eyedropper')
    trial.click(20, 20)
    expect(element(trial, id('b'))).toMatchObject({ color: 'violet', fill: 'green' })
    expect(element(trial, id('c'))).toMatchObject({ color: 'violet', fill: 'green' })
    expect(trial.mine.batches).toHaveLength(2)
    expect(trial.desk.selection).toEqual([id('b'), id('c')])
  })
})

test('a style is copied from one thing to others, as far as they have it', () => {
  const trial = new Trial()
  const text = { id: id('t'), type: 'text', order: 'a1', x: 300, y: 0, text: 'x', color: 'ink', fontSize: 16 }
  put(trial, box('a', 0, 0, { color: 'pink', fill: undefined, dash: 'dashed', opacity: 0.5 }), box('b', 100, 0), text) // biome-ignore format: one row
  trial.desk.select([id('a')])
  trial.desk.copiedStyle.take(trial.desk)
  trial.desk.select([id('b'), id('t')])
  trial.desk.copiedStyle.give(trial.desk)
  expect(element(trial, id('b'))).toMatchObject({ color: 'pink', dash: 'dashed', opacity: 0.5 })
  expect(element(trial, id('b')).fill ?? null).toBeNull()
  expect(element(trial, id('t'))).toMatchObject({ color: 'pink', opacity: 0.5 })
  expect(element(trial, id('t')).dash).toBeUndefined()
  expect(trial.mine.batches).toHaveLength(2)
})

test('all of a kind: pens and highlighters apart, what is in groups or locked left out', () => {
  const trial = new Trial()
  trial.desk.setTool('pen')
  for (const y of [0, 20, 40]) trial.drag([0, y], [50, y])
  trial.desk.setTool('highlighter')
  trial.drag([0, 80], [50, 80])
  const pens = [...trial.board.document.elements()].filter((one) => one.pen === undefined).map((one) => one.id)
  const [first, second, third] = pens
  if (!first || !second || !third) throw new Error('three strokes were drawn')
  put(trial, { id: id('g'), type: 'group', order: 'a1' })
  trial.mine.commit('h'.repeat(21) as never, [{ op: 'set', id: third, props: { parent: id('g') } }])
  trial.desk.setTool('select')
  trial.desk.select([first])
  selectKind(trial.desk)
  expect(trial.desk.selection).toEqual([first, second])
})
