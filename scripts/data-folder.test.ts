import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { secretOf } from './data-folder.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'inkwire-data-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('makes a secret that only its owner can read, whatever the umask, and keeps it', () => {
  const before = process.umask(0)
  try {
    const secret = secretOf(folder)
    expect(secret.length).toBeGreaterThanOrEqual(32)
    expect(statSync(join(folder, 'secret')).mode & 0o777).toBe(0o600)
    expect(secretOf(folder)).toBe(secret)
    expect(readdirSync(folder)).toEqual(['secret'])
  } finally {
    process.umask(before)
  }
})

it('refuses a secret that is too short to be one', () => {
  writeFileSync(join(folder, 'secret'), 'short\n')
  expect(() => secretOf(folder)).toThrow('is damaged')
})
