import { expect, test } from 'vitest'
import { covers } from './embedded-fonts.ts'

const codes = (text: string) => new Set([...text].map((character) => character.codePointAt(0) ?? 0))

test('a font file is embedded where it has one of the characters that are used', () => {
  expect(covers('U+0000-00FF, U+0131', codes('abc'))).toBe(true)
  expect(covers('U+0100-02FF', codes('abc'))).toBe(false)
  expect(covers('U+0100-02FF', codes('abcł'))).toBe(true)
  expect(covers('U+4??', codes('Ж'))).toBe(true)
  expect(covers('U+1F600', codes('😀'))).toBe(true)
  expect(covers('U+0-10FFFF', codes('x'))).toBe(true)
  expect(covers('none of it', codes('x'))).toBe(false)
  expect(covers('U+0000-00FF', codes(''))).toBe(false)
})
