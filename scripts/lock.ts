import { linkSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { markOf, type ProcessMark, parseMark, runs } from './process-mark.ts'

export interface Lock {
  release(): void
}

/**
 * Takes a folder for this process. Whoever holds it and dies, however, loses it.
 *
 * Each holder has a file `<name>.<generation>.lock`; the next one makes the file of the next generation, which only one
 * can: so two that find a dead holder at once can't both take over, as they could if they replaced one file.
 *
 * @returns the lock, or the living process that holds it
 */
export function lockFolder(folder: string, name: string): Lock | ProcessMark {
  const own = markOf(process.pid)
  if (own === null) throw new Error('this process runs')
  for (;;) {
    const before = holders(folder, name)
    const holder = before.find((each) => each.mark !== null && runs(each.mark))
    if (holder?.mark) return holder.mark
    const generation = Math.max(0, ...before.map((each) => each.generation)) + 1
    const path = fileOf(folder, name, generation)
    if (!createWhole(path, JSON.stringify(own))) continue
    // Somebody may have taken and left the folder while we looked, so that generations began anew.
    const rival = holders(folder, name).find((each) => each.path !== path && each.mark !== null && runs(each.mark))
    if (rival?.mark) {
      rmSync(path, { force: true })
      return rival.mark
    }
    for (const stale of before) rmSync(stale.path, { force: true })
    return { release: () => rmSync(path, { force: true }) }
  }
}

export function isLock(lock: Lock | ProcessMark): lock is Lock {
  return 'release' in lock
}

function fileOf(folder: string, name: string, generation: number): string {
  return join(folder, `${name}.${generation}.lock`)
}

function holders(folder: string, name: string) {
  return readdirSync(folder).flatMap((file) => {
    const [prefix, generation, suffix, ...more] = file.split('.')
    if (prefix !== name || suffix !== 'lock' || more.length > 0 || !/^\d{1,9}$/.test(generation ?? '')) return []
    const path = join(folder, file)
    return [{ path, generation: Number(generation), mark: readMark(path) }]
  })
}

function readMark(path: string): ProcessMark | null {
  try {
    return parseMark(readFileSync(path, 'utf8'))
  } catch {
    return null
  }
}

/** Makes a file that appears with its content or, if it is there already, not at all. */
function createWhole(path: string, content: string): boolean {
  const draft = `${path}.${process.pid}.draft`
  writeFileSync(draft, content)
  try {
    linkSync(draft, path)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
}
