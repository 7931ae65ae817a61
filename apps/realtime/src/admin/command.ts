import type { ParseArgsConfig } from 'node:util'
import type { Database } from '../database/database.ts'
import type { PostgresLog } from '../log/postgres-log.ts'

/** What commands work on. */
export interface AdminPlace {
  readonly databaseUrl: string
  /** Where images lie. */
  readonly assetsDir: string
  /** Of the service; undefined: not known here. */
  readonly secret: string | undefined
  /** prisma/migrations */
  readonly migrations: string
  readonly say: (line: string) => void
}

export interface AdminContext extends AdminPlace {
  readonly database: Database
  readonly log: PostgresLog
}

/** What stood behind the command's name. */
export interface AdminArguments {
  readonly words: readonly string[]
  /** Of an option with a value; undefined: it was not given. */
  readonly text: (option: string) => string | undefined
  readonly flag: (option: string) => boolean
}

export interface Command {
  /** What follows the name, as it is shown: `<board> [--json]`. */
  readonly usage: string
  /** One line. */
  readonly about: string
  readonly options: NonNullable<ParseArgsConfig['options']>
  /** How many words may stand behind the name. */
  readonly words: { readonly least: number; readonly most: number }
  /** The database need not be there yet, or be of this version. */
  readonly anyDatabase?: true
  /**
   * @returns false: it was done, and what it found is not good (exit code 1)
   * @throws AdminError with one clear line
   */
  readonly run: (context: AdminContext, given: AdminArguments) => Promise<boolean>
}
