import { PrismaPg } from '@prisma/adapter-pg'
import { PrismaClient } from '../generated/client.ts'

export type Database = PrismaClient

/** Connections of one instance: two lanes of commits, and the API beside them. */
const MAX_CONNECTIONS = 12
/** A connection that the database's machine left without a word is given up after so long. */
const CONNECT_TIMEOUT_MS = 5_000

/** The service's one way to PostgreSQL. Connects when it is first used. */
export function openDatabase(url: string): Database {
  const adapter = new PrismaPg({
    connectionString: url,
    max: MAX_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: 5_000,
    // The server's own statement_timeout can't help where its answer never arrives.
    query_timeout: 10_000,
  })
  return new PrismaClient({ adapter })
}

/** SQLSTATE of a failed query, where the database gave one. */
export function sqlState(error: unknown): string | undefined {
  let cause: unknown = error
  for (let depth = 0; depth < 5 && typeof cause === 'object' && cause !== null; depth++) {
    if ('originalCode' in cause && typeof cause.originalCode === 'string') return cause.originalCode
    const meta = 'meta' in cause ? cause.meta : undefined
    if (typeof meta === 'object' && meta !== null) {
      if ('code' in meta && typeof meta.code === 'string' && /^[0-9A-Z]{5}$/.test(meta.code)) return meta.code
      if ('driverAdapterError' in meta) {
        cause = meta.driverAdapterError
        continue
      }
    }
    cause = 'cause' in cause ? cause.cause : undefined
  }
  return undefined
}
