import { expect, test } from 'vitest'
import { Trial } from '../testing/trial.ts'
import { linkOf, setLink } from './linking.ts'

test('a selection gets one link in one gesture, and loses it again', () => {
  const trial = new Trial()
  const a = trial.shape('rectangle', [0, 0], [50, 50])
  const b = trial.shape('rectangle', [100, 0], [150, 50])
  trial.desk.select([a])
  setLink(trial.desk, 'https://example.org/')
  trial.desk.select([a, b])
  expect(linkOf(trial.desk)).toBeNull()
  const before = trial.mine.batches.length
  setLink(trial.desk, 'mailto:ann@example.org')
  expect(trial.mine.batches.length).toBe(before + 1)
  expect(linkOf(trial.desk)).toBe('mailto:ann@example.org')
  setLink(trial.desk, null)
  expect(linkOf(trial.desk)).toBeNull()
  expect(trial.mine.get(a)?.link).toBeUndefined()
})

test('what could run is no link, and what is locked keeps its own', () => {
  const trial = new Trial()
  const a = trial.shape('rectangle', [0, 0], [50, 50])
  trial.desk.select([a])
  const before = trial.mine.batches.length
  for (const link of ['javascript:alert(1)', 'data:text/html,x', 'https://', '', ' ']) setLink(trial.desk, link)
  expect(trial.mine.batches.length).toBe(before)
  trial.desk.commit(trial.desk.newGesture(), [{ op: 'set', id: a, props: { locked: true } }])
  setLink(trial.desk, 'https://example.org/')
  expect(linkOf(trial.desk)).toBeNull()
})
