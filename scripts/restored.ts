import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { settings } from '../apps/realtime/src/settings.ts'
import { takeDataFolder } from './data-folder.ts'
import { startDatabase } from './database.ts'
import { giveNewEpochs } from './new-epochs.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * Tells the database of this machine, or the one that DATABASE_URL names, that it is a backup that was brought back.
 *
 * @throws StartError or SettingsError with one clear line
 */
export async function restored(): Promise<void> {
  const { databaseUrl, dataDir } = settings(process.env)
  const say = (line: string) => console.log(line)
  if (databaseUrl !== null) return tell(await giveNewEpochs(databaseUrl))
  const { dataDir: home, lock } = takeDataFolder(resolve(root, dataDir))
  try {
    const database = await startDatabase({ dataDir: home, log: say })
    try {
      tell(await giveNewEpochs(database.url))
    } finally {
      await database.stop()
    }
  } finally {
    lock.release()
  }
}

function tell(boards: number): void {
  console.log(`${boards} boards have a new epoch: browsers that know more of them than the backup load them anew`)
}
