import { type Element, own, strokePoints, textOf } from '@inkwire/board'
import { describe, expect, test } from 'vitest'
import { Trial } from '../testing/trial.ts'

const only = (trial: Trial): Element => {
  const elements = [...trial.board.document.elements()]
  expect(elements).toHaveLength(1)
  return elements[0] as Element
}

describe('shapes', () => {
  test('with alt a shape is drawn from its centre, with shift too it is even; both can come and go on the way', () => {
    const trial = new Trial()
    trial.desk.setTool('rectangle')
    trial.down(200, 200)
    trial.move(230, 250)
    trial.desk.modifierChanged({ alt: true })
    const draft = () => [...trial.desk.draft.elements.values()][0]
    expect(draft()).toMatchObject({ x: 170, y: 150, w: 60, h: 100 })
    trial.desk.modifierChanged({ shift: true })
    expect(draft()).toMatchObject({ x: 150, y: 150, w: 100, h: 100 })
    trial.desk.modifierChanged({ alt: false })
    expect(draft()).toMatchObject({ x: 200, y: 200, w: 50, h: 50 })
    trial.desk.modifierChanged({ shift: false })
    trial.up(230, 250)
    expect(only(trial)).toMatchObject({ x: 200, y: 200, w: 30, h: 50 })
  })

  test('with alt a line is drawn from its middle', () => {
    const trial = new Trial()
    trial.desk.setTool('line')
    trial.drag([100, 100], [150, 120], { alt: true })
    expect(only(trial)).toMatchObject({ start: { x: 50, y: 80 }, end: { x: 150, y: 120 } })
  })

  test('a locked tool stays after what it drew', () => {
    const trial = new Trial()
    trial.desk.setToolLocked(true)
    for (const tool of ['ellipse', 'arrow'] as const) {
      trial.desk.setTool(tool)
      trial.drag([100, 100], [200, 200])
      expect(trial.desk.toolId).toBe(tool)
    }
    trial.desk.setToolLocked(false)
    trial.drag([300, 300], [400, 400])
    expect(trial.desk.toolId).toBe('select')
  })
})

describe('pen', () => {
  test('with shift a stroke is a straight line from where it began; without it goes on by hand', () => {
    const trial = new Trial()
    trial.desk.setTool('pen')
    trial.down(0, 0)
    for (let i = 1; i <= 10; i++) trial.move(i * 10, i % 2 ? 20 : 0)
    trial.desk.modifierChanged({ shift: true })
    trial.move(90, 30, { shift: true })
    const preview = [...(trial.theirs.peers()[0]?.preview.values() ?? [])][0]
    const seen = preview ? strokePoints(preview) : []
    expect(seen.length).toBeGreaterThanOrEqual(11)
    for (const { x, y } of seen) expect(Math.abs(y - x / 3)).toBeLessThan(0.1)
    trial.up(90, 30, { shift: true })
    expect(strokePoints(only(trial)).map(({ x, y }) => [x, y])).toEqual([[0, 0], [90, 30]]) // biome-ignore format: one row
  })

  test('shift that is let go in time leaves what the hand drew', () => {
    const trial = new Trial()
    trial.desk.setTool('pen')
    trial.down(0, 0)
    trial.move(10, 20)
    trial.move(50, 50, { shift: true })
    trial.move(60, 60)
    trial.up(60, 60)
    expect(strokePoints(only(trial)).map(({ x, y }) => [x, y])).toEqual([[0, 0], [10, 20], [60, 60]]) // biome-ignore format: one row
  })

  test('the highlighter is wide, yellow and see-through, for others too, and has its own style', () => {
    const trial = new Trial()
    trial.desk.setTool('highlighter')
    trial.down(0, 0)
    trial.move(50, 50)
    expect(trial.mine.parts.at(-1)).toMatchObject({ kind: 'stroke', pen: 'highlighter', color: 'yellow', width: 24 })
    trial.up(50, 50)
    const element = only(trial)
    expect(element).toMatchObject({ type: 'stroke', pen: 'highlighter', color: 'yellow', width: 24 })
    expect(own(element, 'opacity')).toBeUndefined()
  })

  test('a dot with shift is a dot', () => {
    const trial = new Trial()
    trial.desk.setTool('pen')
    trial.click(30, 30, { shift: true })
    const points = strokePoints(only(trial))
    expect(points.every(({ x, y }) => x === 0 && y === 0)).toBe(true)
  })
})

describe('eraser', () => {
  test('takes what lies between two samples that are far apart', () => {
    const trial = new Trial()
    trial.desk.setTool('line')
    trial.drag([300, 50], [300, 150])
    trial.desk.setTool('eraser')
    trial.down(50, 100)
    trial.move(750, 100)
    trial.up(750, 100)
    expect(trial.board.document.size).toBe(0)
  })
})

