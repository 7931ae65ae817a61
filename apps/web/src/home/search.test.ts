import { expect, test } from 'vitest'
import { found } from './search.ts'

const boards = ['Physics 7b', 'École: physique', 'Roadmap'].map((name) => ({ name }))
const names = (typed: string) => found(boards, typed).map(({ name }) => name)

test('finds by every word, in any order, without case and accents', () => {
  expect(names('PHYS')).toEqual(['Physics 7b', 'École: physique'])
  expect(names('physique ecole')).toEqual(['École: physique'])
  expect(names('7b road')).toEqual([])
})

test('nothing typed finds everything', () => {
  expect(names('  ')).toHaveLength(3)
})
