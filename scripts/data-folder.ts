import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isLock, type Lock, lockFolder } from './lock.ts'
import { errorCode, StartError } from './start-error.ts'

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of the path is a file',
  EEXIST: 'it is a file',
  EDQUOT: 'the quota is used up',
}

/**
 * Makes the data folder and takes it for this process.
 *
 * @returns its real path and the lock
 * @throws StartError when it can't be written or another Inkwire runs on it
 */
export function takeDataFolder(path: string): { dataDir: string; lock: Lock } {
  const dataDir = writable(path)
  const lock = lockFolder(dataDir, 'inkwire')
  if (isLock(lock)) return { dataDir, lock }
  throw new StartError(
    `Inkwire runs already on the data folder ${dataDir} (process ${lock.pid}): stop it, or use another DATA_DIR`,
  )
}

/** The key of cookies and tokens, made at the first start; readable by its owner only. */
export function secretOf(dataDir: string): string {
  const file = join(dataDir, 'secret')
  if (!existsSync(file)) {
    const draft = `${file}.draft`
    rmSync(draft, { force: true })
    writeFileSync(draft, `${randomBytes(48).toString('base64url')}\n`, { mode: 0o600 })
    linkSync(draft, file)
    rmSync(draft)
  }
  const secret = readFileSync(file, 'utf8').trim()
  if (secret.length >= 32) return secret
  throw new StartError(`${file} is damaged: delete it to get a new secret (everyone is signed out then)`)
}

function writable(path: string): string {
  try {
    mkdirSync(path, { recursive: true })
    if (!statSync(path).isDirectory()) throw new StartError(`The data folder ${path} can't be used: it is a file`)
    const probe = join(path, `probe.${process.pid}`)
    writeFileSync(probe, 'x')
    rmSync(probe)
    return realpathSync(path)
  } catch (error) {
    if (error instanceof StartError) throw error
    const code = errorCode(error)
    const reason = (code !== null && REASONS[code]) || (error instanceof Error ? error.message : String(error))
    throw new StartError(`The data folder ${path} can't be written: ${reason} (DATA_DIR names another)`)
  }
}
