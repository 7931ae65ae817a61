// The operator's command line where the service runs built, as in its container: `node apps/realtime/dist/admin.js list`. Beside `npm start`
// it is `npm run admin` (scripts/admin.mjs), which finds the database by itself.
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseCall, runCall } from './admin/admin.ts'
import { AdminError } from './admin/admin-error.ts'
import { SettingsError, settings } from './settings.ts'

const MIGRATIONS = fileURLToPath(new URL('../../../prisma/migrations', import.meta.url))

try {
  const call = parseCall(process.argv.slice(2), 'node apps/realtime/dist/admin.js')
  const { databaseUrl, secret, assetsDir, dataDir } = settings(process.env)
  if (databaseUrl === null) throw new AdminError('DATABASE_URL is missing: it names the database of Inkwire.')
  const well = await runCall(call, {
    databaseUrl,
    secret: secret ?? undefined,
    assetsDir: assetsDir ?? join(dataDir, 'assets'),
    migrations: MIGRATIONS,
    say: (line) => console.log(line),
  })
  process.exitCode = well ? 0 : 1
} catch (error) {
  console.error(error instanceof AdminError || error instanceof SettingsError ? error.message : error)
  process.exitCode = 1
}
