import { type ElementId, type Op, spliceTo, type TextSequence, textOf } from '@inkwire/board'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Trial } from '../testing/trial.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const gesture = 'g'.repeat(21) as never

const textsOf = (trial: Trial) => [...trial.board.document.elements()].map((element) => textOf(element, 'text'))

/** Somebody else changes a text. */
function theyWrite(trial: Trial, id: ElementId, next: string): void {
  const element = trial.theirs.get(id)
  const splice = element && spliceTo(element.text as unknown as TextSequence, next)
  if (splice) trial.theirs.commit(gesture, [{ op: 'splice', id, prop: 'text', ...splice }])
}

function begun(): Trial {
  const trial = new Trial()
  trial.desk.setTool('text')
  trial.click(100, 100)
  return trial
}

test('typing is one gesture: the element with its text first, then splices', () => {
  const trial = begun()
  trial.field.type('hello')
  expect(trial.theirs.peers()[0]?.preview.size).toBe(1)
  expect(trial.mine.batches).toHaveLength(0)
  vi.advanceTimersByTime(300)
  trial.field.type(' world')
  vi.advanceTimersByTime(300)
  trial.desk.typing?.end()
  expect(textsOf(trial)).toEqual(['hello world'])
  expect(trial.mine.batches.map(({ ops }) => ops.map(({ op }) => op))).toEqual([['put'], ['splice', 'set']])
  expect(new Set(trial.mine.batches.map((batch) => batch.gesture)).size).toBe(1)
  expect(trial.desk.selection).toHaveLength(1)
  expect(trial.field.isOpen).toBe(false)
})

test('who types without a pause is seen after a second', () => {
  const trial = begun()
  for (let i = 0; i < 11; i++) {
    trial.field.type('a')
    vi.advanceTimersByTime(100)
  }
  expect(trial.mine.batches).toHaveLength(1)
  expect(textsOf(trial)[0]?.length).toBeGreaterThanOrEqual(10)
})

test('a text that ends empty leaves nothing', () => {
  const nothing = begun()
  nothing.desk.typing?.end()
  expect(nothing.mine.batches).toHaveLength(0)

  const emptied = begun()
  emptied.field.type('words')
  vi.advanceTimersByTime(300)
  emptied.field.fill('')
  emptied.desk.typing?.end()
  expect(emptied.board.document.size).toBe(0)
})

test('others words come into the field without moving my caret or losing my words', () => {
  const trial = begun()
  trial.field.type('world')
  vi.advanceTimersByTime(300)
  const [element] = [...trial.board.document.elements()]
  if (!element) throw new Error('a text expected')
  trial.field.type('!')
  theyWrite(trial, element.id, 'hello world')
  expect(trial.field.text).toEqual({ value: 'hello world!', start: 12, end: 12 })
  trial.desk.typing?.end()
  expect(textsOf(trial)).toEqual(['hello world!'])
})

test('an input method is not disturbed, and nothing is lost or doubled', () => {
  const trial = begun()
  trial.field.type('world')
  vi.advanceTimersByTime(300)
  const [element] = [...trial.board.document.elements()]
  if (!element) throw new Error('a text expected')
  trial.field.composing = true
  trial.field.type(' に')
  theyWrite(trial, element.id, 'hello world')
  vi.advanceTimersByTime(2_000)
  expect(trial.field.text.value).toBe('world に')
  trial.field.composing = false
  trial.field.type('')
  vi.advanceTimersByTime(400)
  expect(trial.field.text.value).toBe('hello world に')
  expect(textsOf(trial)).toEqual(['hello world に'])
})

test('when somebody deletes the text that is being typed, typing ends and says so', () => {
  const trial = begun()
  trial.field.type('words')
  vi.advanceTimersByTime(300)
  const [element] = [...trial.board.document.elements()]
  if (!element) throw new Error('a text expected')
  trial.theirs.commit(gesture, [{ op: 'remove', id: element.id }])
  expect(trial.desk.typing).toBeNull()
  expect(trial.field.isOpen).toBe(false)
  expect(trial.desk.notice).toMatch(/deleted/)
  vi.advanceTimersByTime(10_000)
  expect(trial.board.document.size).toBe(0)
  expect(trial.desk.notice).toBeNull()
})

test('a double-click on a shape writes its label, and stores its lines', () => {
  const trial = new Trial()
  trial.desk.setStyle({ fill: 'blue' })
  const id = trial.shape('rectangle', [0, 0], [100, 100])
  trial.doubleClick(50, 50)
  trial.field.type('a label that wraps')
  trial.desk.typing?.end()
  const element = trial.desk.scene.get(id)
  expect(element && textOf(element, 'label')).toBe('a label that wraps')
  const set = trial.mine.batches.at(-1)?.ops.find((op): op is Extract<Op, { op: 'set' }> => op.op === 'set')
  expect((set?.props.layout as { breaks?: number[] } | undefined)?.breaks?.length).toBeGreaterThan(0)
})

test('a double-click on nothing begins a text there', () => {
  const trial = new Trial()
  trial.doubleClick(300, 200)
  trial.field.type('here')
  trial.desk.typing?.end()
  expect([...trial.board.document.elements()][0]).toMatchObject({ type: 'text', x: 300 })
})

test('the canvas paints the text while it is typed: nothing changes when typing begins, and the same stands there when it ends', () => {
  const trial = new Trial()
  const id = trial.shape('rectangle', [0, 0], [100, 100])
  trial.desk.edit(id)
  expect(trial.desk.draft.elements.size).toBe(0)
  trial.field.type('words')
  const draft = trial.desk.draft.elements.get(id)
  expect(draft && textOf(draft, 'label')).toBe('words')
  vi.advanceTimersByTime(400)
  expect(trial.desk.draft.elements.size).toBe(0)
  trial.desk.typing?.end()
  expect(trial.desk.scene.get(id)).toMatchObject({ fontSize: draft?.fontSize })
})

test('a new label looks like the last one', () => {
  const trial = new Trial()
  const [a, b] = [trial.shape('rectangle', [0, 0], [100, 100]), trial.shape('ellipse', [200, 0], [300, 100])]
  trial.desk.edit(a)
  trial.desk.setStyle({ fontSize: 36, align: 'left' })
  trial.field.type('one')
  trial.desk.edit(b)
  expect(trial.desk.typing?.placement).toMatchObject({ fontSize: 36, align: 'left' })
  trial.field.type('two')
  trial.desk.typing?.end()
  expect(trial.desk.scene.get(b)).toMatchObject({ fontSize: 36, align: 'left' })
})

test('a locked element keeps its text', () => {
  const trial = new Trial()
  const id = trial.shape('rectangle', [0, 0], [100, 100])
  trial.theirs.commit(gesture, [{ op: 'set', id, props: { locked: true } }])
  trial.desk.edit(id)
  expect(trial.desk.typing).toBeNull()
})
