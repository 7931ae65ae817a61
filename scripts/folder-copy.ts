import { chownSync, constants, copyFileSync, lstatSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Account } from './postgres-programs.ts'

/** Bytes of all files in a folder, links followed. */
export function folderBytes(folder: string): number {
  let bytes = 0
  for (const name of readdirSync(folder)) {
    const found = statSync(join(folder, name))
    bytes += found.isDirectory() ? folderBytes(join(folder, name)) : found.size
  }
  return bytes
}

/**
 * Copies a folder, links followed, for the account; without copying bytes where the file system can share them.
 *
 * @param target made by this; must not be there
 * @param leaveOut names in the folder itself that are not copied
 */
export function copyFolder(source: string, target: string, account: Account, leaveOut: readonly string[] = []): void {
  mkdirSync(target, { mode: 0o700 })
  if (account !== null) chownSync(target, account.uid, account.gid)
  for (const name of readdirSync(source)) {
    if (leaveOut.includes(name)) continue
    const [from, to] = [join(source, name), join(target, name)]
    if (statSync(from).isDirectory()) {
      copyFolder(from, to, account)
      continue
    }
    copyFileSync(from, to, constants.COPYFILE_FICLONE)
    if (account !== null && lstatSync(to).uid !== account.uid) chownSync(to, account.uid, account.gid)
  }
}
