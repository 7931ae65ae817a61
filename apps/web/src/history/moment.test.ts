import { expect, test } from 'vitest'
import { ago, dateAndTime, when } from './moment.ts'

const NOW = Date.UTC(2026, 10, 23, 12)
const MINUTE = 60_000

test('what was lately is told by how long ago, the rest by its date', () => {
  const told = [-5, 0.5, 1, 59.9, 60, 23.9 * 60, 24 * 60, 30 * 60, 3 * 24 * 60].map((minutes) =>
    ago(NOW - minutes * MINUTE, NOW),
  )
  expect(told).toEqual([
    'just now',
    'just now',
    '1 minute ago',
    '59 minutes ago',
    '1 hour ago',
    '23 hours ago',
    'yesterday',
    'yesterday',
    '3 days ago',
  ])
  const long = NOW - 8 * 24 * 60 * MINUTE
  expect(ago(long, NOW)).toBeUndefined()
  expect(when(long, NOW)).toBe(`on ${dateAndTime(long)}`)
})

test('a date is written as its reader writes it', () => {
  const at = new Date(2026, 2, 14, 15, 9).getTime()
  expect(dateAndTime(at, 'en-GB')).toBe('14 Mar 2026, 15:09')
  expect(dateAndTime(at, 'de')).toBe('14.03.2026, 15:09')
})
