import { Expiry, type ExpiryOptions } from '../expiry/expiry.ts'
import type { Pruning } from './pruning.ts'

const DAY_MS = 24 * 60 * 60 * 1_000
/** Boards that are pruned each time at most. */
const AT_A_TIME = 100

/** Prunes in the background what is older than `days`: each board about once a day, not with each batch that grows old. */
export function pruningExpiry(
  pruning: Pick<Pruning, 'pruneOne'>,
  days: number,
  report: ExpiryOptions['report'],
): Expiry {
  return new Expiry({
    removeOne: () => {
      const cutoff = Date.now() - days * DAY_MS
      return pruning.pruneOne(new Date(cutoff), new Date(cutoff - DAY_MS))
    },
    atATime: AT_A_TIME,
    failed: 'old history could not be pruned',
    report,
  })
}
