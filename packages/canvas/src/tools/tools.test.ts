import { DOCUMENT_LIMITS, type Element, own, strokePoints } from '@inkwire/board'
import { describe, expect, test } from 'vitest'
import { Trial } from '../testing/trial.ts'

const only = (trial: Trial): Element => {
  const elements = [...trial.board.document.elements()]
  expect(elements).toHaveLength(1)
  return elements[0] as Element
}

describe('pen', () => {
  test('a stroke is one gesture of one batch, shown to others while it is drawn', () => {
    const trial = new Trial()
    trial.desk.setTool('pen')
    trial.down(10, 20)
    trial.move(30, 40)
    expect(trial.theirs.peers()[0]?.preview.size).toBe(1)
    trial.move(50, 20)
    trial.up(50, 20)
    expect(trial.mine.batches).toHaveLength(1)
    const stroke = only(trial)
    expect(stroke).toMatchObject({ type: 'stroke', x: 10, y: 20 })
    expect(strokePoints(stroke).map(({ x, y }) => [x, y])).toEqual([[0, 0], [20, 20], [40, 0]]) // biome-ignore format: one row
    expect(trial.theirs.peers()[0]?.preview.size).toBe(0)
    expect(trial.desk.toolId).toBe('pen')
  })

  test('a tap leaves a dot', () => {
    const trial = new Trial()
    trial.desk.setTool('pen')
    trial.click(5, 5)
    expect(strokePoints(only(trial))).toHaveLength(1)
  })

  test('live parts repeat the last eight points', () => {
    const trial = new Trial()
    trial.desk.setTool('pen')
    trial.down(0, 0)
    for (let i = 1; i <= 20; i++) trial.move(i * 10, i)
    const parts = trial.mine.parts.filter((part) => part.kind === 'stroke')
    expect(parts.at(-1)).toMatchObject({ from: 12 })
    expect(parts.at(-1)?.points).toHaveLength(9)
  })

  test('a long stroke goes on as the next one of the same gesture, from the same point', () => {
    const trial = new Trial()
    trial.desk.setTool('pen')
    trial.down(0, 0)
    for (let i = 1; i <= DOCUMENT_LIMITS.strokeCutPoints + 10; i++) trial.move(i % 700, Math.floor(i / 7) % 500)
    trial.up(1, 1)
    const gestures = new Set(trial.mine.batches.map(({ gesture }) => gesture))
    expect(trial.mine.batches).toHaveLength(2)
    expect(gestures.size).toBe(1)
    const [first, second] = [...trial.board.document.elements()]
    if (!first || !second) throw new Error('two strokes expected')
    expect(strokePoints(first)).toHaveLength(DOCUMENT_LIMITS.strokeCutPoints)
    const last = strokePoints(first).at(-1)
    expect(second.x).toBeCloseTo(Number(first.x) + Number(last?.x), 3)
    expect(second.y).toBeCloseTo(Number(first.y) + Number(last?.y), 3)
  })

  test('a gesture that is given up leaves nothing, and says so', () => {
    const trial = new Trial()
    trial.desk.setTool('pen')
    trial.down(0, 0)
    trial.move(50, 50)
    trial.desk.cancel()
    trial.move(60, 60)
    trial.up(60, 60)
    expect(trial.mine.batches).toHaveLength(0)
    expect(trial.theirs.peers()[0]?.preview.size).toBe(0)
  })
})

describe('shapes', () => {
  test('a shape is drawn from corner to corner, in whichever direction, then selected', () => {
    const trial = new Trial()
    const id = trial.shape('ellipse', [100, 90], [40, 50])
    expect(trial.desk.scene.get(id)).toMatchObject({ type: 'ellipse', x: 40, y: 50, w: 60, h: 40 })
    expect(trial.desk.toolId).toBe('select')
    expect(trial.mine.batches).toHaveLength(1)
  })

  test('with shift a shape is as wide as high, also when shift comes late', () => {
    const trial = new Trial()
    trial.desk.setTool('rectangle')
    trial.down(100, 100)
    trial.move(40, 80)
    trial.desk.modifierChanged({ shift: true })
    trial.up(40, 80, { shift: true })
    expect(only(trial)).toMatchObject({ x: 40, y: 40, w: 60, h: 60 })
  })

  test('a click makes nothing', () => {
    const trial = new Trial()
    trial.desk.setTool('diamond')
    trial.click(10, 10)
    expect(trial.board.document.size).toBe(0)
    expect(trial.desk.toolId).toBe('diamond')
  })

  test('a new element lies above all others', () => {
    const trial = new Trial()
    const [low, high] = [trial.shape('rectangle', [0, 0], [50, 50]), trial.shape('rectangle', [10, 10], [60, 60])]
    expect(trial.desk.scene.within({ minX: 0, minY: 0, maxX: 99, maxY: 99 }).map(({ id }) => id)).toEqual([low, high])
  })

  test('with shift a line points in steps of 15 degrees', () => {
    const trial = new Trial()
    trial.desk.setTool('line')
    trial.drag([0, 0], [100, 5], { shift: true })
    const { end } = only(trial) as unknown as { end: { x: number; y: number } }
    expect(end.y).toBeCloseTo(0)
    expect(end.x).toBeCloseTo(Math.hypot(100, 5))
  })
})

