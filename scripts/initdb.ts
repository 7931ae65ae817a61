import { execFileSync } from 'node:child_process'
import { chownSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { type Account, asAccount, type Programs } from './postgres-programs.ts'
import { firstError, USER } from './postmaster.ts'
import { StartError } from './start-error.ts'

export interface InitdbOptions {
  /** Made by this; must not be there. */
  readonly folder: string
  readonly password: string
  readonly account: Account
  readonly programs: Programs
  /** What initdb says goes there when it fails. */
  readonly logFile: string
}

/** Makes PostgreSQL's own data folder, empty of data. Throws StartError. */
export function initdb({ folder, password, account, programs, logFile }: InitdbOptions): void {
  const passwordFile = `${folder}.password`
  mkdirSync(folder, { mode: 0o700 })
  rmSync(passwordFile, { force: true })
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 })
  if (account !== null) for (const path of [folder, passwordFile]) chownSync(path, account.uid, account.gid)
  try {
    execFileSync(
      programs.initdb,
      [
        `--pgdata=${folder}`,
        `--username=${USER}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        // PostgreSQL's own: sorts alike on every system and never changes under an index, as the system's may.
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
      ],
      { ...asAccount(account), stdio: 'pipe' },
    )
  } catch (error) {
    const output = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error)
    writeFileSync(logFile, output)
    throw new StartError(`PostgreSQL could not make a database in ${folder}: ${firstError(output)} (log: ${logFile})`)
  } finally {
    rmSync(passwordFile, { force: true })
  }
}

/** For data whose database.json was lost: the only way in without the password. */
export function setPassword(
  { folder, account, password }: Pick<InitdbOptions, 'folder' | 'account' | 'password'>,
  programs: Programs,
): void {
  execFileSync(programs.postgres, ['--single', '-D', folder, 'postgres'], {
    ...asAccount(account),
    input: `ALTER ROLE ${USER} PASSWORD '${password}'\n`,
    stdio: 'pipe',
  })
}
