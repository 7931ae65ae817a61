import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { parseCall, runCall } from '../apps/realtime/src/admin/admin.ts'
import { settings } from '../apps/realtime/src/settings.ts'
import { secretOf, takeDataFolder } from './data-folder.ts'
import { startDatabase } from './database.ts'
import { embeddedUrl } from './database-place.ts'
import { StartError } from './start-error.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const MIGRATIONS = join(root, 'prisma', 'migrations')
const say = (line: string) => console.log(line)

/**
 * Runs one command on the database that DATABASE_URL names, or on the embedded one: beside a running Inkwire, or started for as long
 * as the command runs.
 *
 * @returns whether all is well
 * @throws AdminError, StartError or SettingsError with one clear line
 */
export async function admin(args: readonly string[]): Promise<boolean> {
  const call = parseCall(args, 'npm run admin --')
  const { databaseUrl, dataDir: named, secret, assetsDir } = settings(process.env)
  const dataDir = resolve(root, named)
  const place = {
    assetsDir: assetsDir === null ? join(dataDir, 'assets') : resolve(root, assetsDir),
    secret: secret ?? (existsSync(join(dataDir, 'secret')) ? secretOf(dataDir) : undefined),
    migrations: MIGRATIONS,
    say,
  }
  if (databaseUrl !== null) return runCall(call, { ...place, databaseUrl, secret: secret ?? undefined })
  const url = existsSync(dataDir) ? embeddedUrl(dataDir) : null
  if (url !== null && (await answers(url))) return runCall(call, { ...place, databaseUrl: url })
  if (url === null && call.command.anyDatabase !== true)
    throw new StartError(
      `There is no database in ${dataDir} yet: start Inkwire first, or set DATABASE_URL or DATA_DIR.`,
    )
  const { dataDir: home, lock } = takeDataFolder(dataDir)
  try {
    const database = await startDatabase({ dataDir: home, log: say })
    try {
      // A folder that is new gets its key now: what is restored or imported is sealed with it.
      return await runCall(call, { ...place, databaseUrl: database.url, secret: secret ?? secretOf(home) })
    } finally {
      await database.stop()
    }
  } finally {
    lock.release()
  }
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}
