import { COMMANDS } from '@inkwire/canvas'
import { expect, test } from 'vitest'
import { searchCommands } from './palette-search.ts'

const found = (query: string) => searchCommands(COMMANDS, query).map(({ id }) => id)

test('the beginning of a title comes before its middle, and that before letters with others between them', () => {
  expect(found('und')[0]).toBe('undo')
  expect(found('fit')[0]).toBe('zoom-fit')
  expect(found('zts')).toContain('zoom-selection')
  expect(found('rect')[0]).toBe('tool-rectangle')
})

test('words can come in any order, and from the name of the group', () => {
  expect(found('front bring')[0]).toBe('bring-to-front')
  expect(found('tools pen')[0]).toBe('tool-pen')
})

test('case, accents and spaces don’t matter, and nothing means everything', () => {
  expect(found('  ZÓOM   to FIT ')[0]).toBe('zoom-fit')
  expect(found('')).toHaveLength(COMMANDS.length)
  expect(found('  ')).toHaveLength(COMMANDS.length)
  expect(found('100 %')[0]).toBe('zoom-reset')
})

test('what nobody wrote finds nothing, whatever signs it is made of', () => {
  expect(found('xqzzy')).toEqual([])
  expect(found('(.*[')).toHaveLength(COMMANDS.length)
})
