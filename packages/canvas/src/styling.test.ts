import { expect, test } from 'vitest'
import { Desk } from './desk.ts'
import { forgetfulStorage } from './storage.ts'
import { FIRST_STYLES } from './style.ts'
import { StyleMemory } from './style-memory.ts'
import { evenMeasure, MemoryBoard } from './testing/memory-board.ts'
import { Trial } from './testing/trial.ts'

test('the last style sticks to the tool that it was chosen for, also on the next visit', () => {
  const storage = forgetfulStorage()
  const desk = new Desk(new MemoryBoard().join('Ada'), evenMeasure, 'light', () => {}, storage)
  desk.setTool('pen')
  desk.setStyle({ color: 'red', width: 8 })
  desk.setTool('highlighter')
  expect(desk.style).toMatchObject({ color: 'yellow', width: 24 })
  desk.setStyle({ color: 'pink' })
  desk.setTool('rectangle')
  desk.setStyle({ fill: 'teal', width: 2 })
  desk.setTool('ellipse')
  expect(desk.style).toMatchObject({ color: 'ink', fill: 'teal', width: 2 })
  const later = new Desk(new MemoryBoard().join('Ada'), evenMeasure, 'light', () => {}, storage)
  later.setTool('pen')
  expect(later.style).toMatchObject({ color: 'red', width: 8 })
  later.setTool('highlighter')
  expect(later.style).toMatchObject({ color: 'pink', width: 24 })
})

test('what stands in the storage and is no style is not taken', () => {
  for (const text of [
    '',
    'null',
    '[]',
    '{"pen":{"color":"nope"}}',
    '{"pen":{"width":1e9}}',
    '{"__proto__":{"pen":1}}',
  ]) {
    const memory = new StyleMemory({ get: () => text, set: () => {} })
    expect(memory.of('pen')).toEqual(FIRST_STYLES.pen)
  }
})

test('a selection shows its values, and the fields in which it differs', () => {
  const trial = new Trial()
  trial.desk.setStyle({ color: 'red' })
  const a = trial.shape('rectangle', [0, 0], [50, 50])
  trial.desk.select([a])
  trial.desk.setStyle({ width: 8 })
  const b = trial.shape('ellipse', [100, 0], [150, 50])
  trial.desk.select([b])
  trial.desk.setStyle({ color: 'blue' })
  trial.desk.select([a, b])
  const { style, mixed, styleFields } = trial.desk.styling.shown
  expect(style).toMatchObject({ color: 'red', width: 8 })
  expect(mixed).toEqual(['color'])
  expect(styleFields).toEqual(['color', 'fill', 'fillStyle', 'width', 'dash', 'sketchy', 'radius', 'opacity'])
  trial.desk.setStyle({ color: 'green' })
  expect(trial.desk.styling.shown).toMatchObject({ style: { color: 'green' }, mixed: [] })
})

test('a label, also one that is not typed yet, can be aligned and sized', () => {
  const trial = new Trial()
  const id = trial.shape('rectangle', [0, 0], [200, 100])
  trial.desk.select([id])
  expect(trial.desk.styling.shown.styleFields).not.toContain('align')
  trial.desk.edit(id)
  expect(trial.desk.styling.shown).toMatchObject({ style: { align: 'center' } })
  expect(trial.desk.styling.shown.styleFields).toContain('fontSize')
  trial.desk.setStyle({ align: 'right', fontSize: 36 })
  trial.field.type('words')
  expect(trial.desk.typing?.placement).toMatchObject({ align: 'right', fontSize: 36 })
  trial.desk.typing?.end()
  expect(trial.desk.scene.get(id)).toMatchObject({ align: 'right', fontSize: 36 })
})

test("a highlighter's opacity is its own: a change of opacity leaves it", () => {
  const trial = new Trial()
  trial.desk.setTool('highlighter')
  trial.drag([0, 0], [50, 50])
  const [stroke] = [...trial.board.document.elements()]
  trial.desk.setTool('select')
  trial.desk.select(stroke ? [stroke.id] : [])
  trial.desk.setStyle({ opacity: 1, color: 'green' })
  const after = stroke && trial.desk.scene.get(stroke.id)
  expect(after).toMatchObject({ color: 'green' })
  expect(after && 'opacity' in after).toBe(false)
})

test('what becomes sketchy gets a seed once, and a hatch a colour', () => {
  const trial = new Trial()
  const id = trial.shape('rectangle', [0, 0], [100, 60])
  trial.desk.setStyle({ sketchy: true, fillStyle: 'hatch', radius: 16 })
  const first = trial.mine.get(id)
  expect(first).toMatchObject({ sketchy: true, fill: 'ink', fillStyle: 'hatch', radius: 16, seed: expect.any(Number) })
  trial.desk.setStyle({ sketchy: false })
  trial.desk.setStyle({ sketchy: true })
  expect(trial.mine.get(id)?.seed).toBe(first?.seed)
  trial.desk.setTool('ellipse')
  expect(trial.desk.styling.shown.styleFields).not.toContain('radius')
  trial.drag([200, 0], [300, 60])
  const [ellipse] = trial.desk.selection
  expect(ellipse && trial.mine.get(ellipse)).toMatchObject({ sketchy: true, seed: expect.any(Number) })
})

test('heads and ways stick to lines and arrows by themselves', () => {
  const trial = new Trial()
  trial.desk.setTool('arrow')
  expect(trial.desk.style).toMatchObject({ startHead: 'none', endHead: 'arrow', curve: 'straight' })
  trial.desk.setStyle({ startHead: 'dot', endHead: 'none', curve: 'elbow' })
  trial.drag([300, 300], [400, 380])
  const [arrow] = trial.desk.selection
  expect(arrow && trial.mine.get(arrow)).toMatchObject({ startHead: 'dot', endHead: 'none', curve: 'elbow' })
  trial.desk.setTool('line')
  expect(trial.desk.style).toMatchObject({ startHead: 'none', endHead: 'none', curve: 'straight' })
})
