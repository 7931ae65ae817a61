import { expect, test } from 'vitest'
import { Preferences } from './preferences.ts'
import { forgetfulStorage } from './storage.ts'

test('what was chosen is there on the next visit, and told at once', () => {
  const storage = forgetfulStorage()
  let told = 0
  new Preferences(storage, () => told++).set({ snapping: false, penMode: true })
  expect(told).toBe(1)
  const { values } = new Preferences(storage, () => {})
  expect(values).toEqual({ snapping: false, gridSnap: false, wholeOnly: false, penMode: true })
})

test.each(['{', '[]', '"x"', '{"snapping":"no"}', '{"__proto__":{"gridSnap":true}}'])(
  '%s is read as nothing',
  (text) => {
    const storage = forgetfulStorage()
    storage.set('inkwire.preferences', text)
    const { values } = new Preferences(storage, () => {})
    expect(values.snapping).toBe(true)
    expect(values.gridSnap).toBe(false)
  },
)
