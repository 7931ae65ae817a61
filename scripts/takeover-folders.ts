import { closeSync, existsSync, fsyncSync, openSync, renameSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** What a takeover makes beside PostgreSQL's data folder. */
export interface TakeoverFolders {
  /** A copy of the old data, which the old PostgreSQL may write to. */
  readonly copy: string
  /** The new data while it is filled. */
  readonly draft: string
  /** The new data, whole, compared and on the disk. */
  readonly whole: string
}

export function takeoverFolders(folder: string): TakeoverFolders {
  return { copy: `${folder}.old-copy`, draft: `${folder}.taking-over`, whole: `${folder}.taken-over` }
}

/**
 * Puts the new data, whole, in the place of the old, which gets another name. Killed in between, it is finished by
 * `finishExchange`: the place is empty then, and empty at no other time.
 *
 * @returns where the old data is now
 */
export function exchange(folder: string, oldMajor: string): string {
  let kept = `${folder}.${oldMajor}`
  for (let i = 2; existsSync(kept); i++) kept = `${folder}.${oldMajor}.${i}`
  syncEntries(dirname(folder))
  renameSync(folder, kept)
  syncEntries(dirname(folder))
  finishExchange(folder)
  return kept
}

/** Finishes an exchange that was killed between its two steps; otherwise does nothing. */
export function finishExchange(folder: string): void {
  const { whole } = takeoverFolders(folder)
  if (existsSync(folder) || !existsSync(join(whole, 'PG_VERSION'))) return
  renameSync(whole, folder)
  syncEntries(dirname(folder))
}

/** Names are on the disk from here on, in the order of these calls. */
function syncEntries(folder: string): void {
  // Windows can't open folders.
  if (process.platform === 'win32') return
  const descriptor = openSync(folder, 'r')
  fsyncSync(descriptor)
  closeSync(descriptor)
}
