import { Expiry, type ExpiryOptions } from '../expiry/expiry.ts'
import type { Assets } from './assets.ts'

const AT_A_TIME = 1_000

/** Removes in the background the images of boards that were deleted for good. */
export function assetExpiry(assets: Pick<Assets, 'removeOneUnused'>, report: ExpiryOptions['report']): Expiry {
  return new Expiry({
    removeOne: () => assets.removeOneUnused(),
    atATime: AT_A_TIME,
    failed: 'images of deleted boards could not be removed',
    report,
  })
}
