import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { openDatabase } from './database/database.ts'
import { DatabaseProblem, migrate } from './database/migrate.ts'
import { createService, moveMs } from './service.ts'
import { type Settings, SettingsError, settings } from './settings.ts'
import { WaitingRoom } from './waiting-room.ts'

/** The start waits so long for a database that answers but lets nobody in, as it may still be set up. One that can't be reached is waited for without an end. */
const DATABASE_PATIENCE_MS = 30_000
const DATABASE_RETRY_MS = 500
/** What the operator is told so often while it goes on, ms. */
const REPORT_EVERY_MS = 10_000
/** SQLSTATE classes of a database that will not let this instance in, however long it waits: password, name of the database, rights. */
const HOPELESS = ['28', '3D', '42']
/** What is not closed so long after people have moved is left: its clients come back to another instance. */
const CLOSE_MS = 7_000

const MIGRATIONS = fileURLToPath(new URL('../../../prisma/migrations', import.meta.url))
const DOCUMENT_WORKER = new URL('./document-worker.js', import.meta.url)

/** One line for the operator, and the end. */
function stop(message: string): never {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}

/** An orchestrator that sees instances end while the database is away would start them again and again: so they wait, and say that they do. */
async function migrateWithPatience(url: string, { host, port }: Settings): Promise<void> {
  const start = Date.now()
  let reportedAt = Number.NEGATIVE_INFINITY
  let waiting: WaitingRoom | undefined
  for (;;) {
    try {
      await migrate(url, MIGRATIONS)
      await waiting?.close()
      return
    } catch (error) {
      if (error instanceof DatabaseProblem) stop(error.message)
      const reason = error instanceof Error ? error.message : String(error)
      const hopeless = HOPELESS.some((state) => errorCode(error)?.startsWith(state))
      if (hopeless && Date.now() - start > DATABASE_PATIENCE_MS) {
        stop(`The database that DATABASE_URL names can't be used: ${reason}.`)
      }
      if (Date.now() - reportedAt > REPORT_EVERY_MS) {
        reportedAt = Date.now()
        logger.warn({ reason }, 'waiting for the database')
      }
      waiting ??= new WaitingRoom(host, port)
      await new Promise((resolve) => setTimeout(resolve, DATABASE_RETRY_MS))
    }
  }
}

const errorCode = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined

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
const logger = pino({ level: current.logLevel })
await migrateWithPatience(databaseUrl, current)

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
  setTimeout(() => process.exit(0), moveMs(current) + CLOSE_MS).unref()
  await service.close()
  process.exit(0)
}
process.on('SIGTERM', () => void close('SIGTERM'))
process.on('SIGINT', () => void close('SIGINT'))
// Started by a supervisor that is gone: nobody would ever stop this process.
process.on('disconnect', () => void close('the supervisor is gone'))
