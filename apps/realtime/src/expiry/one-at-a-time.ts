import * as z from 'zod'
import type { Database } from '../database/database.ts'

/** What is done so lasts so long at most. */
const LONGEST_MS = 60 * 60_000
/** What holds a transaction's place in the queue for a connection. */
const PATIENCE_MS = 10_000

const lockRows = z.array(z.object({ locked: z.boolean() }))

/**
 * Does something unless another instance is at it. The lock is a transaction's that does nothing else, so it goes with its
 * instance, and keeps no row and no old version of one.
 *
 * @param lock any number that nothing else takes
 * @returns undefined: another instance is at it
 */
export function oneAtATime<Result>(
  database: Database,
  lock: number,
  work: () => Promise<Result>,
): Promise<Result | undefined> {
  return database.$transaction(
    async (transaction) => {
      await transaction.$executeRaw`SET LOCAL idle_in_transaction_session_timeout = 0`
      const [row] = lockRows.parse(await transaction.$queryRaw`SELECT pg_try_advisory_xact_lock(${lock}) AS locked`)
      return row?.locked ? await work() : undefined
    },
    { timeout: LONGEST_MS, maxWait: PATIENCE_MS },
  )
}