describe('arrow', () => {
  const bound = (trial: Trial) => {
    const left = trial.shape('rectangle', [0, 0], [100, 100])
    const right = trial.shape('ellipse', [300, 0], [400, 100])
    trial.desk.setTool('arrow')
    trial.drag([50, 50], [350, 50])
    const [arrow] = trial.desk.selection
    if (!arrow) throw new Error('no arrow was drawn')
    return { left, right, arrow }
  }
  const end = (trial: Trial, arrow: string, name: 'start' | 'end') =>
    own(trial.desk.scene.get(arrow as never) ?? ({} as Element), name) as {
      x: number
      y: number
      binding?: { id: string }
    }

  test('its ends are bound to the shapes that they are put on', () => {
    const trial = new Trial()
    const { left, right, arrow } = bound(trial)
    expect(end(trial, arrow, 'start').binding?.id).toBe(left)
    expect(end(trial, arrow, 'end').binding?.id).toBe(right)
    const bounds = trial.desk.scene.ownBounds(arrow)
    expect(bounds?.minX).toBeGreaterThan(100)
    expect(bounds?.maxX).toBeLessThan(300)
  })

  test('it follows a shape that is moved', () => {
    const trial = new Trial()
    const { arrow } = bound(trial)
    trial.desk.select([])
    trial.drag([300, 50], [400, 50])
    expect(trial.desk.scene.ownBounds(arrow)?.maxX).toBeGreaterThan(390)
  })

  test('it lets go of a shape that it is dragged away from', () => {
    const trial = new Trial()
    const { arrow } = bound(trial)
    trial.desk.select([])
    trial.drag([200, 50], [200, 250])
    expect(end(trial, arrow, 'start').binding).toBeUndefined()
    expect(end(trial, arrow, 'start').y).toBeCloseTo(250)
  })

  test('it ends where it ended when its target is deleted, in the same batch', () => {
    const trial = new Trial()
    const { right, arrow } = bound(trial)
    const before = trial.desk.scene.ownBounds(arrow)
    trial.desk.setTool('eraser')
    trial.click(400, 50)
    expect(trial.desk.scene.get(right)).toBeUndefined()
    expect(trial.mine.batches.at(-1)?.ops).toHaveLength(2)
    expect(end(trial, arrow, 'end').binding).toBeUndefined()
    expect(trial.desk.scene.ownBounds(arrow)?.maxX).toBeCloseTo(before?.maxX ?? 0)
  })
})

describe('eraser', () => {
  test('what it is dragged over is faint, and goes as one batch when the pointer is up', () => {
    const trial = new Trial()
    const ids = [0, 100, 200].map((x) => trial.shape('rectangle', [x, 0], [x + 50, 50]))
    trial.desk.setTool('eraser')
    trial.down(5, 20)
    trial.move(155, 20)
    expect([...trial.desk.draft.elements.values()].map((element) => element?.opacity)).toEqual([0.25, 0.25])
    expect(trial.board.document.size).toBe(3)
    trial.up(155, 20)
    expect([...trial.board.document.elements()].map(({ id }) => id)).toEqual([ids[2]])
    expect(trial.mine.batches).toHaveLength(4)
    expect(trial.desk.toolId).toBe('eraser')
  })
})

