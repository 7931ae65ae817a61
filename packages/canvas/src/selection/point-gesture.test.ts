import { expect, test } from 'vitest'
import { Trial } from '../testing/trial.ts'

function lineFrom(trial: Trial) {
  trial.desk.setTool('line')
  trial.drag([100, 100], [300, 100])
  const [id] = trial.desk.selection
  if (!id) throw new Error('no line was drawn')
  return id
}

test('a corner is pulled out of the middle of a line, dragged, and taken out by a double-click', () => {
  const trial = new Trial()
  const id = lineFrom(trial)
  trial.drag([200, 100], [200, 180])
  expect(trial.mine.get(id)?.mid).toEqual([[200, 180]])
  trial.drag([200, 180], [220, 260])
  expect(trial.mine.get(id)?.mid).toEqual([[220, 260]])
  trial.drag([160, 180], [120, 220])
  expect(trial.mine.get(id)?.mid).toEqual([
    [120, 220],
    [220, 260],
  ])
  trial.doubleClick(120, 220)
  expect(trial.mine.get(id)?.mid).toEqual([[220, 260]])
})

test('with shift a corner lies in steps of 15° from the point before; dropped on the straight way it is none', () => {
  const trial = new Trial()
  const id = lineFrom(trial)
  trial.drag([200, 100], [200, 190], { shift: true })
  const [[x, y] = [0, 0]] = (trial.mine.get(id)?.mid ?? []) as [number, number][]
  const steps = (Math.atan2(y - 100, x - 100) * 180) / Math.PI / 15
  expect(steps).toBeCloseTo(Math.round(steps), 9)
  trial.drag([x, y], [200, 101])
  expect(trial.mine.get(id)?.mid).toBeUndefined()
})

test('a double-click on the middle of a line writes its label', () => {
  const trial = new Trial()
  const id = lineFrom(trial)
  trial.doubleClick(200, 100)
  trial.field.type('yes')
  trial.desk.typing?.end()
  expect(String(trial.mine.get(id)?.label)).toContain('yes')
})
