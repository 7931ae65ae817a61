import { type EraseBody, eraseRequest, LIMITS } from '@inkwire/protocol'
import { TokenBuckets } from '../gateway/token-bucket.ts'
import { ApiRefusal, entryOf } from './caller.ts'
import type { Route } from './route.ts'

/** /api/v1/boards/:id/erase: takes elements out of a board and its history for good; its owner. */
export const erase: Route = (app, { erasing, disk, gateway }) => {
  const erasures = new TokenBuckets(LIMITS.erasuresPerMinute / 60, LIMITS.erasuresPerMinute)

  app.post('/api/v1/boards/:id/erase', async (request): Promise<EraseBody> => {
    const { person, board } = entryOf(request)
    const parsed = eraseRequest.safeParse(request.body)
    if (!parsed.success) throw new ApiRefusal('request.invalid', `1 to ${LIMITS.erasedAtOnce} ids of elements`)
    if (!erasures.take(person.id)) throw new ApiRefusal('rate.limited')
    // The log is written anew: that needs room first.
    if (disk.full) throw new ApiRefusal('server.full')
    const erased = await erasing.erase(board, [...new Set(parsed.data.elements)])
    if (!erased) throw new ApiRefusal('board.unknown')
    gateway.accessChanged(board)
    return erased
  })
}
