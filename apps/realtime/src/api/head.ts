import type { HeadBody } from '@inkwire/protocol'
import { ApiRefusal, entryOf } from './caller.ts'
import type { Route } from './route.ts'

/** /api/v1/boards/:id/head: where the log stands and the hash of the document there, for whoever may view the board. */
export const head: Route = (app, { rooms, log }) => {
  app.get('/api/v1/boards/:id/head', async (request, reply): Promise<HeadBody> => {
    const { board } = entryOf(request)
    const room = await rooms.get(board)
    const stored = (await log.heads([board])).get(board)
    if (!room || !stored) throw new ApiRefusal('board.unknown')
    // The log was replaced a moment ago, and the room is about to be.
    if (stored.epoch !== room.epoch) throw new ApiRefusal('server.busy')
    // Another instance may have committed what this one has not heard of yet.
    await room.reach(stored.head)
    reply.header('cache-control', 'no-store')
    return { epoch: room.epoch, seq: room.seq, hash: room.document.hash, elements: room.document.size }
  })
}
