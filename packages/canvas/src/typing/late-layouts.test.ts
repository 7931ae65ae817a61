import { type Measure, own } from '@inkwire/board'
import { expect, test } from 'vitest'
import { evenMeasure } from '../testing/memory-board.ts'
import { Trial } from '../testing/trial.ts'

/** A trial in which the hand font has not come yet. */
function begun(): { readonly trial: Trial; readonly come: () => void } {
  let there = false
  const measure: Measure = Object.assign(evenMeasure.bind(null), {
    ready: (_text: string, font: string) => there || font !== 'hand',
  })
  const trial = new Trial(measure)
  const come = () => {
    there = true
    trial.desk.fontsChanged()
  }
  return { trial, come }
}

const layouts = (trial: Trial) => [...trial.board.document.elements()].map((element) => own(element, 'layout'))

function written(trial: Trial): void {
  trial.desk.setTool('text')
  trial.click(100, 100)
  trial.field.type('words')
  trial.desk.typing?.end()
}

test('a text that was written before its font came has its lines when it came, in the same gesture', () => {
  const { trial, come } = begun()
  trial.desk.setTool('text')
  trial.desk.styling.set({ font: 'hand' })
  written(trial)
  expect(layouts(trial)).toEqual([undefined])
  trial.desk.fontsChanged()
  expect(layouts(trial)).toEqual([undefined])
  come()
  expect(layouts(trial)).toMatchObject([{ font: 'hand', breaks: [] }])
  expect(new Set(trial.mine.batches.map(({ gesture }) => gesture)).size).toBe(1)
  come()
  expect(trial.mine.batches).toHaveLength(2)
})

test('a text that gets another font has its lines at once, or when the font came', () => {
  const { trial, come } = begun()
  written(trial)
  trial.desk.styling.set({ font: 'mono' })
  expect(layouts(trial)).toMatchObject([{ font: 'mono' }])
  trial.desk.styling.set({ font: 'hand' })
  expect(layouts(trial)).toEqual([undefined])
  come()
  expect(layouts(trial)).toMatchObject([{ font: 'hand' }])
})

test('what is gone when its font comes stays gone', () => {
  const { trial, come } = begun()
  trial.desk.setTool('text')
  trial.desk.styling.set({ font: 'hand' })
  written(trial)
  const [element] = trial.board.document.elements()
  if (element) trial.theirs.commit('h'.repeat(21) as never, [{ op: 'remove', id: element.id }])
  come()
  expect(layouts(trial)).toEqual([])
})
