import { Expiry, type ExpiryOptions } from '../expiry/expiry.ts'
import { TRASH_MS, type Trash } from './trash.ts'

const AT_A_TIME = 100

/** Removes in the background what was in the trash for too long. */
export function trashExpiry(trash: Pick<Trash, 'removeOneExpired'>, report: ExpiryOptions['report']): Expiry {
  return new Expiry({
    removeOne: async () => (await trash.removeOneExpired(new Date(Date.now() - TRASH_MS))) !== undefined,
    atATime: AT_A_TIME,
    failed: 'expired boards could not be removed from the trash',
    report,
  })
}
