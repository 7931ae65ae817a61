import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { PrismaClient } from '../generated/client.ts'

export interface Database extends PrismaClient {
  /**
   * One statement on the driver itself, with its rows as PostgreSQL has them (a bigint as a string): for what is asked all the time, where the way
   * through Prisma takes more CPU than all the rest (docs/decisions/0012). Rejects with what the driver throws.
   */
  readonly ask: <Row extends object>(sql: string, values: readonly unknown[]) => Promise<readonly Row[]>
}

/** Connections of one instance: two lanes of commits, and the API beside them. */
const MAX_CONNECTIONS = 12
/** A connection that the database's machine left without a word is given up after so long. */
const CONNECT_TIMEOUT_MS = 5_000

/** The service's one way to PostgreSQL. Connects when it is first used. */
export function openDatabase(url: string): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: MAX_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: 5_000,
    // The server's own statement_timeout can't help where its answer never arrives.
    query_timeout: 10_000,
  })
  // Of connections that nobody uses at the moment: who asks next gets another one, or the error.
  pool.on('error', () => {})
  const client = new PrismaClient({ adapter: new PrismaPg(pool, { disposeExternalPool: true }) })
  return Object.assign(client, {
    ask: async <Row extends object>(sql: string, values: readonly unknown[]) =>
      (await pool.query<Row>(sql, [...values])).rows,
  })
}

/** SQLSTATE of a failed query, where the database gave one. */
export function sqlState(error: unknown): string | undefined {
  let cause: unknown = error
  for (let depth = 0; depth < 5 && typeof cause === 'object' && cause !== null; depth++) {
    if (cause instanceof pg.DatabaseError) return cause.code
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
