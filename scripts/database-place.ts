import { createHash, randomBytes } from 'node:crypto'
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { z } from 'zod'
import { type Account, accountFor, canEnter, SYSTEM_HOME } from './postgres-programs.ts'
import { StartError } from './start-error.ts'
import { finishExchange } from './takeover-folders.ts'

/** What is kept about the embedded database, in `database.json` of the data folder (mode 600). */
const placeRecord = z.object({
  /** Relative to the data folder, or absolute where PostgreSQL's account can't enter the data folder. */
  folder: z.string().min(1),
  port: z.int().min(1).max(65_535).nullable(),
  password: z.string().regex(/^[\w-]{16,}$/),
})

/** Where the embedded database of a data folder lies, and who runs it. */
export interface Place {
  /** PostgreSQL's own data folder, absolute. */
  readonly folder: string
  readonly account: Account
  /** The port that it had last; null before its first start. */
  readonly port: number | null
  readonly password: string
  /** PostgreSQL has data there. */
  readonly initialised: boolean
  /** The password was made now: data that is there doesn't know it yet. */
  readonly newPassword: boolean
}

/** The address of the embedded database of a data folder, as it is while Inkwire runs; null before its first start. */
export function embeddedUrl(dataDir: string): string | null {
  const record = readRecord(dataDir)
  if (record === null || record.port === null) return null
  return `postgresql://inkwire:${record.password}@127.0.0.1:${record.port}/inkwire`
}

/**
 * Finds out where the database lies or, before its first start, where it shall lie: in the data folder, or below
 * /var/lib/inkwire when PostgreSQL's account can't enter the data folder (root's home, for example).
 *
 * @param dataDir absolute, there
 * @throws StartError when the data is gone, belongs to another user or to another data folder
 */
export function findPlace(dataDir: string): Place {
  const record = readRecord(dataDir)
  const folder = record === null ? newFolder(dataDir) : resolve(dataDir, record.folder)
  finishExchange(folder)
  const initialised = existsSync(join(folder, 'PG_VERSION'))
  if (!initialised && record !== null && record.port !== null) {
    throw new StartError(
      `The database of ${dataDir} was in ${folder} and is gone: put it back, or delete ${fileOf(dataDir)}`,
    )
  }
  if (initialised && isShared(dataDir, folder)) {
    throw new StartError(
      `${dataDir} is a copy, and its database in ${folder} belongs to the original: use another DATA_DIR`,
    )
  }
  const owner = initialised ? statSync(folder) : null
  const account = accountFor(owner)
  const self = process.getuid?.()
  if (owner !== null && self !== undefined && self !== 0 && owner.uid !== self) {
    throw new StartError(
      `The database in ${folder} belongs to another user (id ${owner.uid}): start as that user or as root`,
    )
  }
  // initdb comes first, so that only data that was moved can be out of reach here.
  if (initialised && !canEnter(account, folder)) {
    throw new StartError(
      `PostgreSQL's user (id ${account?.uid}) can't enter ${folder}: open the folders above it (chmod o+x)`,
    )
  }
  return {
    folder,
    account,
    port: record?.port ?? null,
    password: record?.password ?? randomBytes(24).toString('base64url'),
    initialised,
    newPassword: record === null,
  }
}

/** Keeps where the database lies. */
export function savePlace(dataDir: string, place: Pick<Place, 'folder' | 'port' | 'password'>): void {
  const inside = place.folder === join(dataDir, 'postgres')
  const folder = inside ? 'postgres' : place.folder
  if (!inside) {
    mkdirSync(dirname(place.folder), { recursive: true })
    writeFileSync(markerOf(place.folder), `${dataDir}\n`)
  }
  const draft = `${fileOf(dataDir)}.draft`
  const record = { folder, port: place.port, password: place.password }
  writeFileSync(draft, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 })
  renameSync(draft, fileOf(dataDir))
}

function newFolder(dataDir: string): string {
  const inside = join(dataDir, 'postgres')
  if (existsSync(inside)) return inside
  const account = accountFor(null)
  if (canEnter(account, dataDir) || letIn(account, dataDir)) return inside
  return join(SYSTEM_HOME, createHash('sha256').update(dataDir).digest('hex').slice(0, 16), 'postgres')
}

/**
 * Lets the account's group pass through a data folder that only root may enter (made by mktemp, or under a strict umask):
 * nobody else gets in, and nothing in it becomes readable. What lies above it is not ours to open.
 */
function letIn(account: Account, dataDir: string): boolean {
  const { uid, gid, mode } = statSync(dataDir)
  if (account === null || uid !== 0 || gid !== 0 || (mode & 0o077) !== 0) return false
  if (!canEnter(account, dirname(dataDir))) return false
  chownSync(dataDir, uid, account.gid)
  chmodSync(dataDir, 0o710)
  return canEnter(account, dataDir)
}

function fileOf(dataDir: string): string {
  return join(dataDir, 'database.json')
}

/** Beside a database that lies outside: the data folder that it belongs to. */
function markerOf(folder: string): string {
  return join(dirname(folder), 'data-dir')
}

/** A data folder that was copied must not run the database of the original; one that was moved goes on with its own. */
function isShared(dataDir: string, folder: string): boolean {
  const marker = markerOf(folder)
  if (folder === join(dataDir, 'postgres') || !existsSync(marker)) return false
  const owner = readFileSync(marker, 'utf8').trim()
  if (owner === dataDir) return false
  const record = existsSync(fileOf(owner)) ? readRecord(owner) : null
  return record !== null && isAbsolute(record.folder) && record.folder === folder
}

function readRecord(dataDir: string): z.infer<typeof placeRecord> | null {
  const file = fileOf(dataDir)
  if (!existsSync(file)) return null
  try {
    return placeRecord.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    throw new StartError(`${file} is damaged: delete it, and the database gets a new password and port`)
  }
}
