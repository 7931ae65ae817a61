import type { PersonId } from '@inkwire/board'
import { expect, test } from 'vitest'
import { originText } from './origin.ts'

const NOW = Date.UTC(2026, 10, 23, 12)
const deed = (name: string, minutes: number) => ({
  person: { id: name.padEnd(21, '_') as PersonId, name, color: '#3565D6' },
  seq: 1,
  at: NOW - minutes * 60_000,
})

test('says who drew it and who changed it last, as far as the log tells', () => {
  const [ann, ben] = [deed('Ann', 3 * 24 * 60), deed('Ben', 0)]
  expect(originText({ made: ann, changed: null }, NOW)).toBe('Drawn by Ann, 3 days ago')
  expect(originText({ made: ann, changed: ben }, NOW)).toBe('Drawn by Ann, 3 days ago · last changed by Ben, just now')
  expect(originText({ made: null, changed: ben }, NOW)).toBe(
    'Last changed by Ben, just now; who drew it is not known any more',
  )
  expect(originText({ made: null, changed: null }, NOW)).toContain('Nothing is known')
})
