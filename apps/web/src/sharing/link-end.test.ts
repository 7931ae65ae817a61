import { expect, test } from 'vitest'
import { LINK_ENDS, linkEnd } from './link-end.ts'

test('says the day and the minute at which a link ends', () => {
  expect(linkEnd(new Date(2026, 10, 30, 9, 5).getTime())).toBe('On 30 November, 09:05')
})

test('the ends that are offered lie one after the other', () => {
  const times = LINK_ENDS.map(({ ms }) => ms)
  expect([...times].sort((a, b) => a - b)).toEqual(times)
})
