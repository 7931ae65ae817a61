import type { PersonId } from '@inkwire/board'
import { expect, test } from 'vitest'
import { bandsOf, roughMoment } from './bands.ts'

const part = (from: number, to: number, ...people: string[]) => ({
  from,
  to,
  fromAt: from * 10,
  toAt: to * 10,
  people: people as PersonId[],
})

test('parts of the same people are one band', () => {
  const bands = bandsOf([part(1, 5, 'ann'), part(6, 10, 'ann'), part(11, 15, 'ben', 'ann'), part(16, 20, 'ann', 'ben')])
  expect(bands.map(({ from, to, people }) => [from, to, ...people])).toEqual([
    [1, 10, 'ann'],
    [11, 15, 'ben', 'ann'],
    [16, 20, 'ann', 'ben'],
  ])
})

test('a moment is known roughly by its part, and not outside of the log', () => {
  const parts = [part(11, 21, 'ann'), part(22, 22, 'ben')]
  expect(roughMoment(parts, 16)).toEqual({ person: 'ann', at: 160 })
  expect(roughMoment(parts, 22)).toEqual({ person: 'ben', at: 220 })
  expect([roughMoment(parts, 10), roughMoment(parts, 23), roughMoment([], 0)]).toEqual([
    undefined,
    undefined,
    undefined,
  ])
})
