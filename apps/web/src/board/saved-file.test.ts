import { expect, test } from 'vitest'
import { fileName } from './saved-file.ts'

test.each([
  ['Plans', 'Plans.png'],
  ['Q3/Q4: "plans"?', 'Q3 Q4 plans.png'],
  ['../../etc/passwd', 'etc passwd.png'],
  ['  ', 'Board.png'],
  ['...', 'Board.png'],
  ['Übersicht 日本語 🎈', 'Übersicht 日本語 🎈.png'],
  ['a\u0000b\nc', 'a b c.png'],
])('a board %j is saved as %j', (name, file) => {
  expect(fileName(name, 'png')).toBe(file)
})

test('a long name is cut, not in the middle of a character', () => {
  expect(fileName('🎈'.repeat(200), 'svg')).toBe(`${'🎈'.repeat(100)}.svg`)
})