describe('sticky', () => {
  test('a click puts a note and its text is typed at once, as one gesture', () => {
    const trial = new Trial()
    trial.desk.setTool('sticky')
    trial.click(300, 200)
    expect(trial.desk.typing).not.toBeNull()
    expect(only(trial)).toMatchObject({ type: 'sticky', x: 200, y: 100, w: 200, h: 200, color: 'yellow' })
    trial.field.type('milk')
    trial.desk.typing?.end()
    const note = only(trial)
    expect(textOf(note, 'text')).toBe('milk')
    expect(new Set(trial.mine.batches.map(({ gesture }) => gesture)).size).toBe(1)
    expect(trial.desk.selection).toEqual([note.id])
  })

  test('its text gets smaller until it fits, and is stored so', () => {
    const trial = new Trial()
    const size = (words: string) => {
      trial.desk.setTool('sticky')
      trial.click(300, 200)
      trial.field.type(words)
      trial.desk.typing?.end()
      const note = trial.desk.selection[0] && trial.desk.scene.get(trial.desk.selection[0])
      return own(note ?? {}, 'layout') as { fontSize: number; h: number }
    }
    expect(size('milk').fontSize).toBe(24)
    const long = size('many words '.repeat(12))
    expect(long.fontSize).toBeLessThan(24)
    expect(long.h).toBeLessThanOrEqual(176)
    expect(size('word '.repeat(2_000)).fontSize).toBe(8)
  })
})

describe('frame', () => {
  const framed = () => {
    const trial = new Trial()
    trial.desk.setTool('frame')
    trial.drag([100, 100], [400, 400])
    const [frame] = trial.desk.selection
    if (!frame) throw new Error('no frame was drawn')
    trial.desk.select([])
    return { trial, frame }
  }

  test('what is drawn in it is in it, and clipped by it', () => {
    const { trial, frame } = framed()
    const shape = trial.shape('rectangle', [350, 150], [500, 200])
    expect(trial.desk.scene.get(shape)?.parent).toBe(frame)
    expect(trial.desk.scene.ownBounds(shape)?.maxX).toBe(400)
    trial.desk.setTool('pen')
    trial.drag([150, 300], [200, 320])
    trial.desk.setTool('arrow')
    trial.drag([150, 350], [600, 350])
    const parents = [...trial.board.document.elements()].slice(2).map(({ parent }) => parent)
    // An arrow that leaves the frame isn't cut off by it.
    expect(parents).toEqual([frame, undefined])
  })

  test('drawn around things it holds those that are whole in it', () => {
    const trial = new Trial()
    const inside = trial.shape('ellipse', [150, 150], [200, 200])
    const across = trial.shape('ellipse', [350, 150], [450, 200])
    trial.desk.select([])
    trial.desk.setTool('frame')
    trial.drag([100, 100], [400, 400])
    const [frame] = trial.desk.selection
    expect(trial.desk.scene.get(inside)?.parent).toBe(frame)
    expect(trial.desk.scene.get(across)?.parent).toBeUndefined()
  })

  test('a double-click on its title renames it; enter is the end, and nothing is no name', () => {
    const { trial, frame } = framed()
    const name = () => trial.desk.scene.get(frame)?.name
    expect(name()).toBe('Frame 1')
    trial.doubleClick(110, 90)
    expect(trial.desk.typing).not.toBeNull()
    trial.field.fill('Plan\n')
    expect(trial.desk.typing).toBeNull()
    expect(name()).toBe('Plan')
    trial.doubleClick(110, 90)
    trial.field.fill('  ')
    trial.desk.typing?.end()
    expect(name()).toBe('Plan')
    expect(trial.theirs.peers()[0]?.preview.size).toBe(0)
  })

  test('when somebody deletes the frame that is being named, it is said', () => {
    const { trial, frame } = framed()
    trial.doubleClick(110, 90)
    trial.theirs.commit('g'.repeat(21) as never, [{ op: 'remove', id: frame }])
    expect(trial.desk.typing).toBeNull()
    expect(trial.desk.notice).toMatch(/deleted/)
  })
})

test('a double-click in the middle of a shape that is not filled writes its label', () => {
  const trial = new Trial()
  const id = trial.shape('diamond', [100, 100], [300, 300])
  trial.desk.select([])
  trial.doubleClick(200, 200)
  trial.field.type('yes?')
  trial.desk.typing?.end()
  expect(textOf(trial.desk.scene.get(id) ?? {}, 'label')).toBe('yes?')
  expect(trial.board.document.size).toBe(1)
})