describe('select', () => {
  test('a click selects the upmost, a click with shift adds and takes away, a click on nothing deselects', () => {
    const trial = new Trial()
    trial.desk.setStyle({ fill: 'red' })
    const a = trial.shape('rectangle', [0, 0], [50, 50])
    const b = trial.shape('rectangle', [25, 25], [100, 100])
    trial.click(30, 30)
    expect(trial.desk.selection).toEqual([b])
    trial.click(5, 5, { shift: true })
    expect(trial.desk.selection).toEqual([b, a])
    trial.click(30, 30, { shift: true })
    expect(trial.desk.selection).toEqual([a])
    trial.click(300, 300)
    expect(trial.desk.selection).toEqual([])
    expect(trial.theirs.peers()[0]?.selection).toEqual([])
  })

  test('a drag moves all that is selected, as one batch, seen by others on the way', () => {
    const trial = new Trial()
    trial.desk.setStyle({ fill: 'red' })
    const a = trial.shape('rectangle', [0, 0], [50, 50])
    const b = trial.shape('rectangle', [100, 0], [150, 50])
    trial.click(10, 10)
    trial.click(110, 10, { shift: true })
    const batches = trial.mine.batches.length
    trial.down(10, 10)
    trial.move(30, 40)
    expect(trial.theirs.peers()[0]?.preview.get(b)).toMatchObject({ x: 120, y: 30 })
    trial.up(30, 40)
    expect(trial.mine.batches).toHaveLength(batches + 1)
    expect(trial.desk.scene.get(a)).toMatchObject({ x: 20, y: 30 })
    expect(trial.desk.scene.get(b)).toMatchObject({ x: 120, y: 30 })
  })

  test('what is selected is dragged by what lies on top of it, too; a click there picks that', () => {
    const trial = new Trial()
    trial.desk.setStyle({ fill: 'red' })
    const below = trial.shape('rectangle', [0, 0], [100, 100])
    const above = trial.shape('rectangle', [20, 20], [60, 60])
    trial.desk.select([below])
    trial.drag([30, 30], [40, 30])
    expect([trial.board.document.get(below)?.x, trial.board.document.get(above)?.x]).toEqual([10, 20])
    trial.click(55, 30)
    expect(trial.desk.selection).toEqual([above])
  })

  test('a hand that trembles moves nothing', () => {
    const trial = new Trial()
    trial.shape('rectangle', [0, 0], [50, 50])
    const batches = trial.mine.batches.length
    trial.down(0, 20)
    trial.move(2, 20)
    trial.up(2, 20)
    expect(trial.mine.batches).toHaveLength(batches)
  })

  test('a marquee selects what it touches', () => {
    const trial = new Trial()
    const a = trial.shape('rectangle', [100, 100], [200, 200])
    trial.shape('rectangle', [400, 100], [500, 200])
    trial.drag([90, 90], [150, 150])
    expect(trial.desk.selection).toEqual([a])
    trial.drag([120, 120], [150, 150])
    expect(trial.desk.selection).toEqual([])
  })

  test('when somebody deletes what is dragged, the drag ends and says so', () => {
    const trial = new Trial()
    const id = trial.shape('rectangle', [0, 0], [50, 50])
    trial.down(0, 20)
    trial.move(40, 40)
    trial.theirs.commit('g'.repeat(21) as never, [{ op: 'remove', id }])
    expect(trial.desk.notice).toMatch(/deleted/)
    trial.move(50, 50)
    trial.up(50, 50)
    expect(trial.board.document.size).toBe(0)
    expect(trial.desk.selection).toEqual([])
  })

  test('nothing leaves the board: a drag stops at the limit of coordinates', () => {
    const trial = new Trial()
    const id = trial.shape('rectangle', [0, 0], [50, 50])
    trial.desk.setCamera({ x: 0, y: 0, zoom: 0.1 })
    trial.desk.select([id])
    trial.down(0, 2)
    trial.move(1e7, 2)
    trial.up(1e7, 2)
    expect(Number(trial.desk.scene.get(id)?.x)).toBeLessThanOrEqual(1_000_000)
    expect(Number(trial.desk.scene.get(id)?.x)).toBeGreaterThan(900_000)
  })
})

test('who may only look changes nothing', () => {
  const trial = new Trial()
  const id = trial.shape('rectangle', [0, 0], [50, 50])
  trial.mine.setCanEdit(false)
  trial.desk.setTool('pen')
  expect(trial.desk.toolId).toBe('select')
  trial.drag([0, 20], [80, 80])
  trial.doubleClick(300, 300)
  expect(trial.desk.typing).toBeNull()
  expect(trial.desk.scene.get(id)).toMatchObject({ x: 0, y: 0 })
})

test('a change of style restyles the selection as one batch', () => {
  const trial = new Trial()
  const ids = [0, 100].map((x) => trial.shape('rectangle', [x, 0], [x + 50, 50]))
  trial.desk.select(ids)
  const batches = trial.mine.batches.length
  trial.desk.setStyle({ color: 'teal', fill: 'pink' })
  trial.desk.setStyle({ fill: null })
  expect(trial.mine.batches).toHaveLength(batches + 2)
  for (const id of ids) {
    const element = trial.desk.scene.get(id)
    expect(element?.color).toBe('teal')
    expect(element && own(element, 'fill')).toBeUndefined()
  }
})
