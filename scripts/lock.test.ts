import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isLock, lockFolder } from './lock.ts'
import { markOf } from './process-mark.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'inkwire-lock-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function taken() {
  const lock = lockFolder(folder, 'inkwire')
  if (!isLock(lock)) throw new Error('the folder is held')
  return lock
}

describe('lockFolder', () => {
  it('names the holder to whoever comes second, until it is released', () => {
    const lock = taken()
    expect(lockFolder(folder, 'inkwire')).toEqual(markOf(process.pid))
    lock.release()
    taken().release()
    expect(readdirSync(folder)).toEqual([])
  })

  it('keeps locks of other names apart', () => {
    taken()
    expect(isLock(lockFolder(folder, 'database'))).toBe(true)
  })

  it.each([
    ['a process that is gone', { pid: 2 ** 22 + 1, started: 'then' }],
    ['another process with the same id', { pid: process.pid, started: 'before the last boot' }],
    ['nobody, as the file is damaged', 'x'],
  ])('takes over from %s', (_, holder) => {
    writeFileSync(join(folder, 'inkwire.7.lock'), JSON.stringify(holder))
    const lock = taken()
    expect(readdirSync(folder)).toEqual(['inkwire.8.lock'])
    lock.release()
  })
})
