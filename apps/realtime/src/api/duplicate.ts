import { type BoardBody, LIMITS } from '@inkwire/protocol'
import { copyName, duplicateBoard } from '../boards/duplication.ts'
import { TokenBuckets } from '../gateway/token-bucket.ts'
import { newBoardBody, tooManyBoards } from './boards.ts'
import { ApiRefusal, entryOf } from './caller.ts'
import type { Route } from './route.ts'

/** /api/v1/boards/:id/duplicate: a board of my own that holds what this one holds, for whoever may view it. */
export const duplicate: Route = (app, parts) => {
  const { database } = parts
  const copies = new TokenBuckets(LIMITS.duplicatesPerMinute / 60, LIMITS.duplicatesPerMinute)

  app.post('/api/v1/boards/:id/duplicate', async (request, reply): Promise<BoardBody> => {
    const { person, board } = entryOf(request)
    if (!copies.take(person.id)) throw new ApiRefusal('rate.limited')
    const original = await database.board.findUnique({ where: { id: board }, select: { name: true } })
    if (!original) throw new ApiRefusal('board.unknown')
    const made = await duplicateBoard(parts, board, copyName(original.name), person.id)
    if (made === 'unknown') throw new ApiRefusal('board.unknown')
    if (made === 'full') throw tooManyBoards()
    reply.status(201)
    return newBoardBody(made)
  })
}
