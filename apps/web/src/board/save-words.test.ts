import { refusal } from '@inkwire/protocol'
import { expect, test } from 'vitest'
import { saveDetails } from './save-details.ts'
import { type SaveFacts, saveWords } from './save-words.ts'

const SAVED: SaveFacts = { phase: 'open', source: 'server', save: 'saved', waiting: 0, why: null, outlives: true }
const words = (facts: Partial<SaveFacts>) => saveWords({ ...SAVED, ...facts })
const details = (facts: Partial<SaveFacts>) => saveDetails({ ...SAVED, ...facts }, 0).join(' ')

test('each state has its words', () => {
  expect(words({})).toBe('Saved')
  expect(words({ phase: 'connecting' })).toBe('Opening…')
  expect(words({ source: 'copy' })).toBe('Connecting…')
  expect(words({ save: 'saving', waiting: 2 })).toBe('Saving…')
  expect(words({ save: 'offline' })).toBe('Offline')
  expect(words({ save: 'offline', waiting: 1 })).toBe('Offline, 1 change kept here')
  expect(words({ save: 'offline', waiting: 3 })).toBe('Offline, 3 changes kept here')
  expect(words({ save: 'stuck', waiting: 1, why: refusal('server.full') })).toBe("Can't save: disk full")
  expect(words({ save: 'stuck', waiting: 1 })).toBe("Can't save: no answer yet")
})

test('nobody is told to close a tab that has the only copy of a change', () => {
  expect(words({ save: 'offline', waiting: 3, outlives: false })).toBe('Offline, 3 changes kept in this tab')
  expect(details({ save: 'offline', waiting: 3, outlives: false })).toContain('leave it open')
  expect(details({ save: 'offline', waiting: 3 })).toContain('also if you close this tab')
  expect(details({ save: 'stuck', waiting: 3, outlives: false, why: refusal('server.busy') })).toContain(
    'leave it open',
  )
})
