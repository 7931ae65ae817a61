import { expect, it } from 'vitest'
import { OLD_VERSIONS } from './old-programs.ts'
import { findPrograms } from './postgres-programs.ts'

it('the major version before ours can be taken over', () => {
  const { major } = findPrograms(null, '/nowhere', () => {})
  expect(OLD_VERSIONS).toHaveProperty(String(Number(major) - 1))
  for (const [old, version] of Object.entries(OLD_VERSIONS)) expect(version).toMatch(new RegExp(`^${old}\\.`))
})
