import { renewEpochs } from '../../database/new-epochs.ts'
import type { Command } from '../command.ts'
import { inTransaction, withSession } from '../schema.ts'

/** To be run once after a backup of the database was brought back by other means than `restore`. */
export const restored: Command = {
  usage: '',
  about: 'gives all boards a new epoch: after pg_restore, or a copy of DATA_DIR, was brought back',
  options: {},
  words: { least: 0, most: 0 },
  anyDatabase: true,
  async run({ databaseUrl, say }) {
    const boards = await withSession(databaseUrl, (client) =>
      inTransaction(client, 'READ WRITE', () => renewEpochs(client)),
    )
    say(`${boards} boards have a new epoch: browsers that know more of them than the backup load them anew`)
    return true
  },
}
