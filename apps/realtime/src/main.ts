import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { openDatabase } from './database/database.ts'
import { DatabaseProblem, migrate } from './database/migrate.ts'
import { createService } from './service.ts'
import { type Settings, SettingsError, settings } from './settings.ts'

/** The start waits so long for a database that is still starting itself. */
const DATABASE_PATIENCE_MS = 30_000
const DATABASE_RETRY_MS = 500
/** What is not closed by then is left: its clients come back to another instance. */
const CLOSE_MS = 5_000

const MIGRATIONS = fileURLToPath(new URL('../../../prisma/migrations', import.meta.url))
const DOCUMENT_WORKER = new URL('./document-worker.js', import.meta.url)

/** One line for the operator, and the end. */
function stop(message: string): never {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}

async function migrateWithPatience(url: string): Promise<void> {
  const end = Date.now() + DATABASE_PATIENCE_MS
  for (;;) {
    try {
      await migrate(url, MIGRATIONS)
      return
    } catch (error) {
      if (error instanceof DatabaseProblem) stop(error.message)
      if (Date.now() > end) {
        stop(`The database that DATABASE_URL names can't be used: ${error instanceof Error ? error.message : error}.`)
      }
      await new Promise((resolve) => setTimeout(resolve, DATABASE_RETRY_MS))
    }
  }
}

function parsedSettings(): Settings {
  try {
    return settings(process.env)
  } catch (error) {
    if (error instanceof SettingsError) stop(error.message)
    throw error
  }
}

const current = parsedSettings()
const { databaseUrl, secret } = current
if (!databaseUrl) stop('DATABASE_URL is missing: name a PostgreSQL, or start with "npm start", which brings one.')
if (!secret) stop('SECRET is missing: set it to 32 or more random characters, the same for all instances of a cluster.')
await migrateWithPatience(databaseUrl)

const logger = pino({ level: current.logLevel })
const service = await createService({
  settings: current,
  secret,
  database: openDatabase(databaseUrl),
  logger,
  documentWorker: DOCUMENT_WORKER,
})
try {
  await service.listen()
} catch (error) {
  const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
  const where = `${current.host}:${current.port}`
  stop(taken ? `Port ${current.port} is taken: set PORT to another one.` : `Can't listen on ${where}: ${error}`)
}
logger.info({ host: current.host, port: current.port }, 'listening')

let closing = false
async function close(reason: string): Promise<void> {
  if (closing) return
  closing = true
  logger.info({ reason }, 'closing')
  setTimeout(() => process.exit(0), CLOSE_MS).unref()
  await service.close()
  process.exit(0)
}
process.on('SIGTERM', () => void close('SIGTERM'))
process.on('SIGINT', () => void close('SIGINT'))
// Started by a supervisor that is gone: nobody would ever stop this process.
process.on('disconnect', () => void close('the supervisor is gone'))
