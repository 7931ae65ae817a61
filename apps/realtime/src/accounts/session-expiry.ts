import type { Database } from '../database/database.ts'
import { Expiry, type ExpiryOptions } from '../expiry/expiry.ts'

/** No instance looks further back for sessions that are over. */
const KEPT_MS = 24 * 60 * 60 * 1_000

/** Forgets in the background which sessions ended long ago. */
export function sessionExpiry(database: Database, report: ExpiryOptions['report']): Expiry {
  return new Expiry({
    removeOne: async () => {
      await database.sessionEnd.deleteMany({ where: { at: { lt: new Date(Date.now() - KEPT_MS) } } })
      return false
    },
    atATime: 1,
    failed: 'old ends of sessions could not be removed',
    report,
  })
}
