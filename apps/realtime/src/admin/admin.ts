import { parseArgs } from 'node:util'
import { openDatabase } from '../database/database.ts'
import { PostgresLog } from '../log/postgres-log.ts'
import { AdminError } from './admin-error.ts'
import type { AdminArguments, AdminPlace, Command } from './command.ts'
import { backUp } from './commands/back-up.ts'
import { exportBoard } from './commands/export.ts'
import { importBoard } from './commands/import.ts'
import { list } from './commands/list.ts'
import { prune } from './commands/prune.ts'
import { resetPassword } from './commands/reset-password.ts'
import { restore } from './commands/restore.ts'
import { restored } from './commands/restored.ts'
import { show } from './commands/show.ts'
import { verify } from './commands/verify.ts'
import { markedId } from './naming.ts'
import { appliedMigrations, knownMigrations } from './schema.ts'

/** All commands, one row and one file each. */
export const COMMANDS: { readonly [name: string]: Command } = {
  list,
  show,
  verify,
  export: exportBoard,
  import: importBoard,
  prune,
  'back-up': backUp,
  restore,
  restored,
  'reset-password': resetPassword,
}

/** What is called how, for whoever knows no command yet. */
export function usage(program: string): string {
  const rows = Object.entries(COMMANDS).map(([name, { usage: words, about }]) => [`${name} ${words}`.trim(), about])
  const width = Math.max(...rows.map(([call = '']) => call.length))
  const lines = rows.map(([call = '', about]) => `  ${call.padEnd(width)}  ${about}`)
  return [
    `${program} <command>`,
    '',
    ...lines,
    '',
    '<board> is an id or a link, <person> an e-mail address or an id.',
  ].join('\n')
}

/** A call that was understood. */
export interface Call {
  readonly command: Command
  readonly given: AdminArguments
}

/** @throws AdminError for what is no command, or is not called as it has to be */
export function parseCall(args: readonly string[], program: string): Call {
  const [name = '', ...rest] = args
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (!command) throw new AdminError(`${name === '' ? '' : `There is no command "${name}".\n\n`}${usage(program)}`)
  const call = `${program} ${name} ${command.usage}`.trim()
  const { values, positionals } = parsed(rest, command, call)
  const { least, most } = command.words
  if (positionals.length < least || positionals.length > most) throw new AdminError(`Call it so: ${call}`)
  const value = (option: string) => values[option]
  return {
    command,
    given: {
      words: positionals,
      text: (option) => {
        const text = value(option)
        return typeof text === 'string' ? text : undefined
      },
      flag: (option) => value(option) === true,
    },
  }
}

function parsed(args: readonly string[], { options }: Command, call: string) {
  try {
    return parseArgs({ args: args.map(markedId), options, allowPositionals: true })
  } catch (error) {
    throw new AdminError(`${error instanceof Error ? error.message : error}\nCall it so: ${call}`)
  }
}

/**
 * Does what a call says.
 *
 * @returns whether all is well
 * @throws AdminError with what an operator can do
 */
export async function runCall({ command, given }: Call, place: AdminPlace): Promise<boolean> {
  const database = openDatabase(place.databaseUrl)
  try {
    if (command.anyDatabase !== true) await checkVersion(place)
    const log = new PostgresLog(database, (message) => place.say(message))
    return await command.run({ ...place, database, log }, given)
  } finally {
    await database.$disconnect()
  }
}

/** A database of another version has other tables: what is read from it could be wrong, what is written do harm. */
async function checkVersion({ databaseUrl, migrations }: AdminPlace): Promise<void> {
  const [applied, known] = [await appliedMigrations(databaseUrl), await knownMigrations(migrations)]
  if (applied === undefined) throw new AdminError('The database is empty: start Inkwire once, or restore a backup.')
  if (applied.length !== known.length || !applied.every((name) => known.includes(name))) {
    throw new AdminError(
      'The database is of another version of Inkwire: start this version once, or use the other one.',
    )
  }
}
