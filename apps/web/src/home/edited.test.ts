import { expect, test } from 'vitest'
import { edited, leaves } from './edited.ts'

const now = new Date(2026, 10, 22, 12).getTime()
const minutes = (count: number) => now - count * 60_000

test('says how long ago in the largest unit that fits', () => {
  expect(edited(minutes(0.5), now)).toBe('Edited just now')
  expect(edited(minutes(1), now)).toBe('Edited 1 min ago')
  expect(edited(minutes(59), now)).toBe('Edited 59 min ago')
  expect(edited(minutes(125), now)).toBe('Edited 2 h ago')
  expect(edited(minutes(60 * 30), now)).toBe('Edited yesterday')
  expect(edited(minutes(60 * 24 * 3), now)).toBe('Edited 3 days ago')
})

test('says the day when it was longer than a week ago, and the year when it was another one', () => {
  expect(edited(new Date(2026, 2, 4, 9).getTime(), now)).toBe('Edited on 4 March')
  expect(edited(new Date(2024, 2, 4, 9).getTime(), now)).toBe('Edited on 4 March 2024')
})

test('a clock that is behind shows no future', () => {
  expect(edited(now + 90_000, now)).toBe('Edited just now')
})

test('says in how many days the trash is emptied of a board', () => {
  expect(leaves(now + 29.5 * 24 * 3_600_000, now)).toBe('Gone for ever in 30 days')
  expect(leaves(now + 3_600_000, now)).toBe('Gone for ever within a day')
  expect(leaves(now - 1, now)).toBe('Gone for ever within a day')
})
